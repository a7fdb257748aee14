import { SUBJECT_NAMES } from "../formats/index.ts";
import type { FieldValue, FlatEvent } from "../ecs/index.ts";

/** ECS's words for `event.type` (ecs 8.17, "Categorization fields"). */
const TYPES = new Set(
  (
    "access admin allowed change connection creation deletion denied device end error group indicator info " +
    "installation protocol start user"
  ).split(" "),
);

/** ECS's categories are in lower case; Azure's `event.category`, such as `AdvancedHunting-…`, is none. */
const CATEGORY = /^[a-z]/;

/** All fields that `isMapped` reads. */
export const MAPPED_FIELDS: readonly string[] = ["event.category", "event.type", "registry.path"];

/**
 * Whether a document in Elastic's fields has been mapped by a pipeline or an agent: it has what only they write, in the
 * form in which Elasticsearch holds it. Anything else with an `@timestamp` or an `event` may be a record of another
 * product that merely uses the same names.
 */
export function isMapped(event: FlatEvent): boolean {
  return (
    textsOf(event["event.category"]).some((category) => CATEGORY.test(category)) ||
    isText(event["registry.path"]) ||
    textsOf(event["event.type"]).some((type) => TYPES.has(type))
  );
}

const isText = (value: FieldValue | undefined): boolean => textsOf(value).length > 0;

function textsOf(value: FieldValue | undefined): string[] {
  const values = typeof value === "object" ? value : [value];
  return values.filter((one): one is string => typeof one === "string" && one !== "");
}

/** Fields of what an event is about. */
const SUBJECT = new RegExp(`^(?:${SUBJECT_NAMES.join("|")})\\.`);

/**
 * Whether a document says no more of an event than its time, kind and host: a shipper may give a category to a record
 * that has the event itself inside.
 */
export function isThin(event: FlatEvent): boolean {
  for (const field in event) if (SUBJECT.test(field)) return false;
  return true;
}
