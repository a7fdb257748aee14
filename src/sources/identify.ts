import type { FlatEvent } from "../ecs/index.ts";
import { elasticDefend } from "./elastic-defend.ts";
import { endgame } from "./endgame.ts";
import { m365Defender } from "./m365-defender.ts";
import { type Below, hasBelow, type Source, type SourceId } from "./source.ts";
import { sysmon } from "./sysmon.ts";
import { winlogbeat } from "./winlogbeat.ts";

/** The specific come before the general: documents of the Sysmon integration have `winlog.*` fields as well. */
export const SOURCES: readonly Source[] = [elasticDefend, m365Defender, endgame, sysmon, winlogbeat];

/** All fields that are read to identify an event's source, and to decide whether it is an event: see `isEvent`. */
export const IDENTIFYING_FIELDS: readonly string[] = [
  ...new Set(["@timestamp", ...SOURCES.flatMap(({ fields }) => fields)]),
];
export const IDENTIFYING_PREFIXES: readonly string[] = [
  ...new Set(["event.", ...SOURCES.flatMap(({ prefixes = [] }) => prefixes)]),
];

/**
 * Returns the source of an ECS event, `ecs` if it is none of `SOURCES`.
 *
 * @param below for an event whose fields are not all present
 */
export function identify(
  event: FlatEvent,
  index: string,
  below: Below = (prefix) => hasBelow(event, prefix),
): SourceId {
  return SOURCES.find((source) => source.recognises(event, index, below))?.id ?? "ecs";
}

/** Whether a document is an event: it has an `@timestamp`, or at least an `event.*` field. */
export function isEvent(event: FlatEvent, below: Below = (prefix) => hasBelow(event, prefix)): boolean {
  const time = event["@timestamp"];
  return (time !== undefined && time !== "" && typeof time !== "boolean") || below("event.");
}
