import { isArchiveName } from "../bytes/index.ts";
import { looksLikeRules } from "../rules/files/index.ts";

/** The purpose of a file, judged by its beginning. */
export type FileClass = "rules" | "evidence" | "archive";

/**
 * Decides the purpose of a file, whether dropped or in an archive: rules are recognised by their content, and
 * everything else is evidence. It is called once; whatever then reads the file uses the answer.
 *
 * @param head the first 64 KiB, or all
 * @param name see `looksLikeRules`
 */
export function classify(head: Uint8Array, name: string): FileClass {
  const kind = looksLikeRules(head, name);
  if (kind === null) return "evidence";
  return isArchiveName(kind) ? "archive" : "rules";
}
