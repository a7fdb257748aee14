/**
 * The fields whose type is known without a mapping. Elasticsearch compares dates as moments and addresses by their
 * bits, however they are written. The type of any other field is the type of its value (see match/values.ts).
 *
 * Source: the fields of type `date` and `ip` in ECS 8 and 9. Most belong to field sets that are used in several places
 * (`file`, `elf`, `x509`, `code_signature`), so they are recognised by the last parts of their names.
 */
export type FieldType = "date" | "ip";

/** Returns the type of a field, null if its values decide. */
export type FieldTypes = (name: string) => FieldType | null;

const DATE = new RegExp(
  `^(?:${[
    "@timestamp",
    String.raw`event\.(?:created|start|end|ingested)`,
    String.raw`process\.(?:(?:parent|previous|entry_leader|group_leader|session_leader)\.)*(?:start|end)`,
    String.raw`(?:.*\.)?file\.created`,
    String.raw`(?:.*\.)?(?:accessed|ctime|mtime|creation_date|compile_time|not_before|not_after)`,
    String.raw`(?:.*\.)?(?:code_signature\.timestamp|entity\.last_seen_timestamp)`,
    String.raw`threat\.(?:enrichments\.)?indicator\.(?:first_seen|last_seen|modified_at)`,
    String.raw`email\.(?:delivery|origination)_timestamp`,
    String.raw`package\.installed`,
  ].join("|")})$`,
);

const IP = /(?:^|[._])ip$/;

/** Returns the type of a field in ECS. */
export function ecsTypeOf(name: string): FieldType | null {
  if (DATE.test(name)) return "date";
  return IP.test(name) ? "ip" : null;
}

/** The types of ECS; the field by which events are ordered is a date, too. */
export function fieldTypes(timestampField: string): FieldTypes {
  return (name) => (name === timestampField ? "date" : ecsTypeOf(name));
}
