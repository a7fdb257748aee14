import type { CaseCode, CaseDiagnostics, EvidenceProblem } from "../../case/index.ts";
import type { FileLocation } from "../../formats/index.ts";
import { ARCHIVE_SENTENCES } from "./archive.ts";
import { CONTENT_SENTENCES } from "./content.ts";
import { CSV_SENTENCES } from "./csv.ts";
import { EVTX_SENTENCES } from "./evtx.ts";
import { FILE_SENTENCES } from "./file.ts";
import { JSON_SENTENCES } from "./json.ts";
import type { Sentences } from "./sentences.ts";
import { XML_SENTENCES } from "./xml.ts";

const SENTENCES: Sentences<CaseDiagnostics> = {
  ...CONTENT_SENTENCES,
  ...JSON_SENTENCES,
  ...CSV_SENTENCES,
  ...XML_SENTENCES,
  ...EVTX_SENTENCES,
  ...ARCHIVE_SENTENCES,
  ...FILE_SENTENCES,
};

/** What happened, and what to do: of a problem that an earlier version stored, the sentence that it stored. */
export function problemSentence(problem: EvidenceProblem): string {
  if ("message" in problem) return problem.message;
  // That the data is that of the code is known of each problem, and not of a union of them.
  const sentence = SENTENCES[problem.code] as (
    data: CaseDiagnostics[CaseCode],
    where: FileLocation,
  ) => string;
  return sentence(problem.data, problem);
}
