import { NDJSON_READER } from "./ndjson-reader.ts";
import type { RuleFileReader } from "./rule-file-reader.ts";
import { TOML_READER } from "./toml-reader.ts";

/** The forms of rule files. TOML comes last, as it reads every text that no other form fits. */
export const RULE_FILE_READERS: readonly RuleFileReader[] = [NDJSON_READER, TOML_READER];

/** Returns the reader of a text that is to be read as rules. */
export function ruleFileReader(text: string): RuleFileReader {
  return RULE_FILE_READERS.find((reader) => reader.isWritten(text))!;
}
