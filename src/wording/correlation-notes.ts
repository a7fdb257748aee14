import type { Runnable } from "../rules/index.ts";
import type { Correlation } from "../scan/index.ts";
import { count, plural } from "./format.ts";

type Facts = Pick<Correlation, "truncated" | "more" | "scheduleOnly" | "replayed" | "undated">;

/**
 * What there is to know about the last run of a rule over many events.
 *
 * @param partly alerts of a new terms rule whose history the evidence covers only in part
 */
export function correlationNotes(
  { truncated, more, scheduleOnly, replayed, undated }: Facts,
  compiled: Runnable,
  partly: number,
): string[] {
  const notes: string[] = [];
  const kind = compiled.state === "runs" ? compiled.kind : "sequence";
  const isGrouped = kind === "threshold" || kind === "new-terms";
  if (partly > 0) {
    notes.push(
      `${plural(partly, "alert")} ${partly === 1 ? "is" : "are"} about what is new in this evidence, which is shorter than the rule's history: each says by how much. Add older logs of the same hosts to be sure.`,
    );
  }
  if (truncated > 0) {
    notes.push(
      isGrouped
        ? `${count(truncated)} events, the oldest ones, did not fit in memory and were not counted. Split the evidence by time, or disable noisy rules.`
        : `${count(truncated)} events that may be part of a sequence did not fit in memory and were left out: sequences with them were not found. Split the evidence by time, or disable noisy rules.`,
    );
  }
  if (undated > 0)
    notes.push(`${plural(undated, "event")} without a readable time could not be counted by this rule.`);
  if (more)
    notes.push(
      `Only the first hundred thousand ${isGrouped ? "alerts" : "sequences"} are listed. There are more.`,
    );
  if (scheduleOnly > 0) {
    notes.push(
      isGrouped
        ? `Elastic's runs, each of which sees only its own window, would also have raised ${plural(scheduleOnly, "alert")} for other groups of these events.`
        : `Elastic's runs, each of which sees only its own window, would also have found ${count(scheduleOnly)} sequences made of other combinations of these events.`,
    );
  }
  if (!replayed)
    notes.push("Elastic's runs could not be replayed for this rule: it has no schedule, or too many events.");
  return notes;
}
