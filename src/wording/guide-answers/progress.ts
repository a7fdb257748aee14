import { count } from "../format.ts";

/** How far the analyst is with a guide. */
export interface GuideCounts {
  readonly steps: number;
  /** Done, or not possible here. */
  readonly settled: number;
  /** Of those, the ones to which the evidence has an answer. */
  readonly byEvidence: number;
  /** Open ones to which the evidence has an answer. */
  readonly proposed: number;
}

/** `4 of 17 answered, 3 by the evidence; it has answers to 2 more`. */
export function progressWords({ steps, settled, byEvidence, proposed }: GuideCounts): string {
  const answered = `${count(settled)} of ${count(steps)} answered`;
  const evidence = settled === 0 ? "" : `, ${count(byEvidence)} by the evidence`;
  const more =
    proposed === 0 ? "" : `; the evidence has answers to ${count(proposed)}${settled === 0 ? "" : " more"}`;
  return `${answered}${evidence}${more}`;
}
