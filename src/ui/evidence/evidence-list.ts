import { filterWords } from "../../app/index.ts";
import { completenessOf, type Evidence, isPartlyStored } from "../../case/index.ts";
import { compareText } from "../../columns/index.ts";

export const EVIDENCE_ORDERS = [
  ["added", "As added"],
  ["name", "By name"],
  ["alerts", "Most alerts first"],
  ["size", "Largest first"],
  ["first", "Earliest event first"],
] as const;
export type EvidenceOrder = (typeof EVIDENCE_ORDERS)[number][0];

export interface EvidenceFilter {
  readonly sought: string;
  /** Only files of which something could not be read, stored or decided. */
  readonly onlyProblems: boolean;
  readonly order: EvidenceOrder;
}

/** The files to list. The same array if nothing is filtered or sorted. */
export function listedEvidence(
  evidence: readonly Evidence[],
  { sought, onlyProblems, order }: EvidenceFilter,
): readonly Evidence[] {
  const words = filterWords(sought);
  const isPlain = words.length === 0 && !onlyProblems && order === "added";
  if (isPlain) return evidence;
  const passing = evidence.filter(
    (file) => (!onlyProblems || needsAttention(file)) && words.every((word) => textOf(file).includes(word)),
  );
  return order === "added" ? passing : passing.sort(COMPARE[order]);
}

function textOf({ path, format, inventory, sha256 }: Evidence): string {
  const sources = (inventory?.sources ?? []).map(([name]) => name);
  return [path, format, sha256, ...sources, ...(inventory?.hosts ?? [])].join("\n").toLowerCase();
}

/** Whether something is left for the analyst to see or to say: what could not be read, a password, a time zone. */
export function needsAttention(file: Evidence): boolean {
  const { state, problems, headerOnly = 0, lost } = file;
  return (
    state === "unreadable" ||
    state === "failed" ||
    state === "locked" ||
    state === "cancelled" ||
    lost > 0 ||
    headerOnly > 0 ||
    problems.length > 0 ||
    isPartlyStored(file) ||
    completenessOf(file) === "cut"
  );
}

const COMPARE: Readonly<Record<Exclude<EvidenceOrder, "added">, (a: Evidence, b: Evidence) => number>> = {
  name: (a, b) => compareText(a.path.toLowerCase(), b.path.toLowerCase()) || a.order - b.order,
  alerts: (a, b) => b.alerts - a.alerts || a.order - b.order,
  size: (a, b) => b.size - a.size || a.order - b.order,
  first: (a, b) => firstOf(a) - firstOf(b) || a.order - b.order,
};

/** Files without a time come last. */
function firstOf({ inventory }: Evidence): number {
  return inventory?.firstEvent ?? Number.MAX_VALUE;
}
