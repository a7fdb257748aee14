import type { FieldValue, FlatEvent } from "../eql/index.ts";
import type { Place } from "../formats/index.ts";
import type { SourceId } from "../sources/index.ts";

/** One record that a rule matched. */
export interface Finding {
  readonly ruleId: string;
  readonly place: Place;
  readonly source: SourceId;
  /** The index the document was exported from; empty if nothing says so. */
  readonly index: string;
  readonly extension?: string;
  /** The flat event as pairs: a message to another thread turns objects without prototype into plain ones. */
  readonly fields: readonly (readonly [string, FieldValue])[];
  /** The record as it stands in the file. */
  readonly raw: string;
}

/** The flat event of a finding. */
export function eventOf(finding: { readonly fields: Finding["fields"] }): FlatEvent {
  const event = Object.create(null) as Record<string, FieldValue>;
  for (const [field, value] of finding.fields) event[field] = value;
  return event;
}
