import { builtinRules } from "../../src/rules/builtin/index.ts";
import { ScanRules } from "../../src/scan/index.ts";

export * from "./documents.ts";

export const seedRule = builtinRules()[0]!;
export const seedRules = (): ScanRules => new ScanRules([{ rule: seedRule, exceptions: [] }], 0);
