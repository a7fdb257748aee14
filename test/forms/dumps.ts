import { readFileSync } from "node:fs";
import path from "node:path";
import { readRules } from "../../src/rules/index.ts";

const FILE = path.resolve(
  import.meta.dirname,
  "../../src/rules/builtin/credential_access_generic_localdumps.toml",
);

/** The ID of the built-in rule, read without Vite's imports, so that any TypeScript runner can load the forms. */
export const DUMPS = readRules(readFileSync(FILE, "utf8"), FILE).rules[0]!.rule_id;
