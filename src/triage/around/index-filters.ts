import type { Clause } from "../../match/index.ts";
import { type EventField, type EventFilter, MAX_TEXT } from "../../scan/index.ts";

/** Fields that the event index has under their own name, so that a value can be asked for. */
const INDEXED: ReadonlySet<string> = new Set<EventField>([
  "host.name",
  "event.code",
  "process.name",
  "winlog.channel",
  "user.name",
]);

/** Fields of which the index has one as what the event is about. */
const OBJECTS: ReadonlySet<string> = new Set([
  "registry.path",
  "file.path",
  "file.name",
  "dll.path",
  "service.name",
  "winlog.event_data.ServiceName",
  "winlog.event_data.TaskName",
  "winlog.event_data.TargetImage",
  "process.command_line",
]);

/** Each of them is a question to the index. */
const MAX_ALTERNATIVES = 8;

/**
 * Filters of the event index that find every event for which a clause may be true, besides others: the records decide. An
 * event that is about several things is found by the first of them only, which is the one the index has.
 *
 * @returns alternatives, each a list of filters that hold together: an empty list where nothing can be asked for
 */
export function indexFilters(clause: Clause): readonly (readonly EventFilter[])[] {
  if (clause.constant !== undefined) return clause.constant === true ? [[]] : [];
  switch (clause.kind) {
    case "not":
      return [[]];
    case "test": {
      const filter = filterOf(clause);
      return [filter === null ? [] : [filter]];
    }
    case "or":
      return bounded(clause.clauses.flatMap(indexFilters));
    case "and":
      return clause.clauses.map(indexFilters).reduce(both, [[]]);
  }
}

type Alternatives = readonly (readonly EventFilter[])[];

function bounded(alternatives: Alternatives): Alternatives {
  const asksNothing = alternatives.some((filters) => filters.length === 0);
  return asksNothing || alternatives.length > MAX_ALTERNATIVES ? [[]] : alternatives;
}

function both(a: Alternatives, b: Alternatives): Alternatives {
  // One of two is enough where both would make too many questions.
  if (a.length * b.length > MAX_ALTERNATIVES) return a.length === 1 && a[0]!.length === 0 ? b : a;
  return a.flatMap((filters) => b.map((others) => [...filters, ...others]));
}

function filterOf(clause: Clause): EventFilter | null {
  const values = clause.requiredValues?.() ?? null;
  const [first] = values ?? [];
  if (values !== null && first !== undefined && values.every(({ field }) => field === first.field)) {
    const texts = values.map(({ value }) => value);
    if (INDEXED.has(first.field))
      return { field: first.field as EventField, values: texts, ignoresCase: true };
    if (OBJECTS.has(first.field)) {
      const kept = texts.map((text) => (text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`));
      return { field: "object", values: kept, ignoresCase: true };
    }
  }
  for (const { field, anyOf } of clause.requiredTexts?.() ?? []) {
    const texts = anyOf.map(({ text }) => text);
    if (INDEXED.has(field)) return { field: field as EventField, values: texts, isPart: true };
    // What the text lacks may be in the part that the index has cut off.
    if (OBJECTS.has(field)) return { field: "object", values: texts, isPart: true, patterns: ["*…"] };
  }
  return null;
}
