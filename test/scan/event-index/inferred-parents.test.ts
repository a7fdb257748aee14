import { describe, expect, it } from "vitest";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import {
  EventIndex,
  type EventPart,
  packPart,
  PartBuilder,
  unpackPart,
} from "../../../src/scan/event-index/index.ts";
import { withoutEnd } from "../../support/cut-part.ts";

const MINUTE = 60_000;
const at = (minute: number): number => 1.7e12 + minute * MINUTE;

interface Seen {
  readonly event: FlatEvent;
  readonly minute: number;
}

/** A start as Security 4688 has it: its id is made of number and minute, its parent is a number and a name. */
function start(
  pid: number,
  parentPid: number,
  minute: number,
  {
    name = `p${pid}.exe`,
    parentName,
    host = "H",
  }: { name?: string; parentName?: string; host?: string } = {},
): Seen {
  const event = {
    "host.name": host,
    "winlog.channel": "Security",
    "event.code": "4688",
    "event.category": ["process"],
    "process.pid": pid,
    "process.name": name,
    "process.entity_id": `${pid}@${minute}`,
    "process.parent.pid": parentPid,
    ...(parentName !== undefined && { "process.parent.name": parentName }),
  };
  return { event, minute };
}

function other(
  code: string,
  channel: string,
  minute: number,
  more: Record<string, string | number> = {},
): Seen {
  return { event: { "host.name": "H", "winlog.channel": channel, "event.code": code, ...more }, minute };
}

const end = (pid: number, minute: number): Seen => other("4689", "Security", minute, { "process.pid": pid });
const sysmonStart = (pid: number, minute: number, name = `p${pid}.exe`): Seen =>
  other("1", "Microsoft-Windows-Sysmon/Operational", minute, {
    "process.pid": pid,
    "process.name": name,
    "process.entity_id": `{${pid}@${minute}}`,
    "process.parent.entity_id": "{0}",
  });

async function partOf(seen: readonly Seen[]): Promise<EventPart> {
  const builder = new PartBuilder();
  for (const [offset, { event, minute }] of seen.entries())
    builder.add(event, at(minute), { offset, length: 1 });
  return unpackPart(await packPart(builder.finish()));
}

/** The parents that are inferred, of events in one file for each list, in whatever order each has them. */
async function parentsIn(...files: (readonly Seen[])[]): Promise<Record<string, string>> {
  const index = new EventIndex();
  for (const [i, seen] of files.entries()) index.add(String(i), await partOf(seen));
  const entities = files.flat().map(({ event }) => String(event["process.entity_id"]));
  return Object.fromEntries(index.inferredParents(entities));
}

