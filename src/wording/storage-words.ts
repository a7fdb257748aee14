import type { NoDatabase, UpgradeProgress } from "../case/index.ts";
import { count } from "./format.ts";

/** Explains what a missing database means for the analyst, and what to do about it. */
export function noDatabaseWords(why: NoDatabase): { readonly title: string; readonly text: string } {
  return WORDS[why];
}

const TAB_ONLY =
  "Until then, this page uses a case that exists only in this tab: export its alerts before you close the tab.";

const WORDS: Readonly<Record<NoDatabase, { readonly title: string; readonly text: string }>> = {
  absent: {
    title: "This case is not saved.",
    text: "The browser provides no database for this page, as in some private windows. Everything works, but the case is lost when you close the tab: export the alerts first.",
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

/** Shown instead of the page while the database is upgraded. */
export function upgradeWords({ done, total }: UpgradeProgress): string {
  return `Converting your cases to this version of Loupe: ${count(done)} of ${count(total)} records. Keep this tab open.`;
}
