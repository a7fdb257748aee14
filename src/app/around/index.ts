/** What happened around an event: the state of that part of the page, and the questions to the event index. */
export { AROUND_LIMIT, type AroundSubject, AroundView } from "./around-view.svelte.ts";
export { alertsIn } from "./alerts-in.ts";
export type { EventMark, MarkedEvent, MarkedEvents } from "./marked-events.ts";
