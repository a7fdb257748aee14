import { EvidenceFuzzer } from "./fuzz-evidence.ts";
import { QueryFuzzer } from "./fuzz-queries.ts";
import { RuleFuzzer } from "./fuzz-rules.ts";
import { EVIDENCE } from "./sample.ts";
import type { Tally } from "./tally.ts";

export const FUZZED = [...EVIDENCE, "rules", "queries"] as const;
export type Fuzzed = (typeof FUZZED)[number];

export function isFuzzed(name: string): name is Fuzzed {
  return FUZZED.some((each) => each === name);
}

export interface Fuzzer {
  run(seed: number, tally: Tally): Promise<void>;
}

export function fuzzerOf(name: Fuzzed): Fuzzer {
  if (name === "rules") return new RuleFuzzer();
  return name === "queries" ? new QueryFuzzer() : new EvidenceFuzzer(name);
}
