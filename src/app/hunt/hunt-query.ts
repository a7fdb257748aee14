/** A query as an analyst writes it. */
export interface HuntQuery {
  /** One of `LANGUAGES`. */
  readonly language: string;
  readonly text: string;
  /** What it looks for, in words; empty for none. */
  readonly title: string;
}

/** Whether two queries look for the same: blanks around them do not matter. */
export function isSameQuery(
  a: Pick<HuntQuery, "language" | "text">,
  b: Pick<HuntQuery, "language" | "text">,
): boolean {
  return a.language === b.language && a.text.trim() === b.text.trim();
}
