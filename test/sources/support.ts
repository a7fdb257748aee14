import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileEql } from "../../src/eql/index.ts";
import type { FlatEvent } from "../../src/ecs/flat-event.ts";
import { WindowsEventRecord, type WindowsEvent } from "../../src/formats/windows-event.ts";
import { readRules } from "../../src/rules/index.ts";
import { type EcsEvent, toEcs } from "../../src/sources/index.ts";
import { fixedZone } from "../../src/time/zone.ts";

/** Real evidence is outside the repository. Tests that need it are skipped if it is missing. */
export const EVIDENCE = join(import.meta.dirname, "../../../shared/evidence");
export const hasEvidence = existsSync(EVIDENCE);

export function evidenceText(path: string): string {
  return readFileSync(join(EVIDENCE, path), "utf8");
}

export function evidenceLines(path: string): Record<string, unknown>[] {
  return evidenceText(path)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const RULE = "credential_access_generic_localdumps.toml";
const toml = readFileSync(join(import.meta.dirname, "../../src/rules/builtin", RULE), "utf8");
const compiled = compileEql(readRules(toml, RULE).rules[0]!.query);

/** Whether the built-in rule (DumpType set to 2) matches. */
export function seedMatches(event: FlatEvent): boolean {
  if (compiled.kind !== "event") throw new Error("The shipped rule should be an event query.");
  return compiled.matches(event);
}

/**
 * Maps a value that must be an event.
 *
 * @param minutes offset of the clock from UTC, for times without a zone
 */
export function mapped(value: unknown, minutes = 0): EcsEvent {
  const event = toEcs({ value }, { zone: fixedZone(minutes) });
  if (event === null) throw new Error(`This should be an event: ${JSON.stringify(value).slice(0, 200)}`);
  return event;
}

/** The fields that begin with one of the prefixes, as a plain object for comparison. */
export function below(event: FlatEvent, ...prefixes: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event).filter(([field]) => prefixes.some((prefix) => field.startsWith(prefix))),
  );
}

export function windowsRecord(
  header: Omit<WindowsEvent, "eventData">,
  data: Record<string, string> | readonly string[] = {},
): WindowsEventRecord {
  const eventData = Array.isArray(data)
    ? (data as readonly string[]).map((value) => ({ name: "", value }))
    : Object.entries(data).map(([name, value]) => ({ name, value: value as string }));
  return new WindowsEventRecord({ ...header, eventData });
}

export function sysmonRecord(eventId: string, data: Record<string, string>): WindowsEventRecord {
  return windowsRecord(
    {
      provider: "Microsoft-Windows-Sysmon",
      channel: "Microsoft-Windows-Sysmon/Operational",
      systemTime: "2024-03-01T10:00:01.1234567Z",
      computer: "HOST1",
      userSid: "S-1-5-18",
      eventId,
    },
    data,
  );
}

export function securityRecord(eventId: string, data: Record<string, string>): WindowsEventRecord {
  return windowsRecord(
    {
      provider: "Microsoft-Windows-Security-Auditing",
      channel: "Security",
      systemTime: "2024-03-01T10:00:01.1234567Z",
      computer: "HOST1",
      keywords: "0x8020000000000000",
      eventId,
    },
    data,
  );
}
