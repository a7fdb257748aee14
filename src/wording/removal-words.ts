import { plural } from "./format.ts";

/** What goes with a file that is removed from its case. */
export function removalWords({
  alerts,
  sequences,
  judged,
}: {
  readonly alerts: number;
  /** Alerts of sequence and sample rules with an event of the file. */
  readonly sequences: number;
  /** How many of both have a verdict or a note. */
  readonly judged: number;
}): string {
  const goes = [
    alerts === 0 ? "" : `${plural(alerts, "alert")} with ${alerts === 1 ? "its record" : "their records"}`,
    sequences === 0 ? "" : `${plural(sequences, "sequence")} with events of it`,
    judged === 0 ? "" : `the verdicts and notes on ${judged} of them`,
  ].filter((part) => part !== "");
  const what =
    goes.length === 0 ? "No alert goes with it." : `This deletes ${list(goes)}, and it cannot be undone.`;
  return `${what} The file itself stays where it is.`;
}

function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
