import type { AlertRow } from "../../case/index.ts";

/** The order of alerts everywhere: time, then file name, then place. An alert without a time comes last. */
export function compareAlerts(nameOf: (evidenceId: string) => string): (a: AlertRow, b: AlertRow) => number {
  return (a, b) =>
    compareTimes(a.time, b.time) ||
    compareText(nameOf(a.evidenceId), nameOf(b.evidenceId)) ||
    compareText(a.evidenceId, b.evidenceId) ||
    a.offset - b.offset ||
    compareText(a.ruleId, b.ruleId);
}

export function compareTimes(a: number, b: number): number {
  const [x, y] = [Number.isNaN(a) ? Infinity : a, Number.isNaN(b) ? Infinity : b];
  return x === y ? 0 : x < y ? -1 : 1;
}

/** By code unit: the same order on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
