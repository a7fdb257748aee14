import type { Correlation } from "../scan/index.ts";
import { count } from "./format.ts";

/** What the analyst has to know about the last run of a correlation rule: what it left out, and what Elastic would find. */
export function correlationNotes({
  truncated,
  more,
  scheduleOnly,
  replayed,
}: Pick<Correlation, "truncated" | "more" | "scheduleOnly" | "replayed">): string[] {
  const notes: string[] = [];
  if (truncated > 0) {
    notes.push(
      `${count(truncated)} events that may be part of a sequence did not fit in memory and were left out: sequences with them were not found. Split the evidence by time, or disable noisy rules.`,
    );
  }
  if (more) notes.push("Only the first hundred thousand sequences are listed. There are more.");
  if (scheduleOnly > 0) {
    notes.push(
      `Elastic's runs, each of which sees only its own window, would also have found ${count(scheduleOnly)} sequences made of other combinations of these events.`,
    );
  }
  if (!replayed)
    notes.push("Elastic's runs could not be replayed for this rule: it has no schedule, or too many events.");
  return notes;
}
