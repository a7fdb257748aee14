import type { NoDatabase } from "../case/index.ts";
import { noDatabaseWords } from "./storage-words.ts";

const WHAT = {
  read: "The rules that are kept for new cases cannot be read, so new cases begin without them.",
  keep: "The rules could not be kept for new cases.",
  remove: "The kept rules could not be removed.",
} as const;

const WHY: Readonly<Partial<Record<NoDatabase, string>>> = {
  absent: "The browser provides no database for this page, as in some private windows.",
  newer: "A newer version of Loupe has written the browser's database.",
};

/** Why the rules that new cases begin with could not be read or changed, and what to do. */
export function myRulesFailure({
  what,
  why,
  detail,
}: {
  readonly what: keyof typeof WHAT;
  /** Why there is no database; null if there is one, which refused. */
  readonly why: NoDatabase | null;
  /** In the browser's words. */
  readonly detail: string;
}): string {
  if (why !== null) return `${WHAT[what]} ${WHY[why] ?? noDatabaseWords(why).title}`;
  const advice =
    what === "keep"
      ? " If the disk is full, free some space or remove kept rules that you no longer need, then try again."
      : " Try again, or reload this page.";
  return `${WHAT[what]} The browser says: ${detail}.${advice}`.replace("..", ".");
}
