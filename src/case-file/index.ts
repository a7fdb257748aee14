/** A case as one file: written from the entries of its stores, and read back as hostile evidence. */
export {
  type CaseFileEntry,
  type CaseFileInfo,
  FILE_ORDER,
  type OptionalContent,
  storesOf,
} from "./case-file-entry.ts";
export type { CaseFileFault, ReadResult } from "./fault.ts";
export { isCaseFile } from "./header.ts";
export { type MergeSummary, mergeCases, type MergedCase, type MergeOptions } from "./merge/merge-cases.ts";
export type { DifferingAlert } from "./merge/merge-decisions.ts";
export { CaseFile } from "./read-case-file.ts";
export { canEncrypt } from "./seal.ts";
export { type CaseFileOptions, type CaseFileSource, writeCaseFile } from "./write-case-file.ts";
