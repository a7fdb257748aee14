/**
 * Exceptions as clauses. Entries of an item are joined by and, the items of a rule by or.
 *
 * A rule's own exceptions are taken out before it looks, compared as Elasticsearch compares: see `exceptionsOf`. An
 * analyst's hide alerts that are there, compared exactly: see `exactEntries`. Source of the joining: Kibana's lists
 * plugin, build_exception_filter.ts.
 */
import { type Clause, negation } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import type { ExceptionEntry, ExceptionItem, ExceptionValueEntry, Rule } from "../rule.ts";
import { epochMillis } from "../../time/index.ts";
import { BY_FIELD_TYPE, type ValueComparison, EXACTLY } from "./comparison.ts";
import { isAnyPhrase, join } from "./conditions.ts";
import type { Remark } from "./remark.ts";

export interface Exceptions {
  /** What is excluded; null for nothing. */
  readonly clause: Clause | null;
  readonly remarks: readonly Remark[];
}

/**
 * @param items every item at hand, of whatever list
 * @param now when the rule is thought to run, milliseconds since 1970: what has expired by then is not applied
 */
export function exceptionsOf(rule: Rule, items: readonly ExceptionItem[], now: number): Exceptions {
  const remarks: Remark[] = [];
  const clauses: Clause[] = [];
  for (const list of rule.exceptions_list) {
    // The Elastic Endpoint list works in the agent; Kibana never applies it to a rule.
    if (list.type === "endpoint" || list.list_id === "endpoint_list") continue;
    const own = items.filter(
      (item) => item.list_id === list.list_id && item.namespace_type === list.namespace_type,
    );
    if (own.length === 0 && list.exported !== true) {
      remarks.push({
        code: "exceptions-missing",
        message:
          `The rule carries the exception list ${list.list_id}, of which no item is loaded: what it would exclude ` +
          "is raised here. Export the rule together with its exceptions.",
      });
    }
    for (const item of own) {
      const why = unusable(item, now);
      if (why !== null) remarks.push(why);
      else {
        clauses.push(itemClause(item));
        remarks.push(...ambiguous(item));
      }
    }
  }
  return { clause: clauses.length === 0 ? null : join("or", clauses), remarks };
}

function unusable(item: ExceptionItem, now: number): Remark | null {
  const name = `The exception “${item.name || item.item_id}”`;
  if (item.expire_time !== undefined && epochMillis(item.expire_time) < now) {
    return {
      code: "exception-expired",
      message: `${name} has expired on ${item.expire_time} and is not applied.`,
    };
  }
  const broken = item.entries.find((entry) => entry.type === "unsupported");
  if (broken !== undefined) {
    return {
      code: broken.what.startsWith("the value list") ? "exception-value-list" : "exception-unreadable",
      message: `${name} is not applied: it uses ${broken.what}, which the export does not hold or Loupe cannot read. The rule may raise more than in Elastic.`,
    };
  }
  // Nothing joined by and holds for every event: such an item would silence the rule.
  if (item.entries.length === 0)
    return { code: "exception-unreadable", message: `${name} is not applied: it has no entries.` };
  return null;
}

/** What must be said of an item that is applied: see `nestedClause`. */
function ambiguous({ name, item_id, entries }: ExceptionItem): Remark[] {
  return entries
    .filter((entry) => entry.type === "nested")
    .map(({ field }) => ({
      code: "exception-nested",
      message: `The exception “${name || item_id}” asks for one object of the list ${field}; where an event has several of them it is not applied, and the rule may raise more than in Elastic.`,
    }));
}

function itemClause({ entries, os_types }: ExceptionItem): Clause {
  const clauses = entries.map((entry) => entryClause(entry, BY_FIELD_TYPE));
  if (os_types.length > 0) {
    // Elastic's agents name the system in one field, Endgame's in the other.
    clauses.unshift(
      join("or", [isAnyPhrase("host.os.type", os_types), isAnyPhrase("host.os.name.caseless", os_types)]),
    );
  }
  return join("and", clauses);
}

/**
 * What all of an analyst's entries hold for, values compared exactly, whatever the field. Null where that would be
 * every event, or is unknown because an entry cannot be read: then nothing may be hidden.
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
 * Entries that must hold for one and the same object of a list. A flat event does not know which values belong
 * together, so with several values nothing is excluded: rather an alert too many than one that is hidden.
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
