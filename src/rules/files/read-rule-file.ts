import { isZip } from "../../bytes/index.ts";
import { quote } from "../problems.ts";
import { isProblem, members, type TextMember, tooBig } from "./archive.ts";
import { Collection, type RuleFileResult } from "./collection.ts";
import { HEAD_BYTES, MAX_PEEKS, MAX_TEXT_BYTES } from "./limits.ts";
import { looksLikeRules } from "./looks-like-rules.ts";

/**
 * Reads a file of rules: TOML, a Kibana export, or a zip archive of any number of them in any folders, as GitHub makes
 * one of Elastic's detection-rules repository.
 *
 * @param name the file's name, for the messages and as the place of its rules
 * @param isArchive whether it is a zip archive; found out if it is not known
 * @returns the rules and exceptions, and a problem for all that could not be read; nothing is thrown for what a file
 *   holds, nor for a file that cannot be read
 */
export async function readRuleFile(
  file: Blob,
  name: string,
  isArchive: boolean | null = null,
): Promise<RuleFileResult> {
  const found = new Collection(name);
  if (isArchive ?? (await beginsLikeZip(file))) await readArchive(file, name, found);
  else if (file.size > MAX_TEXT_BYTES) found.problem(name, { code: "too-big", message: tooBig(quote(name)) });
  else {
    const bytes = await bytesOf(file);
    if (bytes === null) {
      const message = `${quote(name)} cannot be read: it was moved, changed or is held by another program. Drop it again.`;
      found.problem(name, { code: "unreadable-file", message });
    } else found.add(bytes, name);
  }
  return found.result();
}

/**
 * Whether there are rules in a zip archive. To tell, members are unpacked no further than their beginnings.
 *
 * @returns false for anything but a zip archive, and for one that cannot be read
 */
export async function holdsRules(file: Blob): Promise<boolean> {
  let peeks = 0;
  for await (const member of members(file, "")) {
    // Of a damaged archive the rest may still hold some.
    if (isProblem(member)) continue;
    const toml = /\.toml$/i.test(member.path);
    if (!mayHoldRules(member.path) || (!toml && peeks++ >= MAX_PEEKS)) continue;
    // What a password hides can be told by its name alone; the reader then says that it needs unpacking.
    if (member.encrypted && toml) return true;
    if (member.encrypted) continue;
    const head = await member.head();
    if (!isProblem(head) && isRuleText(head, member.path)) return true;
  }
  return false;
}

async function readArchive(file: Blob, name: string, found: Collection): Promise<void> {
  for await (const member of members(file, name)) {
    if (isProblem(member)) found.problem(name, member);
    else if (!mayHoldRules(member.path)) found.addOther();
    else if (member.encrypted) {
      const message = `${quote(member.path)} in ${quote(name)} is protected by a password and was not read. Unpack the archive and drop what it holds.`;
      found.problem(member.path, { code: "encrypted", message });
    } else if (!(await readMember(member, found))) return;
  }
}

/** @returns false when nothing more may be unpacked */
async function readMember(member: TextMember, found: Collection): Promise<boolean> {
  // Only what looks like rules is unpacked to its end: an archive may hold gigabytes of other JSON.
  const head = await member.head();
  const rules = !isProblem(head) && isRuleText(head, member.path);
  const content = rules && head.length === HEAD_BYTES ? await member.content() : head;
  if (isProblem(content)) {
    found.problem(member.path, content);
    return content.code !== "archive-too-big";
  }
  if (rules) found.add(content, member.path);
  else found.addOther();
  return true;
}

function isRuleText(head: Uint8Array, path: string): boolean {
  const kind = looksLikeRules(head, path);
  return kind === "toml" || kind === "ndjson";
}

/** The ending chooses what is looked at in an archive of thousands of files; what is looked at decides by itself. */
function mayHoldRules(path: string): boolean {
  return /\.(?:toml|ndjson|json)$/i.test(path);
}

async function beginsLikeZip(file: Blob): Promise<boolean> {
  const head = await bytesOf(file.slice(0, 4));
  return head !== null && isZip(head);
}

async function bytesOf(file: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null;
  }
}
