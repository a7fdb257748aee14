import type { RuleFileResult } from "./collection.ts";
import { HEAD_BYTES } from "./limits.ts";
import { looksLikeRules } from "./looks-like-rules.ts";
import { holdsRules, readRuleFile } from "./read-rule-file.ts";

/** What a file that may hold rules is. */
export interface RulesRead {
  /** Null for an archive without any rule. */
  readonly result: RuleFileResult | null;
  /** An archive may hold evidence as well. */
  readonly isArchive: boolean;
}

/**
 * Reads files that together are small, all at once; but archives one after the other, since a small one may unpack to
 * as much as is allowed.
 *
 * @returns what each of the files is, in their order
 */
export function readTogether(
  files: readonly { readonly file: File; readonly path: string }[],
): Promise<RulesRead[]> {
  let before: Promise<unknown> = Promise.resolve();
  const read = async (file: File, path: string): Promise<RulesRead> => {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    if (looksLikeRules(head, file.name) !== "zip")
      return { result: await readRuleFile(file, path), isArchive: false };
    const turn = before.then(() => readArchive(file, path));
    before = turn;
    return turn;
  };
  return Promise.all(files.map(({ file, path }) => read(file, path)));
}

async function readArchive(file: File, path: string): Promise<RulesRead> {
  return { result: (await holdsRules(file)) ? await readRuleFile(file, path) : null, isArchive: true };
}
