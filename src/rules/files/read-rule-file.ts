import { isArchive as beginsArchive, isArchiveName } from "../../bytes/index.ts";
import { isProblem, members, type TextMember } from "./archive.ts";
import { Collection, type RuleFileResult } from "./collection.ts";
import { HEAD_BYTES, MAX_PEEKS, MAX_TEXT_BYTES } from "./limits.ts";
import { looksLikeRules } from "./looks-like-rules.ts";
import type { RuleFileReader } from "./rule-file-reader.ts";
import { RULE_FILE_READERS } from "./rule-file-readers.ts";

/**
 * Reads a file of rules: TOML, a Kibana export, or an archive of any number of them in any folders, such as GitHub's of Elastic's detection-rules repository.
 *
 * @param name the file's name, for the problems and as the origin of its rules
 * @param isArchive whether it is an archive; null to find out
 * @returns the rules and exceptions, and a problem for everything that could not be read. Neither the content of a file
 *   nor a file that cannot be read causes an exception
 */
export async function readRuleFile(
  file: Blob,
  name: string,
  isArchive: boolean | null = null,
): Promise<RuleFileResult> {
  const found = new Collection(name);
  if (isArchive ?? (await beginsLikeArchive(file))) await readArchive(file, name, found);
  else if (file.size > MAX_TEXT_BYTES) {
    found.problem({ code: "too-big", data: { mebibytes: MAX_TEXT_BYTES / 2 ** 20 }, file: name });
  } else {
    const bytes = await bytesOf(file);
    if (bytes === null) found.problem({ code: "unreadable-file", data: {}, file: name });
    else found.add(bytes, name);
  }
  return found.result();
}

/**
 * Whether an archive contains rules. Members are unpacked no further than their beginnings.
 *
 * @returns false for any other file, and for an archive that cannot be read
 */
export async function holdsRules(file: Blob): Promise<boolean> {
  let peeks = 0;
  for await (const member of members(file, "")) {
    // The rest of a damaged archive may still contain some.
    if (isProblem(member)) continue;
    const isNamedAsRules = hasExtensionOf(OF_RULES_ALONE, member.path);
    if (!mayHoldRules(member.path) || (!isNamedAsRules && peeks++ >= MAX_PEEKS)) continue;
    // Only the name tells what an encrypted member is; the reader then reports that it needs unpacking.
    if (member.encrypted && isNamedAsRules) return true;
    if (member.encrypted) continue;
    const head = await member.head();
    if (!isProblem(head) && isRuleText(head, member.path)) return true;
  }
  return false;
}

async function readArchive(file: Blob, name: string, found: Collection): Promise<void> {
  for await (const member of members(file, name)) {
    if (isProblem(member)) found.problem(member);
    else if (!mayHoldRules(member.path)) found.addOther();
    else if (member.encrypted)
      found.problem({ code: "encrypted", data: { archive: name }, file: member.path });
    else if (!(await readMember(member, found))) return;
  }
}

/** Returns false once nothing more may be unpacked. */
async function readMember(member: TextMember, found: Collection): Promise<boolean> {
  // Only what looks like rules is unpacked to its end: an archive may contain gigabytes of other JSON.
  const head = await member.head();
  const rules = !isProblem(head) && isRuleText(head, member.path);
  const content = rules && head.length === HEAD_BYTES ? await member.content() : head;
  if (isProblem(content)) {
    found.problem(content);
    return content.code !== "archive-too-big";
  }
  if (rules) found.add(content, member.path);
  else found.addOther();
  return true;
}

function isRuleText(head: Uint8Array, path: string): boolean {
  const kind = looksLikeRules(head, path);
  return kind !== null && !isArchiveName(kind);
}

/** Selects by the extension which of thousands of files are looked at; their content then decides. */
function mayHoldRules(path: string): boolean {
  return hasExtensionOf(RULE_FILE_READERS, path);
}

const OF_RULES_ALONE = RULE_FILE_READERS.filter(({ isOwnExtension }) => isOwnExtension);

function hasExtensionOf(readers: readonly RuleFileReader[], path: string): boolean {
  // Of members with the same name, the later ones are numbered.
  const name = path.toLowerCase().replace(/ \(\d{1,9}\)$/, "");
  return readers.some(({ extensions }) => extensions.some((extension) => name.endsWith(extension)));
}

async function beginsLikeArchive(file: Blob): Promise<boolean> {
  const head = await bytesOf(file.slice(0, HEAD_BYTES));
  return head !== null && beginsArchive(head);
}

async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
}
