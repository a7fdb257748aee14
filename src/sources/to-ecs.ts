import type { FlatEvent } from "../eql/flat-event.ts";
import { identify } from "./identify.ts";
import type { SourceId } from "./source.ts";
import { unwrap } from "./unwrap.ts";

export interface EcsEvent {
  readonly source: SourceId;
  readonly event: FlatEvent;
  /** The index the document was exported from; empty if nothing says so. */
  readonly index: string;
  /** Set where Loupe maps what Elastic does not: what was done, for the alert to say. */
  readonly extension?: string;
}

/**
 * One record as a flat ECS event.
 *
 * @param record what a format reader gave
 * @returns null for what is no event: a document with neither `@timestamp` nor any `event.*` field
 */
export function toEcs(record: { readonly value: unknown }): EcsEvent | null {
  const unwrapped = unwrap(record.value);
  if (unwrapped === null || !isEvent(unwrapped.event)) return null;
  const { event, index } = unwrapped;
  return { source: identify(event, index), event, index };
}

function isEvent(event: FlatEvent): boolean {
  const time = event["@timestamp"];
  if (time !== undefined && time !== "" && typeof time !== "boolean") return true;
  for (const field in event) if (field.startsWith("event.")) return true;
  return false;
}
