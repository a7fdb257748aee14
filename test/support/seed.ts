import { builtinRules } from "../../src/rules/builtin/index.ts";
import { compileRule, type CompiledRule, scanRuleOf } from "../../src/scan/index.ts";

export * from "./documents.ts";

export const seedRule = builtinRules()[0]!;
export const compiledSeed = (): CompiledRule => compileRule(scanRuleOf(seedRule));
