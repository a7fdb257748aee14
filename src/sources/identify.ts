import type { FlatEvent } from "../eql/flat-event.ts";
import { elasticDefend } from "./elastic-defend.ts";
import { endgame } from "./endgame.ts";
import { m365Defender } from "./m365-defender.ts";
import type { Source, SourceId } from "./source.ts";
import { sysmon } from "./sysmon.ts";
import { winlogbeat } from "./winlogbeat.ts";

/** The particular before the general: what the Sysmon integration indexes has `winlog.*` fields as well. */
const SOURCES: readonly Source[] = [elasticDefend, m365Defender, endgame, sysmon, winlogbeat];

/** Which source an ECS event comes from, `ecs` if none of the five can be told. */
export function identify(event: FlatEvent, index: string): SourceId {
  return SOURCES.find((source) => source.recognises(event, index))?.id ?? "ecs";
}
