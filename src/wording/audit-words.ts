import type {
  AuditAction,
  AuditDetail,
  AuditRecord,
  DecisionCount,
  Named,
  StepState,
} from "../case/index.ts";
import type { ReadSettings } from "../scan/index.ts";
import { count, plural } from "./format.ts";
import { type AnswerPart, partsText, said, words } from "./guide-answers/parts.ts";

/** What the kinds of actions in an audit trail are called. */
export const AUDIT_ACTION_WORDS: Readonly<Record<AuditAction, string>> = {
  verdict: "Verdict",
  note: "Note",
  tag: "Tag",
  guide: "Guide",
  exception: "Exception",
  rule: "Rule",
  evidence: "Evidence",
  case: "Case",
  report: "Report",
  export: "Export",
};

/** Who did it. */
export function analystWords({ by }: Pick<AuditRecord, "by">): string {
  return by === "" ? "no name given" : by;
}

/** What was done, as a sentence without its full stop: `Open → true positive`. */
export function auditParts(record: AuditRecord): AnswerPart[] {
  const { detail, undoes } = record;
  const what =
    detail === undefined
      ? verdictParts(record)
      : detail.kind === "merge-differs"
        ? [...said`A merged case file had decided otherwise; the newer is taken: `, ...verdictParts(record)]
        : detailParts(detail);
  return undoes === undefined ? what : [...said`Taken back: `, ...what];
}

/** The same as plain text. */
export function auditText(record: AuditRecord): string {
  return partsText(auditParts(record));
}

/** `2 open, 1 acknowledged`; of a single alert without its number. */
export function decisionsWords(decisions: readonly DecisionCount[], alerts: number): string {
  const word = ({ status, verdict }: DecisionCount): string => (verdict === "" ? status : verdict);
  if (alerts === 1 || decisions.length === 1) return decisions.map(word).join(", ");
  return decisions.map((decision) => `${count(decision.alerts)} ${word(decision)}`).join(", ");
}

function verdictParts({ before, after, alerts }: AuditRecord): AnswerPart[] {
  return said`${words(`${decisionsWords(before, alerts)} → ${decisionsWords(after, alerts)}`)}`;
}

const STATE_WORDS: Readonly<Record<StepState, string>> = {
  open: "open",
  done: "done",
  "not-possible": "not possible here",
};

