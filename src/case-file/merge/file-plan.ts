import type { Evidence } from "../../case/index.ts";
import { type MatchedFile, matchFiles } from "./same-files.ts";
import type { MergeSide } from "./merge-side.ts";
import type { MergedSets } from "./merge-rules.ts";

/** Which of the two cases something is of. */
export type Which = "own" | "other";

/** A file of the merged case, and what of it comes from which case. */
export interface PlannedFile {
  readonly id: string;
  readonly own: Evidence | null;
  readonly other: Evidence | null;
  /** The case whose scan of the file counts first: its pages are taken as they are. */
  readonly first: Which;
  /** Whether alerts that only the other scan found are added: both have the file, and have read it alike. */
  readonly isJoined: boolean;
  /** The case whose events are taken; null if none has any. */
  readonly events: Which | null;
  /** The case whose near misses come first; null if none has any. */
  readonly nearMisses: Which | null;
}

export interface FilePlan {
  readonly files: readonly PlannedFile[];
  readonly byId: ReadonlyMap<string, PlannedFile>;
  /** The id in the merged case of each file of the other case. */
  readonly ids: ReadonlyMap<string, string>;
  /** Paths of files that both have read with other settings. */
  readonly readOtherwise: readonly string[];
}

export function planFiles(own: MergeSide, other: MergeSide, newId: () => string): FilePlan {
  const matched = matchFiles(own.files, other.files, newId);
  const ofOwn = new Map(
    matched.flatMap((match) => (match.own === null ? [] : [[match.own, match] as const])),
  );
  const readOtherwise: string[] = [];
  const planned = (match: Partial<MatchedFile> & { readonly id: string }): PlannedFile => {
    const { own: mine = null, other: theirs = null, id } = match;
    const rank = { own: rankOf(own, mine), other: rankOf(other, theirs) };
    const isReadAlike = mine === null || theirs === null || settingsOf(mine) === settingsOf(theirs);
    if (!isReadAlike && wasScanned(mine) && wasScanned(theirs)) readOtherwise.push(mine.path);
    // Another zone gives the same alerts other times: only one of both can count.
    const mustBeOwn = !isReadAlike && wasScanned(mine);
    const first: Which =
      mine !== null && (mustBeOwn || theirs === null || !isHigher(rank.other, rank.own)) ? "own" : "other";
    const having = (has: (file: Evidence) => boolean): Which | null => {
      const [one, two] = first === "own" ? ([mine, theirs] as const) : ([theirs, mine] as const);
      if (one !== null && has(one)) return first;
      if (two === null || !has(two) || !isReadAlike) return null;
      return first === "own" ? "other" : "own";
    };
    return {
      ...{ id, own: mine, other: theirs, first },
      isJoined: mine !== null && theirs !== null && isReadAlike,
      events: having(({ indexed }) => indexed !== undefined),
      nearMisses: having(({ nearMissed }) => nearMissed !== undefined),
    };
  };
  const files = [
    ...own.files.map((mine) => planned(ofOwn.get(mine) ?? { own: mine, id: mine.id })),
    ...matched.filter((match) => match.own === null).map(planned),
  ];
  return {
    files,
    byId: new Map(files.map((file) => [file.id, file])),
    ids: new Map(matched.map((match) => [match.other.id, match.id])),
    readOtherwise,
  };
}

/**
 * The row of a file of the merged case: what the better scan says of it, and which rules either was run with.
 *
 * @param order of the file
 * @param added how many alerts only the second scan found
 */
export function mergedRow(
  plan: PlannedFile,
  sides: Readonly<Record<Which, MergeSide>>,
  sets: MergedSets,
  { caseId, order, added }: { readonly caseId: string; readonly order: number; readonly added: number },
): Evidence {
  const second: Which = plan.first === "own" ? "other" : "own";
  const [base, more] = [plan[plan.first]!, plan.isJoined ? plan[second]! : null];
  const named = plan.own ?? base;
  const scans = [
    [sides[plan.first], base.rulesKey] as const,
    ...(more === null ? [] : [[sides[second], more.rulesKey] as const]),
  ];
  const rulesKey = sets.keyOf(scans);
  const [indexed, nearMissed] = [
    plan.events && plan[plan.events]!.indexed,
    plan.nearMisses && plan[plan.nearMisses]!.nearMissed,
  ];
  const rest: Evidence = { ...base };
  for (const name of ["indexed", "nearMissed", "rulesKey"] as const) Reflect.deleteProperty(rest, name);
  const { name, path, lastModified, addedAt } = named;
  return {
    ...rest,
    ...{ id: plan.id, caseId, order, name, path, lastModified, addedAt },
    alerts: base.alerts + added,
    ...(more !== null && { missingCategories: union(base.missingCategories, more.missingCategories) }),
    ...(base.fieldsSeen !== undefined && { fieldsSeen: union(base.fieldsSeen, more?.fieldsSeen ?? []) }),
    ...(rulesKey !== undefined && { rulesKey }),
    ...(indexed && { indexed }),
    ...(nearMissed && { nearMissed }),
  };
}

function union(some: readonly string[], others: readonly string[]): readonly string[] {
  const more = others.filter((text) => !some.includes(text));
  return more.length === 0 ? some : [...some, ...more];
}

/** How much a scan of a file is worth, the weightiest first. */
function rankOf(side: MergeSide, file: Evidence | null): readonly number[] {
  if (file === null) return [-1];
  const states: Readonly<Partial<Record<Evidence["state"], number>>> = { done: 3, locked: 2, cancelled: 1 };
  const scanned = states[file.state] ?? 0;
  const isWhole = file.unstored === undefined || file.unstored === null;
  return [scanned, side.hasRecords(file.id) ? 1 : 0, isWhole ? 1 : 0, -(file.locked ?? 0)];
}

function isHigher(rank: readonly number[], than: readonly number[]): boolean {
  const at = rank.findIndex((value, i) => value !== (than[i] ?? 0));
  return at >= 0 && rank[at]! > (than[at] ?? 0);
}

function wasScanned({ state }: Evidence): boolean {
  return state === "done" || state === "locked" || state === "cancelled";
}

function settingsOf({ reading = {} }: Evidence): string {
  const { zone, carve, dateOrder, encoding } = reading;
  return JSON.stringify([zone, carve === true, dateOrder, encoding]);
}
