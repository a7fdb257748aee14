import { type GuideProgress, progressOf } from "../../case/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import { type Answer, type GuideStep, plainText, stepText } from "../../triage/index.ts";
import type { GuideCounts } from "../../wording/index.ts";

/**
 * Counts how far an analyst is with some steps.
 *
 * @param keys the key of each step
 * @param answers what the evidence answers, by key
 */
export function countSteps(
  steps: readonly GuideStep[],
  keys: ReadonlyMap<GuideStep, string>,
  progress: GuideProgress | undefined,
  answers: ReadonlyMap<string, readonly Answer[]>,
): GuideCounts {
  const counts = { steps: steps.length, settled: 0, byEvidence: 0, proposed: 0 };
  for (const step of steps) {
    const key = keys.get(step)!;
    // That something cannot be answered is no answer.
    const isAnswered = answers.get(key)?.some(({ kind }) => kind !== "cannot") === true;
    const isSettled = progressOf(progress, key).state !== "open";
    if (isSettled) counts.settled++;
    if (isAnswered && isSettled) counts.byEvidence++;
    if (isAnswered && !isSettled) counts.proposed++;
  }
  return counts;
}

/** What a step is called where its text is not shown: the sentence it begins with, with the event's values. */
export function stepName({ blocks }: Pick<GuideStep, "blocks">, event: FlatEvent): string {
  const [first] = blocks;
  if (first?.kind === "osquery" || first?.kind === "investigate") return first.plugin.label;
  const text = first?.kind === "paragraph" ? plainText(first.inlines, event) : stepText({ blocks });
  const sentence = /^.{0,80}?[.:](?=\s|$)/.exec(text)?.[0].slice(0, -1);
  return sentence ?? (text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
