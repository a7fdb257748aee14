/** The running application: the cases, the queue of files, the workers, and what the views show. No component. */
export { MAX_LISTED, type SortColumn } from "./alert-list.svelte.ts";
export { compareAlerts, compareText } from "./alert-order.ts";
export { App, Session } from "./app.svelte.ts";
export { CaseState } from "./case-state.svelte.ts";
export type { DroppedFile } from "./dropped-file.ts";
export type { RuleDraft } from "./drafts.svelte.ts";
export { filterWords } from "./filter-words.ts";
export { estimate, type Pace } from "./pace.ts";
export { type Phase, ScanQueue } from "./scan-queue.svelte.ts";
