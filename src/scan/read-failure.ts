import type { Problem } from "../formats/index.ts";

/**
 * Why a file could not be read on, in words.
 *
 * @param error what the browser's stream ended with; its wording differs between browsers, its name does not
 * @param offset bytes that had been read
 */
export function describeReadFailure(error: unknown, offset: number): Problem {
  const name = error instanceof Error ? error.name : "";
  const why =
    REASONS.get(name) ?? `The browser could not read the file (${String(error)}). Copy it, and add the copy.`;
  const read =
    offset === 0
      ? "Nothing of it was examined."
      : `What stood before byte ${offset.toLocaleString("en")} was examined, the rest was not.`;
  return { code: "read-failed", message: `${why} ${read}`, lost: true, offset };
}

const GONE =
  "The browser can no longer read the file: it was changed, moved or deleted after it was added, or another program holds it. Copy it to a place of its own, and add the copy.";

/** The names of DOMExceptions that File and Blob streams end with (File API, section "Errors and Exceptions"). */
const REASONS: ReadonlyMap<string, string> = new Map([
  ["NotReadableError", GONE],
  // In a worker the stream of a vanished file ends so, in Chromium ("network error") and in Firefox.
  ["TypeError", GONE],
  [
    "NotFoundError",
    "The file is no longer there, or it is a folder that the browser cannot open. Add it again.",
  ],
  ["SecurityError", "The browser refuses to read the file. Copy it to another folder, and add the copy."],
  [
    "StalledError",
    "The file has stopped answering: its medium may be damaged or gone. Copy it, and add the copy.",
  ],
  ["EncodingError", "The browser cannot reach the file. Add it again with the file picker."],
]);
