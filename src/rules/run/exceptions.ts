/**
 * Compiles exceptions to clauses. The entries of an item are joined by and, the items of a rule by or. Source: Kibana's
 * lists plugin, build_exception_filter.ts.
 *
 * A rule's own exceptions prevent matches and compare values as Elasticsearch does: see `exceptionsOf`. An analyst's
 * exceptions hide alerts and compare values exactly: see `exactEntries`.
 */
import { type Clause, negation } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import type { ExceptionEntry, ExceptionItem, ExceptionValueEntry, Rule } from "../rule.ts";
import { epochMillis } from "../../time/index.ts";
import { BY_FIELD_TYPE, type ValueComparison, EXACTLY } from "./comparison.ts";
import { isAnyPhrase, join } from "./conditions.ts";
import type { RuleWarning } from "./rule-warning.ts";

export interface Exceptions {
  /** What is excluded; null if nothing is. */
  readonly clause: Clause | null;
  readonly warnings: readonly RuleWarning[];
}

/**
 * Compiles the exceptions of a rule.
 *
 * @param items every item at hand, of any list
 * @param now the assumed time of the run, in milliseconds since 1970: items that have expired by then are not applied
 */
export function exceptionsOf(rule: Rule, items: readonly ExceptionItem[], now: number): Exceptions {
  const warnings: RuleWarning[] = [];
  const clauses: Clause[] = [];
  for (const list of rule.exceptions_list) {
    // The Elastic Endpoint list is applied by the agent, never by Kibana to a rule.
    if (list.type === "endpoint" || list.list_id === "endpoint_list") continue;
    const own = items.filter(
      (item) => item.list_id === list.list_id && item.namespace_type === list.namespace_type,
    );
    if (own.length === 0 && list.exported !== true) {
      warnings.push({ code: "exceptions-missing", data: { list: list.list_id } });
    }
    for (const item of own) {
      const why = unusable(item, now);
      if (why !== null) warnings.push(why);
      else {
        clauses.push(itemClause(item));
        warnings.push(...ambiguous(item));
      }
    }
  }
  return { clause: clauses.length === 0 ? null : join("or", clauses), warnings };
}

function unusable(item: ExceptionItem, now: number): RuleWarning | null {
  const exception = nameOf(item);
  const { expire_time: expired } = item;
  if (expired !== undefined && epochMillis(expired) < now)
    return { code: "exception-expired", data: { exception, expired } };
  const entry = item.entries.find((entry) => entry.type === "unsupported");
  if (entry !== undefined) return { code: "exception-unsupported", data: { exception, entry } };
  // An and of no clauses is true for every event: such an item would silence the rule.
  return item.entries.length === 0 ? { code: "exception-empty", data: { exception } } : null;
}

/** Warnings about an item that is applied: see `nestedClause`. */
function ambiguous(item: ExceptionItem): RuleWarning[] {
  const exception = nameOf(item);
  return item.entries
    .filter((entry) => entry.type === "nested")
    .map(({ field }) => ({ code: "exception-nested", data: { exception, field } }));
}

function nameOf({ name, item_id }: ExceptionItem): string {
  return name || item_id;
}

function itemClause({ entries, os_types }: ExceptionItem): Clause {
  const clauses = entries.map((entry) => entryClause(entry, BY_FIELD_TYPE));
  if (os_types.length > 0) {
    // Elastic's agents name the operating system in one field, Endgame in the other.
    clauses.unshift(
      join("or", [isAnyPhrase("host.os.type", os_types), isAnyPhrase("host.os.name.caseless", os_types)]),
    );
  }
  return join("and", clauses);
}

/**
 * Compiles an analyst's entries: the clause is true if all of them are, with values compared exactly, whatever the
 * field. Returns null if there are none or one cannot be read, since then nothing may be hidden.
 */
export function exactEntries(entries: readonly ExceptionEntry[]): Clause | null {
  if (entries.length === 0 || entries.some(({ type }) => type === "unsupported")) return null;
  return join(
    "and",
    entries.map((entry) => entryClause(entry, EXACTLY)),
  );
}

function entryClause(entry: ExceptionEntry, by: ValueComparison): Clause {
  if (entry.type === "unsupported") throw new Error("An entry that cannot be read makes its item unusable.");
  return entry.type === "nested"
    ? nestedClause(entry.field, entry.entries, by)
    : valueClause(entry, entry.field, by);
}

function valueClause(entry: ExceptionValueEntry, field: string, by: ValueComparison): Clause {
  const clause = included(entry, field, by);
  return entry.operator === "included" ? clause : negation(clause, () => `not (${clause.text()})`);
}

function included(entry: ExceptionValueEntry, field: string, by: ValueComparison): Clause {
  switch (entry.type) {
    case "match":
      return by.match(field, entry.value);
    case "match_any":
      return by.matchAny(field, entry.value);
    case "wildcard":
      return by.wildcard(field, entry.value);
    case "exists":
      return by.exists(field);
  }
}

/**
 * Compiles entries that must all be true of the same object in a list. A flat event does not show which values belong
 * to the same object, so nothing is excluded if there are several: one alert too many is better than a hidden one.
 */
function nestedClause(path: string, entries: readonly ExceptionValueEntry[], by: ValueComparison): Clause {
  const fields = [...new Set(entries.map((entry) => `${path}.${entry.field}`))];
  const single = (event: FlatEvent): boolean =>
    fields.some((field) => event[field] !== undefined) &&
    fields.every((field) => {
      const value = event[field];
      return typeof value !== "object" || value.length === 1;
    });
  const oneObject: Clause = {
    kind: "test",
    text: () => `${path} is one object`,
    fields,
    clauses: [],
    test: single,
    constant: undefined,
  };
  return join("and", [
    oneObject,
    ...entries.map((entry) => valueClause(entry, `${path}.${entry.field}`, by)),
  ]);
}
