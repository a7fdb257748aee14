import type { CaseDiagnostics, EvidenceProblem } from "../../case/index.ts";
import type { FileLocation } from "../../formats/index.ts";
import { ARCHIVE_SENTENCES } from "./archive.ts";
import { ANY_FORMAT_SENTENCES } from "./any-format.ts";
import { CSV_SENTENCES } from "./csv.ts";
import { EVTX_SENTENCES } from "./evtx.ts";
import { FILE_SENTENCES } from "./file.ts";
import { JSON_SENTENCES } from "./json.ts";
import { type Sentences, sentenceOf } from "./sentences.ts";
import { XML_SENTENCES } from "./xml.ts";

export { artifactProblemSentence } from "./artifacts.ts";
export { ruleWarningSentence } from "./rule-warnings.ts";
export { ruleProblemSentence } from "./rule-file.ts";
export { missSentence, scheduleProblemSentence, wordedMiss } from "./schedule.ts";
export { unsupportedSentence } from "./unsupported.ts";

const SENTENCES: Sentences<CaseDiagnostics> = {
  ...ANY_FORMAT_SENTENCES,
  ...JSON_SENTENCES,
  ...CSV_SENTENCES,
  ...XML_SENTENCES,
  ...EVTX_SENTENCES,
  ...ARCHIVE_SENTENCES,
  ...FILE_SENTENCES,
};

/** Describes a problem and what to do about it. A problem stored by an earlier version keeps its stored sentence. */
export function problemSentence(problem: EvidenceProblem): string {
  if ("message" in problem) return problem.message;
  return sentenceOf<CaseDiagnostics, FileLocation>(SENTENCES, problem);
}
