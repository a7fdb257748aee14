import type { FlatEvent } from "../ecs/index.ts";
import type { ExceptionCondition } from "./exception.ts";

/** The fields that say what was expected, in the order in which an exception should name them. */
const FIELDS = [
  "process.executable",
  "process.command_line",
  "process.parent.executable",
  "registry.path",
  "file.path",
  "service.name",
  "user.id",
  "host.name",
] as const;

/** Fields that may differ a little: an exception for three hosts hides less than one for all. */
const OR_ONE_OF: ReadonlySet<string> = new Set(["process.executable", "host.name"]);

/** Values of a list that someone still reads. */
const MAX_VALUES = 10;
/** A value longer than this is no name of anything, and would fill the form. */
const MAX_LENGTH = 1000;

/** Finds what events have in common, one event after the other: there may be a hundred thousand. */
export class CommonConditions {
  /** The different values of each field; null for a field that an event lacks, or that has too many. */
  readonly #values = new Map<string, Set<string> | null>();

  add(event: FlatEvent): void {
    for (const field of FIELDS) {
      const known = this.#values.get(field);
      if (known === null) continue;
      const value = valueOf(event, field);
      const values = known ?? new Set<string>();
      if (value !== "") values.add(value);
      const isUsable = value !== "" && values.size <= MAX_VALUES;
      this.#values.set(field, isUsable ? values : null);
    }
  }

  /**
   * Conditions that all events meet: for each field that has the same value in all of them, that value; for program and
   * host, the few that there are. None if the events have nothing in common.
   */
  conditions(): ExceptionCondition[] {
    return FIELDS.flatMap((field): ExceptionCondition[] => {
      const [value, ...others] = this.#values.get(field) ?? [];
      if (value === undefined) return [];
      if (others.length === 0) return [{ field, operator: "is", value }];
      if (!OR_ONE_OF.has(field)) return [];
      const values = [value, ...others];
      return isListable(values) ? [{ field, operator: "is one of", value: values.join("\n") }] : [];
    });
  }
}

/** A list has one value in a line, and its lines are trimmed. */
function isListable(values: readonly string[]): boolean {
  return values.every((value) => !value.includes("\n") && value.trim() === value);
}

function valueOf(event: FlatEvent, field: string): string {
  const value = event[field];
  const first = Array.isArray(value) ? (value as readonly unknown[])[0] : value;
  if (first === undefined || first === null) return "";
  const text = String(first);
  return text.length > MAX_LENGTH ? "" : text;
}
