import { type Condition, type IsField, readConditions, writeConditions } from "../filter/index.ts";
import { RULE_FIELD_NAMES, type RuleField } from "./rule-fields.ts";

const isField: IsField = (name) => RULE_FIELD_NAMES.has(name.toLowerCase());

/** Fields whose values are words of ours: a part of one may be another one, as `no` is of `not known`. */
const WHOLE: ReadonlySet<string> = new Set<RuleField>(["enabled", "alerts", "evidence"]);

/** Reads conditions as `writeRuleConditions` writes them. What is about a field that rules do not have is left out. */
export function readRuleConditions(text: string): Condition[] {
  return readConditions(text, isField).flatMap((read) => {
    if (read.field === "") return [read];
    const field = RULE_FIELD_NAMES.get(read.field.toLowerCase());
    return field === undefined ? [] : [{ ...read, field }];
  });
}

/** Reads what someone types. A part of a value will do, unless it is in quotes: nobody types a whole name. */
export function typedRuleConditions(text: string): Condition[] {
  if (text.includes('"')) return readRuleConditions(text);
  return readRuleConditions(text).map((read) =>
    read.field === "" || read.isPattern || WHOLE.has(read.field)
      ? read
      : { ...read, value: `*${read.value}*`, isPattern: true },
  );
}

export function writeRuleConditions(conditions: readonly Condition[]): string {
  return writeConditions(conditions, isField);
}
