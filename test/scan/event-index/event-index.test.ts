import { describe, expect, it } from "vitest";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import {
  type EventField,
  EventIndex,
  type EventQuery,
  type EventRow,
  packPart,
  PartBuilder,
  unpackPart,
} from "../../../src/scan/event-index/index.ts";
import { mulberry32, pick, type Random } from "../../bench/random.ts";

interface Known {
  readonly file: string;
  readonly event: FlatEvent;
  readonly time: number;
  readonly place: { readonly offset: number; readonly length: number; readonly member?: string };
}

const HOSTS = ["WS-1", "WS-2", "__proto__", "ünï\ud83d\ude00"];

/** Events of three files, one of them an archive, with every field missing now and then. */
function events(count: number, random: Random): Known[] {
  return Array.from({ length: count }, (_, n) => {
    const file = pick(random, ["a", "b", "c"]);
    const host = pick(random, HOSTS);
    const pid = Math.floor(random() * 50);
    const some = <Value>(value: Value): Value[] => (random() < 0.15 ? [] : [value]);
    const event = Object.fromEntries([
      ...some(["host.name", host]),
      ...some(["user.name", pick(random, ["alice", "bob"])]),
      ...some(["event.code", pick(random, ["1", "13", "4688"])]),
      ...some(["event.category", pick(random, ["process", "registry"])]),
      ...some(["event.action", pick(random, ["start", "modification"])]),
      ...some(["process.name", pick(random, ["cmd.exe", "reg.exe"])]),
      ...some(["process.pid", pid]),
      ...some(["process.entity_id", `${host}-${pid}`]),
      ["process.parent.entity_id", `${host}-${Math.floor(pid / 2)}`],
      ...some([pick(random, ["registry.path", "file.path"]), `C:\\${Math.floor(random() * 9)}`]),
      ...some(["registry.data.strings", [pick(random, ["0", "2"])]]),
    ]) as FlatEvent;
    return {
      file,
      event,
      time: random() < 0.1 ? NaN : 1.7e12 + Math.floor(random() * 1000) * 60_000,
      place: {
        offset: n * 997,
        length: n % 900,
        ...(file === "c" && { member: pick(random, ["x.evtx", ""]) }),
      },
    };
  });
}

async function indexed(known: readonly Known[]): Promise<EventIndex> {
  const index = new EventIndex();
  for (const file of ["a", "b", "c"]) {
    const builder = new PartBuilder();
    const hand = async (): Promise<void> =>
      void index.add(file, await unpackPart(await packPart(builder.finish())));
    for (const { event, time, place } of known.filter((each) => each.file === file)) {
      builder.add(event, time, place);
      if (builder.count === 300) await hand();
    }
    await hand();
  }
  return index;
}

const FIELD_NAMES: Readonly<Record<EventField, string>> = {
  "host.name": "host.name",
  "user.name": "user.name",
  object: "object",
  "winlog.channel": "winlog.channel",
  "event.code": "event.code",
  "event.category": "event.category",
  "event.action": "event.action",
  "process.name": "process.name",
  "process.pid": "process.pid",
  "process.entity_id": "process.entity_id",
};

function valueOf({ event }: Known, field: EventField): string {
  if (field === "object") return String(event["registry.path"] ?? event["file.path"] ?? "");
  return String(event[FIELD_NAMES[field]] ?? "");
}

function isFound(known: Known, { from, to, filters = [] }: EventQuery): boolean {
  const { time } = known;
  if ((from !== undefined || to !== undefined) && Number.isNaN(time)) return false;
  if (time < (from ?? -Infinity) || time > (to ?? Infinity)) return false;
  return filters.every(({ field, values, isNot = false, isPart = false }) => {
    const text = valueOf(known, field);
    const isWanted = isPart
      ? values.some((value) => text.toLowerCase().includes(value.toLowerCase()))
      : values.includes(text);
    return isWanted !== isNot;
  });
}

const QUERIES: readonly EventQuery[] = [
  {},
  { filters: [{ field: "host.name", values: ["WS-1", "nowhere"] }] },
  { filters: [{ field: "host.name", values: ["__proto__"], isNot: true }] },
  { from: 1.7e12 + 100 * 60_000, to: 1.7e12 + 300 * 60_000 },
  { to: 1.7e12 + 500 * 60_000, filters: [{ field: "process.name", values: ["reg.exe"] }] },
  {
    filters: [
      { field: "event.code", values: ["13", "1"] },
      { field: "event.category", values: ["registry", ""] },
      { field: "user.name", values: [""], isNot: true },
    ],
  },
  { filters: [{ field: "object", values: ["C:\\3"] }], from: 1.7e12 + 250 * 60_000 },
  { filters: [{ field: "process.pid", values: ["7"] }] },
  { filters: [{ field: "host.name", values: [] }] },
  { filters: [{ field: "object", values: ["c:\\3", ":\\5"], isPart: true }] },
  { filters: [{ field: "process.name", values: ["REG"], isPart: true, isNot: true }] },
  { filters: [{ field: "host.name", values: ["Ws-", "ÜN"], isPart: true }] },
  { filters: [{ field: "event.code", values: [""], isPart: true }] },
];