describe("the parent of a process that names it by number", () => {
  it("is the last start of that number on its host before", async () => {
    const found = await parentsIn([
      start(7, 5, 9),
      start(5, 1, 2),
      start(5, 1, 4),
      start(5, 1, 10),
      start(5, 1, 8, { host: "OTHER" }),
    ]);
    expect(found).toEqual({ "7@9": "5@4" });
  });

  it("may be in another file, spell the host in another case, and have been seen by Sysmon", async () => {
    expect(await parentsIn([start(7, 5, 9, { host: "h" })], [sysmonStart(5, 3)], [start(8, 7, 11)])).toEqual({
      "7@9": "{5@3}",
      "8@11": "7@9",
    });
    // One process, which both logs saw: its family is of the same log.
    expect(await parentsIn([start(7, 5, 9)], [sysmonStart(5, 3)], [start(5, 1, 3 - 1 / 60)])).toEqual({
      "7@9": `5@${3 - 1 / 60}`,
    });
  });

  it("is none that has ended before", async () => {
    expect(await parentsIn([start(5, 1, 2), end(5, 4), start(7, 5, 9)])).toEqual({});
    expect(await parentsIn([start(5, 1, 2), start(7, 5, 9), end(5, 10)])).toEqual({ "7@9": "5@2" });
    const ended = other("5", "Microsoft-Windows-Sysmon/Operational", 4, { "process.pid": 5 });
    expect(await parentsIn([start(5, 1, 2), ended, start(7, 5, 9)])).toEqual({});
    // Code 5 of another log says nothing of processes.
    expect(
      await parentsIn([
        start(5, 1, 2),
        { ...ended, event: { ...ended.event, "winlog.channel": "X" } },
        start(7, 5, 9),
      ]),
    ).toEqual({ "7@9": "5@2" });
  });

  it("is none from before Windows started again, but one from the start itself", async () => {
    for (const [code, channel] of [
      ["4608", "Security"],
      ["6005", "System"],
      ["6009", "System"],
    ] as const) {
      const boot = other(code, channel, 20);
      expect(await parentsIn([start(5, 1, 2), boot, start(7, 5, 21)])).toEqual({});
      expect(await parentsIn([start(5, 1, 19), boot, start(7, 5, 21)])).toEqual({ "7@21": "5@19" });
    }
    const smss = start(300, 4, 19, { name: "smss.exe" });
    expect(await parentsIn([start(5, 1, 18), smss, start(7, 5, 21), start(8, 300, 20)])).toEqual({
      "8@20": "300@19",
    });
    // 6005 is any other event elsewhere.
    expect(await parentsIn([start(5, 1, 2), other("6005", "Application", 20), start(7, 5, 21)])).toEqual({
      "7@21": "5@2",
    });
  });

  it("has the name that the start gives it, whatever its case, if it gives one", async () => {
    expect(await parentsIn([start(5, 1, 2), start(7, 5, 9, { parentName: "P5.EXE" })])).toEqual({
      "7@9": "5@2",
    });
    expect(await parentsIn([start(5, 1, 2), start(7, 5, 9, { parentName: "cmd.exe" })])).toEqual({});
  });

  it("is left to the id where there is one", async () => {
    const named = start(7, 5, 9);
    const event = { ...named.event, "process.parent.entity_id": "known" };
    expect(await parentsIn([start(5, 1, 2), { ...named, event }])).toEqual({});
  });

  it("is the same whatever comes first, and is worked out again when more is read", async () => {
    const all = [start(5, 1, 2), start(7, 5, 9), end(7, 10), start(7, 1, 11), start(8, 7, 12)];
    const wanted = { "7@9": "5@2", "8@12": "7@11" };
    expect(await parentsIn(all)).toEqual(wanted);
    expect(await parentsIn(...all.toReversed().map((seen) => [seen]))).toEqual(wanted);
    const index = new EventIndex();
    index.add("a", await partOf(all.slice(1, 2)));
    expect(index.inferredParents(["7@9"])).toEqual([]);
    index.add("b", await partOf(all.slice(0, 1)));
    expect(index.inferredParents(["7@9"])).toEqual([["7@9", "5@2"]]);
    index.remove("b");
    expect(index.inferredParents(["7@9"])).toEqual([]);
  });

  it("brings what a child did into the family of its parent", async () => {
    const index = new EventIndex();
    index.add("a", await partOf([start(5, 1, 2), start(7, 5, 9), start(8, 7, 10), start(9, 3, 11)]));
    expect(index.rows(index.descendants("H", "5@2"), 0, 10).map(({ entity }) => entity)).toEqual([
      "5@2",
      "7@9",
      "8@10",
    ]);
  });

  it("is kept by number and name, and unknown in what earlier versions stored", async () => {
    const part = await partOf([start(7, 5, 9, { parentName: "p5.exe" })]);
    const index = new EventIndex();
    index.add("a", part);
    expect(index.rows({}, 0, 1)[0]).toMatchObject({ parentPid: "5", parentName: "p5.exe" });
    // The two codes of the parent, a version and some bits.
    const bytes = await withoutEnd((await packPart(part)).bytes, 4);
    expect((await unpackPart({ bytes })).parentTable).toEqual(new Uint32Array(2));
  });
});
