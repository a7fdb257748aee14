import type { Unwritten } from "../../app/index.ts";

/**
 * What was decided in the moment before the page was closed. A browser may end a page before its database has written the
 * last key of a note, and only this storage is written at once. It has nothing longer than until the case is opened again.
 */
const KEY = "loupe.unwritten";

/** Keeps what the database has not written yet. Called when the page is about to be closed. */
export function keepUnwritten(unwritten: Unwritten): void {
  const { dispositions, guides } = unwritten;
  if (dispositions.length === 0 && guides.length === 0) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(unwritten));
  } catch {
    // Where the browser keeps nothing, the last key may be lost.
  }
}

/** What was kept of a case; it is kept no longer then. */
export function takeUnwritten(caseId: string): Unwritten | null {
  try {
    const text = localStorage.getItem(KEY);
    if (text === null) return null;
    const kept = JSON.parse(text) as Unwritten;
    if (kept.caseId !== caseId) return null;
    localStorage.removeItem(KEY);
    return kept;
  } catch {
    return null;
  }
}
