/** Paths and registry keys are shorter; more text before a character is not looked at. */
const LONGEST_PATH = 400;

/** From a drive, a variable, a registry hive or a backslash up to the end, without what a path cannot contain. */
const OPEN_PATH = /(?:\b[A-Za-z]:|%\w{1,40}%|\bHK[A-Z_]{2,20}|\\)[^<>"|?,;\n]*$/;

/** Is the end of this text within a Windows path or registry key? */
export function endsInPath(before: string): boolean {
  // After a space a new word begins: even within a path, `\*` there would be Markdown.
  return /\S$/.test(before) && OPEN_PATH.test(before.slice(-LONGEST_PATH));
}

/**
 * Do two backslashes begin a UNC path, or are they one escaped backslash? Written as is, the path goes on with
 * single ones (`\\server\share`); escaped, all of them are doubled (`\\REGISTRY\\MACHINE`).
 *
 * @param before the text in front of the two backslashes
 * @param next the Markdown that follows them, up to its next special character
 */
export function startsDoubled(before: string, next: string): boolean {
  return !/[^\s("'[]$/.test(before) && /^[^\s\\]{1,255}\\[^\\]/.test(next);
}
