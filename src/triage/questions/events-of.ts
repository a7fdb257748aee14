/** Kinds of events that questions are about. */
export type EventsOf = "process" | "file" | "registry";
