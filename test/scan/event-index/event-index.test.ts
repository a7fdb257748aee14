import { describe, expect, it } from "vitest";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import {
  type EventField,
  type EventFilter,
  EventIndex,
  type EventQuery,
  type EventRow,
  packPart,
  PartBuilder,
  unpackPart,
} from "../../../src/scan/event-index/index.ts";
import { NOTHING_EXACT } from "../../../src/scan/event-index/exact-fields.ts";
import { mulberry32, pick, type Random } from "../../bench/random.ts";
import { withoutEnd } from "../../support/cut-part.ts";

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
      ...some(["source.ip", pick(random, ["10.0.0.1", "fe80::1"])]),
      ...some(["winlog.logon.type", pick(random, ["Network", "Interactive"])]),
      ...some(["winlog.record_id", n + 1]),
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

/** Every other host in capitals: Windows does not tell them apart. */
function mixedCase(known: readonly Known[]): Known[] {
  return known.map((each, n) => {
    const host = each.event["host.name"];
    const event = {
      ...each.event,
      ...(host !== undefined && n % 2 === 0 && { "host.name": String(host).toUpperCase() }),
    };
    return { ...each, event };
  });
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
  "process.parent.entity_id": "process.parent.entity_id",
  "process.parent.pid": "process.parent.pid",
  "process.entity_id": "process.entity_id",
  categories: "event.category",
  "source.ip": "source.ip",
  "source.domain": "source.domain",
  "winlog.logon.type": "winlog.logon.type",
  "winlog.logon.failure.reason": "winlog.logon.failure.reason",
};

function valueOf({ event }: Known, field: EventField): string {
  if (field === "object") return String(event["registry.path"] ?? event["file.path"] ?? "");
  return String(event[FIELD_NAMES[field]] ?? "");
}

/** A search as the index should do it, but for events one by one. */
function isFound(known: Known, { from, to, filters = [], texts = [] }: EventQuery): boolean {
  const { time } = known;
  if ((from !== undefined || to !== undefined) && Number.isNaN(time)) return false;
  if (time < (from ?? -Infinity) || time > (to ?? Infinity)) return false;
  return (
    filters.every((filter) => passes(known, filter)) &&
    texts.every(({ words, isNot = false }) => words.every((word) => hasWord(known, word)) !== isNot)
  );
}

function passes(known: Known, filter: EventFilter): boolean {
  const { field, values, patterns = [], isNot = false, ignoresCase = false, isPart = false } = filter;
  const value = valueOf(known, field);
  const isSame = (other: string): boolean =>
    other === value ||
    (isPart && value.toLowerCase().includes(other.toLowerCase())) ||
    (ignoresCase && other.toLowerCase() === value.toLowerCase());
  // The test's own patterns have one star, at their end.
  const isLike = (pattern: string): boolean =>
    value.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase());
  return (values.some(isSame) || patterns.some(isLike)) !== isNot;
}

const SEARCHED = [
  "host.name",
  "user.name",
  "event.code",
  "event.category",
  "event.action",
  "process.name",
  "registry.data.strings",
  "source.ip",
  "winlog.logon.type",
];

