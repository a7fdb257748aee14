import type { FlatEvent } from "../ecs/index.ts";
import { elasticDefend } from "./elastic-defend.ts";
import { endgame } from "./endgame.ts";
import { m365Defender } from "./m365-defender.ts";
import { type Below, hasBelow, type Source, type SourceId } from "./source.ts";
import { sysmon } from "./sysmon.ts";
import { winlogbeat } from "./winlogbeat.ts";

/** The particular before the general: what the Sysmon integration indexes has `winlog.*` fields as well. */
const SOURCES: readonly Source[] = [elasticDefend, m365Defender, endgame, sysmon, winlogbeat];

/** All that is looked at to tell where an event comes from, and whether it is one: see `isEvent`. */
export const IDENTIFYING_FIELDS: readonly string[] = [
  ...new Set(["@timestamp", ...SOURCES.flatMap(({ fields }) => fields)]),
];
export const IDENTIFYING_PREFIXES: readonly string[] = [
  ...new Set(["event.", ...SOURCES.flatMap(({ prefixes = [] }) => prefixes)]),
];

/**
 * Which source an ECS event comes from, `ecs` if none of the five can be told.
 *
 * @param below for an event of which not all fields are there
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
