import type { Activity, Datum } from "../forms/activity.ts";
import { loggedOn, processAudited, serviceInstalled, valueAudited } from "../forms/other-logs.ts";
import { connected, fileCreated, nameAsked, processCreated, valueSet } from "../forms/sysmon.ts";
import { hex, mulberry32, pick, type Random, weighted } from "./random.ts";
import {
  BUSY,
  EXTENSIONS,
  INSTALLED,
  REGISTRY_KEYS,
  REGISTRY_VALUES,
  SYSTEM32,
  TOOLS,
} from "./vocabulary.ts";

/* Events of Windows logs in the proportions of a host with Sysmon, all different, for files of any form. */

const START = Date.UTC(2024, 2, 14, 6);
const MILLISECONDS_BETWEEN = 37;

const program = (random: Random): string =>
  random() < 0.5
    ? SYSTEM32 + pick(random, BUSY)
    : random() < 0.7
      ? pick(random, INSTALLED)
      : SYSTEM32 + pick(random, TOOLS);
const commandLine = (random: Random): string =>
  `"${program(random)}" /c "C:\\Users\\alice\\AppData\\Local\\Temp\\${hex(random, 8)}.${pick(random, EXTENSIONS)}" --id ${hex(random, 12)} -v`;
const registryValue = (random: Random): string =>
  `HKLM\\${pick(random, REGISTRY_KEYS)}\\{${hex(random, 8)}}\\${pick(random, REGISTRY_VALUES)}`;
const details = (random: Random): string =>
  random() < 0.5 ? `DWORD (0x${hex(random, 8)})` : `C:\\ProgramData\\${hex(random, 10)}\\x & "y".dll`;

const KINDS: readonly (readonly [make: (random: Random) => Activity, weight: number])[] = [
  [(random) => valueSet("", 0, registryValue(random), details(random), program(random)), 35],
  [(random) => processCreated("", 0, commandLine(random)), 15],
  [() => connected("", 0), 12],
  [() => fileCreated("", 0), 12],
  [() => nameAsked("", 0), 8],
  [(random) => processAudited("", 0, commandLine(random)), 10],
  [() => loggedOn("", 0), 5],
  [(random) => valueAudited("", 0, hex(random, 3), program(random)), 2],
  [() => serviceInstalled("", 0), 1],
];

/** The values that differ from event to event, whatever its kind. */
function varied(random: Random, datum: Datum, time: string): Datum {
  const replaced = (value: string): Datum => ({ ...datum, value });
  switch (datum.name) {
    case "UtcTime":
    case "CreationUtcTime":
      return replaced(time.slice(0, 23).replace("T", " "));
    case "Image":
    case "ParentImage":
      return replaced(program(random));
    case "TargetFilename":
      return replaced(
        `C:\\Users\\alice\\AppData\\Local\\Temp\\${hex(random, 8)}\\${hex(random, 6)}.${pick(random, EXTENSIONS)}`,
      );
    case "QueryName":
      return replaced(`${hex(random, 6)}.cdn.example`);
    case "Hashes":
      return replaced(`SHA256=${hex(random, 64).toUpperCase()},IMPHASH=${hex(random, 32).toUpperCase()}`);
    case "DestinationIp":
    case "IpAddress":
      return replaced(`203.0.113.${Math.floor(random() * 256)}`);
  }
  if (datum.type === "guid") {
    return replaced(
      `{${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 12)}}`,
    );
  }
  if (datum.type === "number") return replaced(String(Math.floor(random() * 20_000)));
  return datum.type === "hex64" ? replaced(`0x${1 + Math.floor(random() * 9)}${hex(random, 4)}`) : datum;
}

/** @param from number of the first event: a number always gives the same event */
export function logEvents(from: number, count: number): Activity[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const random = mulberry32(n + 1);
    const event = weighted(random, KINDS)(random);
    const time = `${new Date(START + n * MILLISECONDS_BETWEEN).toISOString().slice(0, -1)}4567Z`;
    return {
      ...event,
      time,
      recordId: n + 1,
      tid: 1000 + Math.floor(random() * 9000),
      data: event.data.map((datum) => varied(random, datum, time)),
    };
  });
}
