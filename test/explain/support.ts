import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { emptyEvent, type FieldValue, type FlatEvent } from "../../src/ecs/index.ts";
import { toEcs } from "../../src/sources/index.ts";
import { readBytes } from "../support/read.ts";

/** Real evidence is outside the repository. Tests that need it are skipped if it is missing. */
const EVIDENCE = join(import.meta.dirname, "../../../shared/evidence");
export const hasEvidence = existsSync(EVIDENCE);

export function eventWith(fields: Readonly<Record<string, FieldValue>>): FlatEvent {
  return Object.assign(emptyEvent(), fields);
}

export function sysmon(code: string, fields: Readonly<Record<string, FieldValue>>): FlatEvent {
  return eventWith({
    "winlog.channel": "Microsoft-Windows-Sysmon/Operational",
    "event.provider": "Microsoft-Windows-Sysmon",
    "event.code": code,
    "user.id": "S-1-5-18",
    ...fields,
  });
}

export function security(code: string, fields: Readonly<Record<string, FieldValue>>): FlatEvent {
  return eventWith({
    "winlog.channel": "Security",
    "event.provider": "Microsoft-Windows-Security-Auditing",
    "event.code": code,
    ...fields,
  });
}

/** Every event of the evidence's plain files of logs, archives left out. */
export function* realEvents(): Generator<FlatEvent> {
  for (const folder of ["evtx", "ecs-pairs", "json"]) {
    for (const name of readdirSync(join(EVIDENCE, folder), { recursive: true, encoding: "utf8" })) {
      const path = join(EVIDENCE, folder, name);
      if (!/\.(?:evtx|json|ndjson|jsonl|log)$/.test(name) || !statSync(path).isFile()) continue;
      for (const value of readBytes(readFileSync(path)).values) {
        const event = toEcs({ value });
        if (event !== null) yield event.event;
      }
    }
  }
}
