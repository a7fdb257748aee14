import type { AlertColumns } from "../../case/index.ts";
import { rankingOf, ranksOf, type RowNumbers, sortByRank, sortRows } from "../../columns/index.ts";
import type { Rule } from "../../rules/index.ts";
import { Turns } from "../turns.ts";
import type { ListField } from "./field-names.ts";
import { type FieldValues, foldedTexts, setCount } from "./field-values.ts";

export type SortColumn =
  "time" | "rule" | "severity" | "risk" | "what" | "reason" | "host" | "user" | "process";

/** By which a list is sorted: a column, a field of the list, or one that only events have. */
export type SortField = SortColumn | ListField | (string & {});

/** The columns among them. */
const COLUMNS: ReadonlySet<string> = new Set<SortColumn>([
  "time",
  "rule",
  "severity",
  "risk",
  "what",
  "reason",
  "host",
  "user",
  "process",
]);

export function isSortColumn(field: SortField): field is SortColumn {
  return COLUMNS.has(field);
}

/**
 * Sorts rows by a column of the alert list.
 *
 * @param severities the rank of each row's severity as its set
 * @param ruleOf a rule of the case, by its id; undefined for one that has left it and has no alerts
 */
export function sortByColumn(
  rows: RowNumbers,
  column: SortColumn,
  columns: AlertColumns,
  {
    severities,
    ruleOf,
  }: { readonly severities: FieldValues; readonly ruleOf: (ruleId: string) => Rule | undefined },
  order: { readonly descending: boolean },
): RowNumbers {
  const ruleIds = columns.text("ruleId");
  const rules = ruleIds.texts.all.map(ruleOf);
  switch (column) {
    case "time":
      return sortRows(rows, (row) => columns.timeAt(row), order);
    case "rule": {
      const { names } = columns;
      const ranks = ranksOf([...names.texts.all, ...rules.map((rule) => rule?.name ?? "")]);
      return sortRows(
        rows,
        (row) => ranks[names.codeAt(row) || names.texts.size + ruleIds.codeAt(row)]!,
        order,
      );
    }
    case "severity":
      return sortByRank(
        rows,
        severities.sets,
        Uint32Array.from(severities.texts, (_, rank) => rank),
        order,
      );
    case "risk": {
      const ofRules = rules.map((rule) => rule?.risk_score ?? 0);
      return sortRows(rows, (row) => columns.extrasAt(row).risk ?? ofRules[ruleIds.codeAt(row)]!, order);
    }
    case "what": {
      // An alert that an earlier version stored has no sentence: the list shows its reason.
      const { dids } = columns;
      const reasons = columns.text("reason");
      const ranks = ranksOfSentences(columns);
      return sortRows(
        rows,
        (row) => ranks[dids.codeAt(row) || dids.texts.size + reasons.codeAt(row)]!,
        order,
      );
    }
    default:
      return sortByRank(rows, columns.codes(column), columns.text(column).texts.ranks(), order);
  }
}

interface SentenceRanks {
  readonly size: number;
  readonly ranks: Uint32Array;
}

const SENTENCE_RANKS = new WeakMap<AlertColumns, SentenceRanks>();

/** The ranks of what happened and then of the reasons. They are kept: there may be a million of them. */
function ranksOfSentences(columns: AlertColumns): Uint32Array {
  const size = sentenceCount(columns);
  const known = SENTENCE_RANKS.get(columns);
  if (known?.size === size) return known.ranks;
  // What has been prepared by now need not be done again.
  const steps = rankingUnderWay(columns, size);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  SENTENCE_RANKS.set(columns, { size, ranks: step.value });
  UNDER_WAY.delete(columns);
  return step.value;
}

type Ranking = Generator<void, Uint32Array>;
const UNDER_WAY = new WeakMap<AlertColumns, { readonly size: number; readonly steps: Ranking }>();

function rankingUnderWay(columns: AlertColumns, size: number): Ranking {
  const known = UNDER_WAY.get(columns);
  if (known?.size === size) return known.steps;
  const steps = rankingOf(sentencesOf(columns));
  UNDER_WAY.set(columns, { size, steps });
  return steps;
}

function sentenceCount(columns: AlertColumns): number {
  return columns.dids.texts.size + columns.text("reason").texts.size;
}

function sentencesOf(columns: AlertColumns): readonly string[] {
  return columns.dids.texts.all.concat(columns.text("reason").texts.all);
}

/**
 * Ranks what happened before anyone sorts by it, a part at a time: for a million alerts that takes seconds.
 *
 * @param signal ends it early
 */
export async function prepareToSort(columns: AlertColumns, signal: AbortSignal): Promise<void> {
  const size = sentenceCount(columns);
  if (size < WORTH_PREPARING) return;
  const turns = new Turns();
  while (SENTENCE_RANKS.get(columns)?.size !== size) {
    const step = rankingUnderWay(columns, size).next();
    if (step.done === true) {
      SENTENCE_RANKS.set(columns, { size, ranks: step.value });
      UNDER_WAY.delete(columns);
      return;
    }
    await turns.next();
    if (signal.aborted || sentenceCount(columns) !== size) return;
  }
}

/** Fewer sentences are ranked in a moment when they are needed. */
const WORTH_PREPARING = 100_000;

/** Sorts rows by their values of a field. Those without a value come last, also in descending order. */
export function sortByValues(
  rows: RowNumbers,
  values: FieldValues,
  { descending }: { readonly descending: boolean },
): RowNumbers {
  const { lower } = foldedTexts(values);
  const texts = Array.from({ length: setCount(values) }, (_, set) =>
    values.members === null ? lower[set]! : values.members[set]!.map((code) => lower[code]!).join(" "),
  );
  const ranks = ranksOf(texts);
  texts.forEach((text, set) => {
    if (text === "") ranks[set] = descending ? 0 : texts.length;
    else if (descending) ranks[set]!++;
  });
  return sortByRank(rows, values.sets, ranks, { descending });
}
