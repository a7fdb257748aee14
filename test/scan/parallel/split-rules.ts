import { ScanRules } from "../../../src/scan/index.ts";
import { ruleOf } from "../../rules/run/helpers.ts";
import { sequenceRule } from "../correlation-rules.ts";

const RULES = [
  ruleOf({ type: "eql", rule_id: "all", query: "any where true" }),
  ruleOf({ type: "eql", rule_id: "near", query: 'any where not host.name : "*"' }),
  { ...sequenceRule("sequence by host.name [any where true] [any where true]"), rule_id: "sequence" },
];

/** Rules that find something in every file: alerts, near misses and term matches. */
export const splitRules = (): ScanRules =>
  new ScanRules(
    RULES.map((rule) => ({ rule, exceptions: [] })),
    0,
  );
