export {
  type CaseFileFailure,
  CaseFiles,
  type CaseFileTask,
  type ExportChoices,
} from "./case-files.svelte.ts";
export { removeUnfinished } from "./import-case.ts";
