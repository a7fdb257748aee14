import type { CaseQuery, CaseReport } from "../../case/index.ts";

/** The queries of both cases, the latest first, each once. */
export function mergeQueries(
  own: readonly CaseQuery[] | undefined,
  other: readonly CaseQuery[] | undefined,
  most: number,
): readonly CaseQuery[] | undefined {
  if (other === undefined || other.length === 0) return own;
  const found = new Map<string, CaseQuery>();
  let hasMore = false;
  for (const [i, query] of [...(own ?? []), ...other].entries()) {
    const key = JSON.stringify([query.language, query.text]);
    const known = found.get(key);
    if (known !== undefined && query.at <= known.at) continue;
    found.set(key, query);
    hasMore ||= i >= (own?.length ?? 0);
  }
  if (!hasMore) return own;
  return [...found.values()].sort((a, b) => b.at - a.at).slice(0, most);
}

/** The own report, with what the analyst of the other case wrote and which of their hunts it shows. */
export function mergeReports(
  own: CaseReport | undefined,
  other: CaseReport | undefined,
  otherName: string,
  mostHunts: number,
): CaseReport | undefined {
  if (own === undefined || other === undefined) return own ?? other;
  const summary = mergeSummaries(own.summary, other.summary, otherName);
  const analyst = own.analyst ?? other.analyst;
  const more = other.hunts.filter(({ id }) => own.hunts.every((hunt) => hunt.id !== id));
  const hunts = [...own.hunts, ...more].slice(0, Math.max(mostHunts, own.hunts.length));
  const isSame = summary === own.summary && analyst === own.analyst && hunts.length === own.hunts.length;
  if (isSame) return own;
  const changedAt = Math.max(own.changedAt, other.changedAt) + 1;
  return { ...own, summary, ...(analyst !== undefined && { analyst }), hunts, changedAt };
}

/** The own summary, with the other as paragraphs at its end unless it has them. */
function mergeSummaries(own: string | null, other: string | null, otherName: string): string | null {
  if (other === null || other.trim() === "") return own;
  if (own === null || own.trim() === "") return other;
  if (own.includes(other) || other.includes(own)) return own.length >= other.length ? own : other;
  return `${own}\n\nFrom “${otherName}”:\n\n${other}`;
}
