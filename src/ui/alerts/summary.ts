import type { Evidence } from "../../case/index.ts";
import { count, plural } from "../common/format.ts";

/** What the alert list stands for, in one sentence: a number of alerts means nothing without what was examined. */
export function summarySentence(alerts: number, evidence: readonly Evidence[], suppressed: number): string {
  let events = 0;
  let lost = 0;
  for (const one of evidence) {
    events += one.records;
    lost += one.lost;
  }
  const parts = [
    `${alerts === 0 ? "No alert" : plural(alerts, "alert")} in ${plural(events, "event")} from ${plural(evidence.length, "file")}`,
  ];
  if (suppressed > 0) parts.push(`${count(suppressed)} suppressed by exceptions`);
  parts.push(lost === 0 ? "everything could be read" : `${plural(lost, "record")} unreadable`);
  return `${parts.join(", ")}.`;
}

/** Why an empty list is less than an all-clear, in sentences; none if nothing speaks against it. */
export function reservations(evidence: readonly Evidence[]): string[] {
  const sentences: string[] = [];
  const say = (files: readonly Evidence[], rest: string): void => {
    if (files.length === 0) return;
    const names = files.slice(0, 5).map(({ path }) => path);
    const more = files.length > names.length ? ` and ${plural(files.length - names.length, "other")}` : "";
    sentences.push(`${names.join(", ")}${more}: ${rest}`);
  };
  say(
    evidence.filter(({ state }) => state === "unreadable" || state === "failed"),
    "could not be examined.",
  );
  say(
    evidence.filter(({ state }) => state === "cancelled"),
    "was not read to the end.",
  );
  say(
    evidence.filter(({ state, lost }) => state === "done" && lost > 0),
    "has records that could not be read; any of them may have matched.",
  );
  say(
    evidence.filter(({ problems }) => problems.some(({ code }) => code === "incomplete-response")),
    "is only part of a search's hits.",
  );
  say(
    evidence.filter(
      ({ state, records, missingCategories }) =>
        state === "done" && records > 0 && missingCategories.length > 0,
    ),
    "has no registry event of any kind, so the rule had nothing to look at. Were registry events collected?",
  );
  say(
    evidence.filter(({ state, records }) => state === "done" && records === 0),
    "has no event in it.",
  );
  return sentences;
}
