import { ArtifactFuzzer, ARTIFACTS } from "./fuzz-artifacts.ts";
import { CaseFileFuzzer } from "./fuzz-case-files.ts";
import { EvidenceFuzzer } from "./fuzz-evidence.ts";
import { QueryFuzzer } from "./fuzz-queries.ts";
import { RuleFuzzer } from "./fuzz-rules.ts";
import { EVIDENCE, type EvidenceFormat } from "./sample.ts";
import type { Tally } from "./tally.ts";

export const FUZZED = [...EVIDENCE, ...ARTIFACTS, "rules", "queries", "cases"] as const;
export type Fuzzed = (typeof FUZZED)[number];

export function isFuzzed(name: string): name is Fuzzed {
  return FUZZED.some((each) => each === name);
}

export interface Fuzzer {
  run(seed: number, tally: Tally): Promise<void>;
}

export function fuzzerOf(name: Fuzzed): Fuzzer {
  if (name === "rules") return new RuleFuzzer();
  if (name === "cases") return new CaseFileFuzzer();
  if (name === "queries") return new QueryFuzzer();
  const artifact = ARTIFACTS.find((kind) => kind === name);
  if (artifact !== undefined) return new ArtifactFuzzer(artifact);
  return new EvidenceFuzzer(name as EvidenceFormat);
}
