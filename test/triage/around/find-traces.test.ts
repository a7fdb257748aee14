import { describe, expect, it } from "vitest";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import { knownTraces } from "../../../src/rules/builtin/index.ts";
import { EventIndex, type EventRow } from "../../../src/scan/index.ts";
import { PartBuilder } from "../../../src/scan/event-index/index.ts";
import { findTraces, prepareTraces } from "../../../src/triage/index.ts";
import { at, logged, start, SYSMON, write } from "../questions/evidence.ts";

const TRACES = prepareTraces(knownTraces());
const CENTRE = Date.parse(at("03:07:12"));
const HOUR = 3_600_000;

/** The words of the traces among events, by the position of the event; `unread` if the files are not at hand. */
async function tracesOf(events: readonly FlatEvent[], { isGone = false } = {}) {
  const index = new EventIndex();
  const builder = new PartBuilder();
  events.forEach((event, i) =>
    builder.add(event, Date.parse(String(event["@timestamp"])), { offset: i, length: 1 }),
  );
  index.add("log", builder.finish());
  const flat = events.map((event): FlatEvent => Object.assign(Object.create(null) as object, event));
  let read = 0;
  const found = await findTraces(
    {
      around: (...of) => Promise.resolve(index.around(...of)),
      read: (rows: readonly EventRow[]) => {
        read += rows.length;
        return Promise.resolve(rows.map(({ offset }) => (isGone ? undefined : flat[offset]!)));
      },
    },
    TRACES,
    { from: CENTRE - HOUR, to: CENTRE + HOUR, filters: [{ field: "host.name", values: ["WS-FIN-07"] }] },
    CENTRE,
  );
  return {
    words: found.found.map(({ row, trace }) => `${row.offset} ${trace.words}`),
    undecided: found.undecided,
    isCut: found.isCut,
    read,
  };
}

const os = { "host.os.type": "windows" };
const werfault = start("03:09:43", "WerFault.exe", {
  ...os,
  "event.type": ["start"],
  "process.command_line": "WerFault.exe -u -p 652 -ip 4388 -s 88",
  "process.args": ["WerFault.exe", "-u", "-p", "652", "-ip", "4388", "-s", "88"],
});
/** The attack, as Sysmon and the Application log have it. */
const ATTACK: readonly FlatEvent[] = [
  write("03:07:12", "DumpType", "2", os),
  write("03:07:14", "DumpFolder", "C:\\Users\\Public\\d", os),
  write("03:07:15", "chrome.exe\\DumpType", "2", os),
  logged("03:08:00", SYSMON, "10", {
    ...os,
    "event.category": ["process"],
    "process.name": "lsass.exe",
    "process.pid": 652,
    "winlog.event_data.TargetImage": "C:\\Windows\\System32\\svchost.exe",
  }),
  logged("03:09:40", SYSMON, "10", {
    ...os,
    "event.category": ["process"],
    "process.name": "s.exe",
    "winlog.event_data.TargetImage": "C:\\Windows\\system32\\lsass.exe",
    "winlog.event_data.GrantedAccess": "0x1010",
  }),
  werfault,
  logged("03:09:44", SYSMON, "11", {
    ...os,
    "event.category": ["file"],
    "event.type": ["creation"],
    "process.name": "WerFault.exe",
    "file.path": "C:\\Users\\Public\\d\\lsass.exe.652.dmp",
  }),
  logged("03:09:45", "Application", "1000", {
    ...os,
    "event.provider": "Application Error",
    "winlog.event_data.AppName": "lsass.exe",
  }),
  write("03:13:53", "DumpType", "1", os),
  logged("03:31:00", "Security", "1102"),
];

describe("known traces", () => {
  it("can each be asked for in the index", () => {
    const broad = TRACES.filter(({ queries }) => queries.some(({ filters = [] }) => filters.length === 0));
    expect(broad.map(({ trace }) => trace.words)).toEqual([]);
  });

  it("are found among the events around an alert, with a word for each", async () => {
    expect((await tracesOf(ATTACK)).words).toEqual([
      "0 full dumps enabled for all programs",
      "1 dump folder or count changed",
      "2 LocalDumps key of an application",
      "4 opened lsass to read its memory",
      "5 WerFault started for lsass",
      "5 WerFault started with -p and -ip",
      "6 dump file of lsass created",
      "7 crash of lsass reported",
      "8 full dumps switched back",
      "9 log cleared",
    ]);
  });

  it("are not seen in ordinary events, which are not read either", async () => {
    const ordinary = [
      start("03:00:00", "cmd.exe", os),
      logged("03:01:00", "Security", "4624", os),
      logged("03:02:00", "Application", "1102", os),
      write("03:03:00", "DontShowUI", "1", { ...os, "registry.path": "HKLM\\SOFTWARE\\Other\\DontShowUI" }),
    ];
    expect(await tracesOf(ordinary)).toEqual({ words: [], undecided: 0, isCut: false, read: 0 });
  });

  it("are decided by the index where the files are not at hand, and counted where it cannot", async () => {
    const { words, undecided } = await tracesOf(ATTACK, { isGone: true });
    expect(words).toEqual([
      "0 full dumps enabled for all programs",
      "1 dump folder or count changed",
      "2 LocalDumps key of an application",
      "5 WerFault started for lsass",
      "5 WerFault started with -p and -ip",
      "6 dump file of lsass created",
      "8 full dumps switched back",
      "9 log cleared",
    ]);
    // What was opened with which access, and which program crashed.
    expect(undecided).toBe(2);
  });

  it("looks at the nearest where there are very many, and says so", async () => {
    const many = Array.from({ length: 60 }, (_, i) => write("03:20:00", `app${i}.exe\\DumpType`, "2", os));
    const { words, isCut } = await tracesOf([...many, ATTACK[0]!]);
    expect(words).toContain("60 full dumps enabled for all programs");
    expect(isCut).toBe(true);
  });
});
