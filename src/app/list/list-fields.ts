import type { AlertColumns, Decided } from "../../case/index.ts";
import { type Rule, type Severity, tacticsOf, techniqueIds } from "../../rules/index.ts";
import type { DecidedRows } from "../case/decided-rows.ts";
import type { ListField } from "./field-names.ts";
import { derivedValues, type FieldValues } from "./field-values.ts";
import { isDate } from "./time-range.ts";

/** From the least to the worst. */
export const SEVERITIES: readonly Severity[] = ["low", "medium", "high", "critical"];

/** Where the values of fields come from that no column of the alerts has. */
export interface FieldSources {
  readonly columns: AlertColumns;
  /** A rule of the case; undefined for one that has left it and has no alerts. */
  readonly ruleOf: (ruleId: string) => Rule | undefined;
  /** The path of a file as dropped. */
  readonly pathOf: (evidenceId: string) => string;
  /** What the analyst has decided; null where it is not asked for. */
  readonly decided: DecidedRows | null;
}

/**
 * The values of a field of the list, for every alert of the case at once.
 *
 * `user.name` and `process.name` are what the list shows: where an event lacks them, the user's ID and the program's path.
 * A sequence has what all its events have in common.
 */
export function listFieldValues(field: ListField, sources: FieldSources): FieldValues {
  const { columns } = sources;
  switch (field) {
    case "host.name":
      return ofColumn(columns, "host");
    case "user.name":
      return ofColumn(columns, "user");
    case "process.name":
      return ofColumn(columns, "process");
    case "source":
      return ofColumn(columns, "source");
    case "rule.id":
      return ofColumn(columns, "ruleId");
    case "severity":
      return severities(sources);
    case "rule.name":
      return ruleNames(sources);
    case "threat.tactic.name":
      return ofRules(sources, tacticsOf);
    case "threat.technique.id":
      return ofRules(sources, techniqueIds);
    case "evidence":
      return derivedValues(
        columns.codes("evidenceId"),
        columns.text("evidenceId").texts.all.map((id) => [id === "" ? "" : sources.pathOf(id)]),
      );
    case "day":
      return days(columns);
    case "status":
      return ofDispositions(sources, "open", ({ status }) => [status]);
    case "verdict":
      return ofDispositions(sources, "", ({ verdict }) => [verdict]);
    case "tag":
      return ofDispositions(sources, "", ({ tags = [] }) => tags);
  }
}

function ofColumn(
  columns: AlertColumns,
  column: "host" | "user" | "process" | "source" | "ruleId",
): FieldValues {
  return { texts: columns.text(column).texts.all, sets: columns.codes(column), members: null };
}

function ofRules(
  { columns, ruleOf }: FieldSources,
  valuesOf: (rule: Rule) => readonly string[],
): FieldValues {
  const rules = columns.text("ruleId").texts.all.map(ruleOf);
  return derivedValues(
    columns.codes("ruleId"),
    rules.map((rule) => (rule === undefined ? [] : valuesOf(rule))),
  );
}

function severities({ columns, ruleOf }: FieldSources): FieldValues {
  const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
  const ofRule = columns.text("ruleId").texts.all.map((id) => rank(ruleOf(id)?.severity ?? "low"));
  const sets = columns.codes("ruleId").map((rule) => ofRule[rule]!);
  for (const [row, { severity }] of columns.extras) if (severity !== undefined) sets[row] = rank(severity);
  return { texts: SEVERITIES, sets, members: null };
}

/** The rule's name, or the one that its override took from the event. */
function ruleNames({ columns, ruleOf }: FieldSources): FieldValues {
  const ofRules = columns.text("ruleId").texts.all.map((id) => [ruleOf(id)?.name ?? ""]);
  const names = columns.names.texts.all;
  const rules = columns.codes("ruleId");
  if (names.length === 1) return derivedValues(rules, ofRules);
  const own = columns.codes("names");
  const sets = rules.map((rule, row) => (own[row] === 0 ? rule : ofRules.length + own[row]!));
  return derivedValues(sets, [...ofRules, ...names.map((name) => [name])]);
}

const DAY_MS = 86_400_000;

/** The date in UTC, `2026-03-14`; empty for an alert without a time. */
function days(columns: AlertColumns): FieldValues {
  const texts = [""];
  const codes = new Map<number, number>();
  const codeOf = (day: number): number => {
    const known = codes.get(day);
    if (known !== undefined) return known;
    const text = new Date(day * DAY_MS).toISOString();
    const code = texts.push(text.slice(0, text.indexOf("T"))) - 1;
    codes.set(day, code);
    return code;
  };
  const times = columns.times();
  const sets = new Uint32Array(times.length);
  let last = NaN;
  let lastCode = 0;
  for (let row = 0; row < times.length; row++) {
    const time = times[row]!;
    if (!isDate(time)) continue;
    const day = Math.floor(time / DAY_MS);
    if (day !== last) {
      lastCode = codeOf(day);
      last = day;
    }
    sets[row] = lastCode;
  }
  return { texts, sets, members: null };
}

/** @param initial the value of an alert about which nothing is decided */
function ofDispositions(
  { columns, decided }: FieldSources,
  initial: string,
  valuesOf: (decided: Decided) => readonly string[],
): FieldValues {
  const numbers = new Map<string, number>([[initial, 0]]);
  const found: (readonly string[])[] = [[initial]];
  // By code, so that what is the same for a million alerts is looked at once.
  const setOf = Uint32Array.from(decided?.values ?? [undefined], (disposition) => {
    if (disposition === undefined) return 0;
    const values = valuesOf(disposition);
    const [first = ""] = values;
    // JSON begins with a bracket: one value needs none, unless it begins so itself.
    const key = values.length > 1 || first.startsWith("[") ? JSON.stringify(values) : first;
    let set = numbers.get(key);
    if (set === undefined) {
      set = found.push(values) - 1;
      numbers.set(key, set);
    }
    return set;
  });
  const sets = new Uint32Array(columns.length);
  const codes = decided?.codes(columns.length) ?? sets;
  for (let row = 0; row < sets.length; row++) sets[row] = setOf[codes[row]!]!;
  return derivedValues(sets, found);
}
