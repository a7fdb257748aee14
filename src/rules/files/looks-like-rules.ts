import { type ArchiveName, archiveShape, officeKind } from "../../bytes/index.ts";
import { RULE_FILE_READERS } from "./rule-file-readers.ts";
import type { RuleFileForm } from "../problem.ts";
import { decodeHead } from "./text.ts";

/** What a file seems to be; the name of an archive says nothing about its content. */
export type RuleFileKind = RuleFileForm | ArchiveName;

/**
 * Decides by its content whether a file contains rules. Evidence must never be read as rules, and a name is only what
 * someone called the file.
 *
 * @param head the first bytes of the file, 64 KiB or all of it
 * @param name used only to decide about a TOML text with a `[metadata]` table and nothing else that is known
 * @returns "toml" for rules and exceptions in Elastic's layout; "ndjson" for a Kibana export, a rule, an exception, or
 *   a response of Kibana's API to a search for them; null for anything else
 */
export function looksLikeRules(head: Uint8Array, name: string): RuleFileKind | null {
  // A workbook holds no rules either; the evidence reader names it.
  if (officeKind(head) !== null) return "zip";
  const shape = archiveShape(head);
  if (shape !== null) return shape.archive;
  const text = decodeHead(head);
  if (text === null) return null;
  return RULE_FILE_READERS.find((reader) => reader.recognises(text, name))?.form ?? null;
}
