import { holdsRules } from "../../rules/files/index.ts";
import { holdsEvidence } from "./holds-evidence.ts";

/** The purpose of an archive. */
export type ArchiveClass = "rules" | "evidence" | "both";

/**
 * Decides the purpose of an archive by its members. One that contains neither rules nor an event is evidence: the
 * file list then says what is wrong with it.
 *
 * @param file one that `classify` calls an archive
 */
export async function classifyArchive(file: Blob): Promise<ArchiveClass> {
  if (!(await holdsRules(file))) return "evidence";
  return (await holdsEvidence(file)) ? "both" : "rules";
}