function detailParts(detail: Exclude<AuditDetail, { kind: "merge-differs" }>): AnswerPart[] {
  switch (detail.kind) {
    case "note":
      return noteParts(detail.before, detail.after);
    case "tags":
      return [
        ...(detail.added.length > 0 ? said`Tagged ${listed(detail.added)}` : []),
        ...(detail.added.length > 0 && detail.removed.length > 0 ? said`; ` : []),
        ...(detail.removed.length > 0 ? said`Tag removed: ${listed(detail.removed)}` : []),
      ];
    case "step":
      return said`${stepParts(detail.step)}: ${words(`${STATE_WORDS[detail.before]} → ${STATE_WORDS[detail.after]}`)}`;
    case "step-note":
      return [...stepParts(detail.step), ...said`: `, ...noteParts(detail.before, detail.after)];
    case "exception-added":
    case "exception-removed":
      return [
        ...said`Exception ${words(detail.kind === "exception-added" ? "made" : "removed")} for ${detail.rule}`,
        ...(detail.conditions.length > 0 ? said` where ${listed(detail.conditions, " and ")}` : []),
        ...(detail.why === "" ? [] : said`, because ${detail.why}`),
        ...(detail.expires === "" ? [] : said`, until ${detail.expires}`),
      ];
    case "rules-enabled":
      return said`Enabled ${namedParts(detail.rules, "rule")}`;
    case "rules-disabled":
      return said`Disabled ${namedParts(detail.rules, "rule")}`;
    case "rules-removed":
      return said`Removed ${namedParts(detail.rules, "rule")}`;
    case "rules-added": {
      const { files, added, replaced, exceptions } = detail;
      const counts = [
        plural(added, "new rule"),
        ...(replaced > 0 ? [`${count(replaced)} replaced`] : []),
        ...(exceptions > 0 ? [plural(exceptions, "exception")] : []),
      ];
      return said`Added ${namedParts(files, "rule file")}: ${words(counts.join(", "))}`;
    }
    case "rule-written":
      return said`Wrote or changed the rule ${detail.rule}`;
    case "files-added":
      return said`Added ${namedParts(detail.files, "file")}`;
    case "file-removed":
      return [
        ...said`Removed ${detail.file} with ${words(plural(detail.alerts, "alert"))}`,
        ...(detail.judged > 0 ? said`, ${words(count(detail.judged))} of them with a verdict or a note` : []),
        ...(detail.sha256 === "" ? [] : said` (SHA-256 ${detail.sha256})`),
      ];
    case "file-settings":
      return said`${detail.file} is read ${words(settingsWords(detail.after))}; before: ${words(settingsWords(detail.before))}`;
    case "case-renamed":
      return said`Case renamed from ${detail.before} to ${detail.after}`;
    case "report-summary":
      if (detail.after === "") return said`Summary of the report: Loupe's again`;
      return detail.before === ""
        ? said`Summary of the report: ${detail.after}`
        : said`Summary of the report: ${detail.after} (before: ${detail.before})`;
    case "report-name":
      return detail.after === ""
        ? said`The report is not signed any more; before: ${detail.before}`
        : said`The report is signed by ${detail.after}`;
    case "report-sections":
      return [
        ...(detail.on.length > 0 ? said`Sections added to the report: ${listed(detail.on)}` : []),
        ...(detail.on.length > 0 && detail.off.length > 0 ? said`; ` : []),
        ...(detail.off.length > 0 ? said`Sections left out of the report: ${listed(detail.off)}` : []),
      ];
    case "report-hunt":
      return detail.added
        ? said`Hunt added to the report: ${detail.hunt}`
        : said`Hunt removed from the report: ${detail.hunt}`;
    case "exported":
      return detail.extent === ""
        ? said`Exported: ${detail.what}`
        : said`Exported: ${detail.what}, ${detail.extent}`;
    case "case-imported":
      return said`Opened from the case file ${detail.file}`;
    case "case-merged": {
      const { files, alerts, decisions } = detail;
      const brought = [
        ...(files > 0 ? [plural(files, "file")] : []),
        ...(alerts > 0 ? [plural(alerts, "alert")] : []),
        ...(decisions > 0 ? [plural(decisions, "decision")] : []),
      ];
      return [
        ...said`Merged the case ${detail.name} from the case file ${detail.file}`,
        ...(brought.length > 0 ? said`: ${words(brought.join(", "))}` : []),
      ];
    }
  }
}

function noteParts(before: string | null, after: string): AnswerPart[] {
  if (before === null) return after === "" ? said`Notes changed` : said`Added to the notes: ${after}`;
  if (after === "") return said`Note removed: ${before}`;
  return before === "" ? said`Note: ${after}` : said`Note: ${after} (before: ${before})`;
}

function stepParts(step: string): AnswerPart[] {
  return step === "" ? said`A step` : said`${words(step)}`;
}

function listed(names: readonly string[], between = ", "): AnswerPart[] {
  return names.flatMap((name, i) => said`${words(i === 0 ? "" : between)}${name}`);
}

/** `3 files (a, b, c)`, or the name of the only one. */
function namedParts({ count: n, names }: Named, noun: string): AnswerPart[] {
  if (n === 1 && names.length === 1) return said`${words(noun)} ${names[0]!}`;
  const more = n - names.length;
  return said`${words(plural(n, noun))}: ${listed(names)}${words(more > 0 ? ` and ${count(more)} more` : "")}`;
}

/** `with times as UTC+02:00`; with the defaults, where nothing is set. */
function settingsWords({ zone, carve, dateOrder, encoding }: ReadSettings): string {
  const settings = [
    ...(zone === undefined ? [] : [`times as ${zone}`]),
    ...(dateOrder === undefined ? [] : [`the ${dateOrder === "day-first" ? "day" : "month"} first in dates`]),
    ...(encoding === undefined ? [] : [`text as ${encoding}`]),
    ...(carve === true ? ["deleted records"] : []),
  ];
  return settings.length === 0 ? "with the defaults" : `with ${settings.join(", ")}`;
}
