import type { ArchiveFaults } from "../../bytes/index.ts";
import type { Coded } from "../../diagnostic/index.ts";
import { count } from "../format.ts";
import { type PlainSentences, sentenceOf } from "./sentences.ts";
import { TAR_REASONS } from "./tar-reasons.ts";
import { ZIP_REASONS } from "./zip-reasons.ts";

const REASONS = {
  ...ZIP_REASONS,
  ...TAR_REASONS,
  gzip: (data) => {
    switch (data.kind) {
      case "damaged":
        return `its gzip data is damaged, ${data.detail}`;
      case "cut-short":
        return "its gzip data ends too early";
      case "trailing":
        return "data that is not gzip follows its last gzip member";
      case "bomb":
        return "it unpacks to more data than a log could";
    }
  },
  "nested-too-large": ({ mebibytes }) => `it unpacks to more than ${count(mebibytes)} MB`,
} satisfies PlainSentences<ArchiveFaults>;

/** Why an archive of rules, or a member of it, could not be read. Stored reports on rule files contain these words. */
export function archiveReason(fault: Coded<ArchiveFaults>): string {
  return sentenceOf<ArchiveFaults, unknown>(REASONS, fault);
}
