/**
 * The fields whose type is known without a mapping. Elasticsearch compares dates as moments and addresses by their
 * bits, however they are written; everything else is told by its value (see values.ts).
 *
 * Source: the fields of type `date` and `ip` in ECS 8 and 9. Most come in field sets that are used in several places
 * (`file`, `elf`, `x509`, `code_signature`), so they are named by their last parts.
 */
export type FieldType = "date" | "ip";

/** The type of a field, null where its values decide. */
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

/** The type ECS gives a field. */
export function ecsTypeOf(name: string): FieldType | null {
  if (DATE.test(name)) return "date";
  return IP.test(name) ? "ip" : null;
}

/** ECS's types, and that of the field events are ordered by. */
export function fieldTypes(timestampField: string): FieldTypes {
  return (name) => (name === timestampField ? "date" : ecsTypeOf(name));
}
