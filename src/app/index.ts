/** The running application: the open case, the queue of files, and what the views show. No component. */
export { type AlertList, MAX_LISTED } from "./list/alert-list.svelte.ts";
export type { SortColumn } from "./list/sort-keys.ts";
export { App } from "./app.svelte.ts";
export { type CaseAccess, CaseState, type GoesWithFile } from "./case/case-state.svelte.ts";
export { CaseEventIndex } from "./case/event-index.ts";
export type { DroppedFile } from "./intake/dropped-file.ts";
export type { ExceptionDraft, RuleDraft } from "./drafts.svelte.ts";
export { filterWords } from "./list/filter-words.ts";
export { estimate, type Pace } from "./queue/pace.ts";
export { type Phase, ScanQueue } from "./queue/scan-queue.svelte.ts";
export { Session } from "./session.svelte.ts";
export { type Overview, overviewOf, SEVERITIES, tacticsOf } from "./overview/index.ts";
export { isView, type View, VIEWS } from "./views.ts";