function hasWord(known: Known, word: string): boolean {
  const texts = [...SEARCHED.map((field) => [known.event[field] ?? ""].flat()[0]), valueOf(known, "object")];
  return texts.some((text) => String(text).toLowerCase().includes(word.toLowerCase()));
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
  { filters: [{ field: "host.name", values: ["ws-1"], ignoresCase: true }] },
  { filters: [{ field: "host.name", values: ["ws-1"] }] },
  { filters: [{ field: "host.name", values: [""], patterns: ["Ws*"], isNot: true }] },
  { filters: [{ field: "process.name", values: [], patterns: ["CM*", "x*"] }] },
  { texts: [{ words: ["REG.", "WS-2"] }] },
  { texts: [{ words: ["10.0", "network"] }] },
  { filters: [{ field: "source.ip", values: ["FE80::1"], ignoresCase: true }] },
  { texts: [{ words: ["reg", "c:\\3"], isNot: true }, { words: ["4688"] }] },
  { texts: [{ words: ["ünï\ud83d\ude00".toUpperCase()] }], from: 1.7e12 + 250 * 60_000 },
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
      for (const at of [0, 7, rows.length - 1].filter((i) => rows[i] !== undefined))
        expect(index.positionOf(query, rows[at]!)).toBe(at);
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

  it("does not find an event that a query leaves out", async () => {
    const index = await indexed(events(500, mulberry32(17)));
    const query: EventQuery = { filters: [{ field: "host.name", values: ["WS-1"] }] };
    const [other] = index.rows({ filters: [{ field: "host.name", values: ["WS-2"] }] }, 0, 1);
    expect(index.positionOf(query, other!)).toBe(-1);
    const [own] = index.rows(query, 0, 1);
    expect(index.positionOf(query, { ...own!, member: "elsewhere" })).toBe(-1);
    expect(index.positionOf(query, { ...own!, evidenceId: "elsewhere" })).toBe(-1);
  });

  it("knows new events when it was asked before", async () => {
    const builder = new PartBuilder();
    const index = new EventIndex();
    const query: EventQuery = { filters: [{ field: "host.name", values: ["ws-1"], ignoresCase: true }] };
    for (const [n, host] of ["ws-1", "WS-1", "WS-2"].entries()) {
      builder.add({ "host.name": host }, n, { offset: n, length: 1 });
      index.add("a", await unpackPart(await packPart(builder.finish())));
      index.rows(query, 0, 10);
    }
    expect(index.rows(query, 0, 10).map(({ host }) => host)).toEqual(["ws-1", "WS-1"]);
    index.remove("a");
    expect(index.rows(query, 0, 10)).toEqual([]);
  });

  it("counts the values of each field among the events that the other fields' filters find", async () => {
    const known = mixedCase(events(2000, mulberry32(18)));
    const index = await indexed(known);
    const fields: readonly EventField[] = ["host.name", "user.name", "event.code", "process.name"];
    for (const query of QUERIES) {
      for (const { field, values, distinct } of index.facets(query, fields, Infinity)) {
        const others = (query.filters ?? []).filter((filter) => filter.field !== field);
        const counts = new Map<string, number>();
        for (const each of known.filter((one) => isFound(one, { ...query, filters: others }))) {
          const value = valueOf(each, field).toLowerCase();
          counts.set(value, (counts.get(value) ?? 0) + 1);
        }
        // A value that the query names is listed, even where no event has it.
        const named = (query.filters ?? []).filter((filter) => filter.field === field);
        for (const value of named.flatMap((filter) => filter.values))
          counts.set(value.toLowerCase(), counts.get(value.toLowerCase()) ?? 0);
        expect(new Map(values.map(([value, count]) => [value.toLowerCase(), count]))).toEqual(counts);
        expect([values.length, distinct]).toEqual([counts.size, counts.size]);
        const sorted = values.map(([, count]) => count);
        expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
      }
    }
  });

  it("lists the most frequent values, and those that the query names", async () => {
    const index = await indexed(events(2000, mulberry32(19)));
    const [all] = index.facets({}, ["process.pid"], Infinity);
    const rare = all!.values.at(-1)![0];
    const query: EventQuery = { filters: [{ field: "process.pid", values: [rare, "gone"] }] };
    const [few] = index.facets(query, ["process.pid"], 3);
    expect(few!.values).toEqual([...all!.values.slice(0, 3), all!.values.at(-1), ["gone", 0]]);
    expect(few!.distinct).toBe(all!.distinct + 1);
  });

  it("groups events by the values of several fields", async () => {
    const known = mixedCase(events(2000, mulberry32(20)));
    const index = await indexed(known);
    for (const query of QUERIES) {
      for (const fields of [
        ["host.name"],
        ["event.code", "user.name"],
        ["process.name", "user.name", "object"],
      ] as const) {
        const expected = new Map<string, [count: number, from: number, to: number]>();
        for (const each of known.filter((one) => isFound(one, query))) {
          const key = JSON.stringify(fields.map((field) => valueOf(each, field).toLowerCase()));
          const [count, from, to] = expected.get(key) ?? [0, Infinity, -Infinity];
          const { time } = each;
          expected.set(
            key,
            Number.isNaN(time)
              ? [count + 1, from, to]
              : [count + 1, Math.min(from, time), Math.max(to, time)],
          );
        }
        const { groups, distinct } = index.groups(query, fields, Infinity);
        expect(distinct).toBe(expected.size);
        for (const { values, count, from, to } of groups) {
          const key = JSON.stringify(values.map((value) => value.toLowerCase()));
          const [all, first, last] = expected.get(key)!;
          expect([count, from, to]).toEqual([
            all,
            first === Infinity ? NaN : first,
            last === -Infinity ? NaN : last,
          ]);
        }
        expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(index.countOf(query));
        expect(index.groups(query, fields, 2).groups).toEqual(groups.slice(0, 2));
      }
    }
  });

  it("knows every category of an event in filters and facets, and the first elsewhere", async () => {
    const builder = new PartBuilder();
    const index = new EventIndex();
    const categories = [["configuration", "registry"], ["registry"], ["process", "process"], []];
    for (const [n, category] of categories.entries())
      builder.add({ "event.category": category }, n, { offset: n, length: 1 });
    index.add("a", await unpackPart(await packPart(builder.finish())));
    const count = (value: string, more: Partial<EventFilter> = {}): number =>
      index.countOf({ filters: [{ field: "event.category", values: [value], ...more }] });
    expect([count("registry"), count("configuration"), count("process"), count("")]).toEqual([2, 1, 1, 1]);
    expect(count("REGISTRY", { ignoresCase: true, isNot: true })).toBe(2);
    expect(count("x", { values: [], patterns: ["conf*"] })).toBe(1);
    const [facet] = index.facets({}, ["event.category"], 9);
    expect(new Map(facet!.values)).toEqual(
      new Map([
        ["registry", 2],
        ["configuration", 1],
        ["process", 1],
        ["", 1],
      ]),
    );
    expect(index.rows({}, 0, 9).map(({ category }) => category)).toEqual([
      "configuration",
      "registry",
      "process",
      "",
    ]);
    expect(index.groups({}, ["categories"], 9).groups.map(({ values: [value] }) => value)).toContain(
      "configuration, registry",
    );
  });

  it("finds what a search through the files has found as well", async () => {
    const known = events(400, mulberry32(31));
    const index = await indexed(known);
    const query: EventQuery = { texts: [{ words: ["In The Record"] }] };
    const chosen = known.filter((_, n) => n % 7 === 0);
    expect(index.countOf(query)).toBe(0);
    for (const file of ["a", "b", "c"]) {
      const places = chosen.filter((each) => each.file === file).map(({ place }) => place);
      const marks = {
        offsets: [...places.map(({ offset }) => offset), 5],
        members: [...places.map(({ member }) => member), "nowhere"],
      };
      expect(index.mark(["in the RECORD"], file, marks)).toBe(places.length);
      expect(index.mark(["in the record"], file, marks)).toBe(0);
    }
    const keys = chosen.map(keyOfKnown).sort();
    expect(index.rows(query, 0, Infinity).map(keyOf).sort()).toEqual(keys);
    expect(index.countOf({ texts: [{ words: ["in the record"], isNot: true }] })).toBe(400 - keys.length);
    expect(index.countOf({ texts: [{ words: ["in", "record"] }] })).toBe(0);
    index.remove("b");
    expect(index.countOf(query)).toBe(chosen.filter(({ file }) => file !== "b").length);
    index.forgetMarks();
    expect(index.countOf(query)).toBe(0);
  });

  it("finds the numbers that no record of a log has", async () => {
    const builder = new PartBuilder();
    const index = new EventIndex();
    const ids = [7, 3, 4, 4, 20, 21, 0, 2 ** 32, "9"];
    for (const [n, id] of ids.entries())
      builder.add({ "host.name": n % 2 === 0 ? "A" : "a", "winlog.record_id": id }, 1000 * n, {
        offset: n,
        length: 1,
      });
    builder.add({ "host.name": "B", "winlog.record_id": 5 }, 0, { offset: 99, length: 1 });
    index.add("f", await unpackPart(await packPart(builder.finish())));
    expect(index.recordIdGaps({}, 9)).toEqual({
      found: [
        {
          host: "A",
          channel: "",
          present: 6,
          first: 3,
          last: 21,
          missing: 13,
          gaps: 3,
          widest: { before: 9, after: 20, from: 8000, to: 4000 },
        },
      ],
      distinct: 1,
    });
  });

  it.each([
    // A difference, a row, the length of the table and its four codes; the two codes of a parent; a version and some bits.
    ["where logons came from", 11],
    ["the numbers of parents", 4],
    ["of which fields it has every value", 2],
  ])("reads parts of before it knew %s", async (_, bytesSince) => {
    const builder = new PartBuilder();
    builder.add({ "host.name": "A" }, 5, { offset: 1, length: 1 });
    const part = builder.finish();
    const { bytes } = await packPart(part);
    const old = await unpackPart({ bytes: await withoutEnd(bytes, bytesSince) });
    expect(old).toEqual({ ...part, inexact: NOTHING_EXACT });
  });

  it("finds the longest time without an event of each host in each channel", async () => {
    const known = mixedCase(events(600, mulberry32(21)));
    const index = await indexed(known);
    const times = new Map<string, number[]>();
    for (const each of known.filter(({ time }) => !Number.isNaN(time))) {
      const host = valueOf(each, "host.name").toLowerCase();
      times.set(host, [...(times.get(host) ?? []), each.time]);
    }
    const { gaps, distinct } = index.gaps({}, Infinity);
    expect(distinct).toBe(times.size);
    for (const { host, from, to, count } of gaps) {
      const sorted = times.get(host.toLowerCase())!.sort((a, b) => a - b);
      const longest = Math.max(...sorted.slice(1).map((time, i) => time - sorted[i]!));
      expect([to - from, count]).toEqual([longest, sorted.length]);
      expect(sorted.indexOf(to) - sorted.lastIndexOf(from)).toBe(1);
    }
    const lengths = gaps.map(({ from, to }) => to - from);
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    expect(index.gaps({ filters: [{ field: "host.name", values: ["nowhere"] }] }, 5)).toEqual({
      gaps: [],
      distinct: 0,
    });
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
