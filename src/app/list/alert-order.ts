import type { AlertRow, Evidence } from "../../case/index.ts";

/**
 * The order of alerts everywhere: time, then file name, then location (in an archive, the member's path first). Alerts
 * without a time come last. Files of the same name are ordered by content and then by when they were added, never by
 * their ids, which are random: the same evidence has to give the same bytes.
 */
export function compareAlerts(files: readonly Evidence[]): (a: AlertRow, b: AlertRow) => number {
  const byId = new Map(files.map((file) => [file.id, file]));
  return (a, b) => {
    const times = compareTimes(a.time, b.time);
    if (times !== 0) return times;
    const [x, y] = [byId.get(a.evidenceId), byId.get(b.evidenceId)];
    return (
      compareText(x?.path ?? "", y?.path ?? "") ||
      compareText(x?.sha256 ?? "", y?.sha256 ?? "") ||
      compareText(a.member ?? "", b.member ?? "") ||
      a.offset - b.offset ||
      compareText(a.ruleId, b.ruleId) ||
      (x?.order ?? 0) - (y?.order ?? 0)
    );
  };
}

export function compareTimes(a: number, b: number): number {
  const [x, y] = [Number.isNaN(a) ? Infinity : a, Number.isNaN(b) ? Infinity : b];
  return x === y ? 0 : x < y ? -1 : 1;
}

/** By code unit: the same order on every machine, whatever its language. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
