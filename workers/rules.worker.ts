import * as Comlink from "comlink";
import {
  HEAD_BYTES,
  holdsRules,
  looksLikeRules,
  readRuleFile,
  type RuleFileResult,
} from "../src/rules/files/index.ts";

const reader = {
  /** What a rule file holds; null for an archive without any rule, which is evidence then. */
  async read(file: File, path: string): Promise<RuleFileResult | null> {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    if (looksLikeRules(head, file.name) === "zip" && !(await holdsRules(file))) return null;
    return readRuleFile(file, path);
  },
};

export type RulesWorkerApi = typeof reader;

Comlink.expose(reader);
