import type { FlatEvent } from "../ecs/index.ts";

/** The last three are raw Windows logs, which Elastic knows only by the names of its packages. */
export type SourceId =
  | "winlogbeat"
  | "elastic-defend"
  | "sysmon"
  | "endgame"
  | "m365-defender"
  | "ecs"
  | "windows-security"
  | "windows-powershell"
  | "windows";

/** Whether an event has a field below a prefix, which ends in a dot. */
export type Below = (prefix: string) => boolean;

/** One of the places Elastic's Windows rules take events from. */
export interface Source {
  readonly id: SourceId;
  /** All fields that `recognises` reads. For most records nothing else is read. */
  readonly fields: readonly string[];
  /** The prefixes it passes to `below`. */
  readonly prefixes?: readonly string[];
  /** Whether a document that a pipeline has already mapped to ECS comes from here. */
  recognises(event: FlatEvent, index: string, below: Below): boolean;
}

/** The values of a field, none if it is missing. */
export function valuesOf(event: FlatEvent, field: string): readonly (string | number | boolean)[] {
  const value = event[field];
  if (value === undefined) return [];
  return typeof value === "object" ? value : [value];
}

/** Whether the field has the text as one of its values. */
export function has(event: FlatEvent, field: string, text: string): boolean {
  const value = event[field];
  return value === text || (typeof value === "object" && value.includes(text));
}

/** Whether one of the field's values begins with the text. */
export function begins(event: FlatEvent, field: string, text: string): boolean {
  return valuesOf(event, field).some((value) => typeof value === "string" && value.startsWith(text));
}

/** Whether the event has a field below `prefix`, which ends in a dot. */
export function hasBelow(event: FlatEvent, prefix: string): boolean {
  for (const field in event) if (field.startsWith(prefix)) return true;
  return false;
}

export const DATASET_FIELDS: readonly string[] = ["data_stream.dataset", "event.dataset"];

/** The data set, from either of the two fields that carry it. */
export function datasetBegins(event: FlatEvent, text: string): boolean {
  return DATASET_FIELDS.some((field) => begins(event, field, text));
}
