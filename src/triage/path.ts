/** Longer than any real path or registry key; earlier text is not searched. */
const LONGEST_PATH = 400;

/**
 * From a drive, a variable, a registry hive or a backslash to the end of the text, without characters that a path
 * cannot contain.
 */
const OPEN_PATH = /(?:\b[A-Za-z]:|%\w{1,40}%|\bHK[A-Z_]{2,20}|\\)[^<>"|?,;\n]*$/;

/** Whether the end of the text is within a Windows path or registry key. */
export function endsInPath(before: string): boolean {
  // A space ends the word: even within a path, `\*` after it would be Markdown.
  return /\S$/.test(before) && OPEN_PATH.test(before.slice(-LONGEST_PATH));
}

/**
 * Whether two backslashes begin a UNC path rather than being one escaped backslash. After an unescaped `\\` the path
 * continues with single ones (`\\server\share`); in escaped text all of them are doubled (`\\REGISTRY\\MACHINE`).
 *
 * @param before the text before the two backslashes
 * @param next the Markdown after them, up to its next special character
 */
export function startsDoubled(before: string, next: string): boolean {
  return !/[^\s("'[]$/.test(before) && /^[^\s\\]{1,255}\\[^\\]/.test(next);
}
