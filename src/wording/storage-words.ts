import type { NoDatabase, UpgradeProgress } from "../case/index.ts";
import { count } from "./format.ts";

/** Explains what a missing database means for the analyst, and what to do about it. */
export function noDatabaseWords(why: NoDatabase): { readonly title: string; readonly text: string } {
  return WORDS[why];
}

const TAB_ONLY =
  "Until then, this page uses a case that exists only in this tab: export it as a case file before you close the tab.";

const WORDS: Readonly<Record<NoDatabase, { readonly title: string; readonly text: string }>> = {
  absent: {
    title: "This case is not saved.",
    text: "The browser provides no database for this page, as in some private windows. Everything works, but the case is lost when you close the tab: export it as a case file first.",
  },
  lost: {
    title: "The browser has closed its database, most often because the disk is full.",
    text: "What it stored before cannot be read or exported now. What was found since exists only in this tab: keep it open. Free some space, then let the page save again.",
  },
  emptied: {
    title: "The browser has deleted its database, most often because the disk was full.",
    text: "The cases stored in it are gone, with the records of alerts that this page still lists. What was found since exists only in this tab. Free some space, reload this page and add the evidence again.",
  },
  chosen: {
    title: "Loupe stores nothing, as you chose.",
    text: "This case exists only in this tab: export it as a case file before you close the tab. Reload this page to store cases again.",
  },
  wiped: {
    title: "Everything that Loupe stored is deleted.",
    text: "Until you reload this page, it stores nothing more. What you add now exists only in this tab.",
  },
  newer: {
    title: "A newer version of Loupe has stored your cases.",
    text: `This version cannot read them and has changed nothing. Open them with the newer one. ${TAB_ONLY}`,
  },
  blocked: {
    title: "Your cases are open in another tab.",
    text: `This version of Loupe has to convert them first, and cannot do so while an older version has them open. Nothing has been changed. Close the other tab, then reload this page. ${TAB_ONLY}`,
  },
  "not-upgraded": {
    title: "Your cases could not be converted to this version of Loupe.",
    text: `They are unchanged. Reload this page to try again; if the disk is full, free some space first. ${TAB_ONLY}`,
  },
};

/** Where the browser says that it will not keep what it stores. */
export const SESSION_ONLY =
  "This is a private window, or Firefox is set to forget this page's data when it closes: then your cases are gone. Export each as a case file before you close it.";

/** Shown where nothing says how long the browser keeps what it stores. */
export const NOT_PERSISTENT =
  "Your cases are kept in this browser only. It may delete them when the disk is nearly full, and a private window forgets them when it is closed.";

/** Why the alerts could not be exported, and what to do. */
export function exportFailure(why: NoDatabase | null, reason: string): string {
  return why === null
    ? `The alerts could not be exported: ${reason} Add the evidence again, then export.`
    : `The alerts could not be exported. ${WORDS[why].title} ${WORDS[why].text}`;
}

/**
 * Shown in place of an alert whose record cannot be read.
 *
 * @param isLeftOut whether the case came from a case file without records
 */
export function noRecordWords(why: NoDatabase | null, isLeftOut: boolean): string {
  if (why === null && isLeftOut)
    return "The case file that this case came from was made without the records of alerts. Add the evidence and scan it again to see them.";
  return why === null
    ? "The record of this alert is no longer in the browser's database: it was removed outside Loupe. Add the evidence again."
    : `The record of this alert cannot be read now. ${WORDS[why].title} The notice at the top of the page says what to do.`;
}

/** Said in every later session, until the analyst has taken note of it. */
export const CASE_NOT_STORED =
  "Not all of this case could be stored when it was last open: the browser's database or the disk was full. Alerts, verdicts, notes or rules of that time may be missing. Free space, then scan the files again.";

/**
 * Why this tab cannot change the case.
 *
 * @param access `elsewhere`: another tab was working in it when it was opened here; `taken-over`: one took it over since
 * @param scan whether that stopped a scan in this tab
 */
export function readOnlyWords(access: "elsewhere" | "taken-over", scan: "stopped" | "none"): string {
  if (access === "elsewhere")
    return "Another tab is working in this case, so this one shows the case as it was stored when you opened it here, to read and export, and cannot change it.";
  const stopped = scan === "stopped" ? " The scan here was stopped; what it had found is stored." : "";
  return `Another tab has taken over this case, so this one shows the case as it was then, and cannot change it.${stopped}`;
}

/** Shown instead of the page while the database is upgraded. */
export function upgradeWords({ done, total }: UpgradeProgress): string {
  return `Converting your cases to this version of Loupe: ${count(done)} of ${count(total)} records. Keep this tab open.`;
}

/** Shown while a large case is opened. */
export function loadingWords(progress: {
  readonly name: string;
  readonly alerts: number;
  readonly of: number;
}): string {
  return `Opening “${progress.name}”: ${count(progress.alerts)} of ${count(progress.of)} alerts.`;
}
