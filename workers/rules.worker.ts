import * as Comlink from "comlink";
import {
  HEAD_BYTES,
  holdsRules,
  looksLikeRules,
  readRuleFile,
  type RuleFileResult,
} from "../src/rules/files/index.ts";

/** What a file that may hold rules is. */
export interface RulesRead {
  /** Null for an archive without any rule. */
  readonly result: RuleFileResult | null;
  /** An archive may hold evidence as well. */
  readonly isArchive: boolean;
}

async function read(file: File, path: string): Promise<RulesRead> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const isArchive = looksLikeRules(head, file.name) === "zip";
  if (isArchive && !(await holdsRules(file))) return { result: null, isArchive };
  return { result: await readRuleFile(file, path), isArchive };
}

const reader = {
  /** Reads all at once: files that together are small. */
  read(files: readonly { readonly file: File; readonly path: string }[]): Promise<RulesRead[]> {
    return Promise.all(files.map(({ file, path }) => read(file, path)));
  },
};

export type RulesWorkerApi = typeof reader;

Comlink.expose(reader);