describe("the event index", () => {
  it("answers like a search through all events", async () => {
    const known = events(2000, mulberry32(11));
    const index = await indexed(known);
    expect(index.count).toBe(2000);
    for (const query of QUERIES) {
      const found = known.filter((each) => isFound(each, query));
      expect(index.countOf(query)).toBe(found.length);
      const rows = index.rows(query, 0, Infinity);
      expect(rows.map(keyOf).sort()).toEqual(found.map(keyOfKnown).sort());
      const times = rows.map(({ time }) => (Number.isNaN(time) ? Infinity : time));
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(index.rows(query, 10, 7)).toEqual(rows.slice(10, 17));
      for (const field of Object.keys(FIELD_NAMES) as EventField[]) {
        const counts = new Map<string, number>();
        for (const each of found) {
          const value = valueOf(each, field);
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        expect(new Map(index.top(query, field, Infinity))).toEqual(counts);
      }
    }
  });

  it("counts events over time, for each value of a field", async () => {
    const known = events(2000, mulberry32(12));
    const index = await indexed(known);
    const density = index.density({}, 40, "host.name")!;
    const timed = known.filter(({ time }) => !Number.isNaN(time));
    expect(density.series.map(([host]) => host).sort()).toEqual(["", ...HOSTS].sort());
    for (const [host, counts] of density.series) {
      const expected = new Array<number>(counts.length).fill(0);
      for (const each of timed) {
        if (valueOf(each, "host.name") !== host) continue;
        expected[Math.floor((each.time - density.start) / density.step)]!++;
      }
      expect([...counts]).toEqual(expected);
    }
    const all = index.density({}, 40)!;
    expect(all.series[0]![1].reduce((sum, count) => sum + count, 0)).toBe(timed.length);
    expect(index.density({ from: 0, to: 1 }, 40)).toBeNull();
  });

  it("finds what a process and its children did", async () => {
    const known = events(2000, mulberry32(13));
    const index = await indexed(known);
    const rows = index.rows(index.descendants("WS-1", "WS-1-3"), 0, Infinity);
    const family = new Set([3, 6, 7, 12, 13, 14, 15, ...Array.from({ length: 8 }, (_, i) => 24 + i), 48, 49]);
    const expected = known.filter(({ event }) => {
      const [entity, host] = [event["process.entity_id"], event["host.name"]];
      return host === "WS-1" && [...family].some((pid) => entity === `WS-1-${pid}`);
    });
    expect(rows.map(keyOf).sort()).toEqual(expected.map(keyOfKnown).sort());
    // Process 0 says that it is its own parent.
    expect(index.countOf(index.descendants("WS-1", "WS-1-0"))).toBeGreaterThan(rows.length);
  });

  it("forgets the events of a file", async () => {
    const known = events(500, mulberry32(14));
    const index = await indexed(known);
    index.remove("b");
    const left = known.filter(({ file }) => file !== "b");
    expect(index.count).toBe(left.length);
    expect([...index.countsOfFiles().keys()]).toEqual(["a", "c"]);
  });

  it("takes no more events and texts than fit", async () => {
    const known = events(100, mulberry32(16));
    const part = async (file: string) => {
      const builder = new PartBuilder();
      for (const { event, time, place } of known.filter((each) => each.file === file))
        builder.add(event, time, place);
      return unpackPart(await packPart(builder.finish()));
    };
    const [a, b] = [await part("a"), await part("b")];
    const index = new EventIndex({ events: a.count + 1, texts: 5 });
    expect([index.add("a", a), index.add("b", b)]).toEqual([true, false]);
    expect(index.count).toBe(a.count);
    expect(index.top({}, "host.name", Infinity).length).toBeLessThan(5);
    expect(index.countOf({ filters: [{ field: "object", values: ["…"] }] })).toBeGreaterThan(0);
    index.remove("a");
    expect(index.add("b", b)).toBe(b.count <= a.count + 1);
  });

  it("takes less than twelve bytes for an event of a real log when it is stored", async () => {
    const builder = new PartBuilder();
    const random = mulberry32(15);
    let time = 1.7e12;
    for (let n = 0; n < 20_000; n++) {
      time += Math.floor(random() * 500);
      builder.add(
        {
          "host.name": "WS-1",
          "user.name": pick(random, ["SYSTEM", "alice", "LOCAL SERVICE"]),
          "event.code": pick(random, ["1", "10", "11", "13"]),
          "event.category": "process",
          "process.name": pick(random, ["svchost.exe", "chrome.exe"]),
          "process.entity_id": `{0f6d2f9e-${Math.floor(n / 40)}}`,
          "registry.path": `HKLM\\SYSTEM\\Services\\${Math.floor(random() * 300)}`,
        },
        time,
        { offset: 4096 + n * 800, length: 800 },
      );
    }
    const { bytes } = await packPart(builder.finish());
    expect(bytes.length / 20_000).toBeLessThan(12);
  });
});

function keyOf({ evidenceId, member, offset, length, host, user, value, time }: EventRow): string {
  return JSON.stringify([evidenceId, member, offset, length, host, user, value, time]);
}

function keyOfKnown({ file, event, time, place }: Known): string {
  const { offset, length, member } = place;
  const text = (field: string): unknown => [event[field] ?? ""].flat()[0];
  const [host, user, value] = ["host.name", "user.name", "registry.data.strings"].map(text);
  return JSON.stringify([file, member, offset, length, host, user, value, time]);
}
