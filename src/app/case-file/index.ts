export {
  type CaseFileFailure,
  CaseFiles,
  type CaseFileTask,
  type ExportChoices,
} from "./case-files.svelte.ts";
export { type ImportedCase, removeUnfinished } from "./import-case.ts";
export { mergeImported, type MergeResult } from "./merge-case.ts";
