import type { MergeSummary } from "../case-file/index.ts";
import { count, enumeration, plural } from "./format.ts";
import { type AnswerPart, said, words } from "./guide-answers/parts.ts";

/** Names that a sentence has, of rules or files. */
const MOST_NAMES = 5;

/** What a merge has brought, a sentence each. */
export function mergeWords(summary: MergeSummary): AnswerPart[][] {
  if (summary.isNothingNew)
    return [said`The file has nothing that your case does not have. Nothing was changed.`];
  return [...broughtWords(summary), ...differingWords(summary), ...lackingWords(summary)];
}

function broughtWords(summary: MergeSummary): AnswerPart[][] {
  const { files, sharedFiles, alerts, decisions, addedRules, exceptions } = summary;
  const brought = [
    ...(files > 0 ? [plural(files, "new file")] : []),
    ...(alerts > 0 ? [plural(alerts, "new alert")] : []),
    ...(decisions > 0 ? [`${plural(decisions, "alert")} with another verdict, note or tag`] : []),
    ...(addedRules.length > 0 ? [plural(addedRules.length, "new rule")] : []),
    ...(exceptions > 0 ? [plural(exceptions, "new exception")] : []),
  ];
  const first =
    brought.length > 0
      ? `The merge brought ${enumeration(brought)}.`
      : "No file or alert is new, only what was recorded about them.";
  const shared =
    sharedFiles === 0 ? "" : ` ${plural(sharedFiles, "file is", "files are")} in both and counted once.`;
  return [said`${words(first + shared)}`];
}

function differingWords(summary: MergeSummary): AnswerPart[][] {
  const { differing, joinedNotes, differingSteps, differingRules, leftOut, readOtherwise } = summary;
  return [
    ...(differing.length > 0
      ? [
          said`${words(plural(differing.length, "verdict differs", "verdicts differ"))}: the newer is taken, and the audit trail has the other.`,
        ]
      : []),
    ...(joinedNotes > 0
      ? [said`${words(plural(joinedNotes, "alert has", "alerts have"))} the notes of both.`]
      : []),
    ...(differingSteps > 0
      ? [
          said`${words(plural(differingSteps, "step of a guide differs", "steps of guides differ"))}: the newer is taken.`,
        ]
      : []),
    ...(differingRules.length > 0
      ? [
          said`${words(plural(differingRules.length, "rule differs", "rules differ"))}, and yours is kept: ${names(differingRules)}.`,
        ]
      : []),
    ...(leftOut > 0
      ? [
          said`${words(plural(leftOut, "alert of the file was", "alerts of the file were"))} left out, because your rule decides otherwise. Scan the files again to see what it finds.`,
        ]
      : []),
    ...(readOtherwise.length > 0
      ? [
          said`${words(plural(readOtherwise.length, "file was", "files were"))} read with other settings, and yours are kept: ${names(readOtherwise)}.`,
        ]
      : []),
  ];
}

function lackingWords({ lacks }: MergeSummary): AnswerPart[][] {
  return [
    ...(lacks.includes("records")
      ? [said`The file has no records of alerts: its alerts have no detail until you add the evidence.`]
      : []),
    ...(lacks.includes("events")
      ? [
          said`The file has no index of events: Events and Around lack those of its files until you scan them.`,
        ]
      : []),
  ];
}

function names(all: readonly string[]): AnswerPart[] {
  const shown = all.slice(0, MOST_NAMES);
  const more = all.length - shown.length;
  return [
    ...shown.flatMap((name, i) => said`${words(i === 0 ? "" : ", ")}${name}`),
    ...(more > 0 ? said`${words(` and ${count(more)} more`)}` : []),
  ];
}
