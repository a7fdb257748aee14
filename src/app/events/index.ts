/** The view of all events: which are listed, and what is known of them together. */
export { type AlertOfEvent, alertsOfEvent } from "./alerts-of-event.ts";
export { EVENT_FIELD_NAMES, FACET_FIELDS } from "./event-fields.ts";
export {
  type EventSummary,
  FAILED_LOGON,
  LOGON,
  LOGON_FIELDS,
  SESSION_FIELDS,
  MAX_SUMMARY_ROWS,
  type SummaryKind,
} from "./event-summaries.ts";
export { type EventState, FIRST_EVENT_STATE, readEventState, writeEventState } from "./event-state.ts";
export {
  DENSITY_FIELDS,
  DENSITY_LAYOUTS,
  type DensityField,
  type DensityLayout,
  type EventsOverTime,
} from "./events-over-time.ts";
export { EventSearch, type Unsearched, type UnsearchedFile } from "./event-search.svelte.ts";
export { EventView } from "./event-view.svelte.ts";
