import { looksLikeRules } from "../rules/files/index.ts";

/** What a file is for, as far as its beginning tells. */
export type FileClass = "rules" | "evidence" | "archive";

/**
 * Decides what a file is for, one that was dropped or one in an archive: rules are known by their content, and everything
 * else is evidence. It is asked once; who reads the file then takes the answer.
 *
 * @param head the first 64 KiB, or all
 * @param name see `looksLikeRules`
 */
export function classify(head: Uint8Array, name: string): FileClass {
  const kind = looksLikeRules(head, name);
  if (kind === null) return "evidence";
  return kind === "zip" ? "archive" : "rules";
}
