import { describe, expect, it } from "vitest";
import type { FieldValue, FlatEvent } from "../../../src/ecs/index.ts";
import { emptyEvent } from "../../../src/ecs/index.ts";
import { runnable } from "../../../src/rules/index.ts";
import { EventIndex, packPart, PartBuilder, unpackPart } from "../../../src/scan/event-index/index.ts";
import { epochMillis } from "../../../src/time/index.ts";
import { ownRule } from "../../../src/ui/rules/own-rule.ts";
import { mulberry32, pick, type Random } from "../../bench/random.ts";

/* What the index says of a query is what the query says of the events. */

const LONG = "x".repeat(200);
/** Values as sources give them, and as no source should. */
const VALUES: Readonly<Record<string, readonly FieldValue[]>> = {
  "host.name": ["WS-1", "ws-1", "WS-2", LONG],
  "user.name": ["alice", "S-1-5-18", "bob"],
  "user.id": ["S-1-5-18"],
  "winlog.channel": ["Security", "Microsoft-Windows-Sysmon/Operational"],
  "event.code": ["1", "4688", "13"],
  "event.category": ["process", ["process", "registry"], ["registry", "configuration"]],
  "event.action": ["start", "modification"],
  "process.name": ["cmd.exe", "CMD.EXE", "reg.exe"],
  "process.executable": ["C:\\Windows\\cmd.exe"],
  "process.pid": [4, 400],
  "process.entity_id": ["{1}", "{2}"],
  "source.ip": ["10.0.0.1", "fe80::1"],
  "source.domain": ["-", "PC"],
  "winlog.logon.type": ["Network"],
  "@timestamp": [
    "2024-03-01T10:00:00Z",
    "2024-03-01T10:00:00.0005Z",
    "2024-03-01T11:00:00.999+01:00",
    "2024-03-02",
  ],
};
const ODD: Readonly<Record<string, readonly FieldValue[]>> = {
  "host.name": [["WS-1", "WS-2"], "", "a\ud800", "…", ["WS-2"], []],
  "user.name": ["", ["bob", "alice"], "C\\alice"],
  "user.id": ["7"],
  "event.dataset": ["security"],
  "process.executable": ["cmd.exe"],
  "event.code": [1, 4688, ["1", "13"]],
  "event.category": ["process, registry", ["a", "b", "c", "d", "registry"], [""], "registry"],
  "process.name": ["\\\\x\\cmd.exe", ["reg.exe", "cmd.exe"]],
  "process.pid": ["4", 4.5, [4, 400]],
  "@timestamp": [["2024-03-01T10:00:00Z", "2024-03-05T10:00:00Z"], 1709287200000, "never", true],
};

/** @param odd the fields that may have odd values */
function eventOf(random: Random, odd: readonly string[]): FlatEvent {
  const event = emptyEvent();
  for (const field of new Set([...Object.keys(VALUES), ...odd])) {
    if (random() < 0.3) continue;
    const some = odd.includes(field) && random() < 0.2 ? ODD[field] : VALUES[field];
    if (some !== undefined) event[field] = pick(random, some);
  }
  return event;
}

const LEAVES = [
  'host.name == "WS-1"',
  'host.name : "ws-*"',
  'host.name : ("x*", "WS-2")',
  "host.name == null",
  'user.name in ("alice", "S-1-5-18")',
  'user.name : "*e"',
  'winlog.channel == "Security"',
  'event.code == "1"',
  "event.code == 1",
  'event.code in ("1", "4688")',
  'event.category == "registry"',
  'event.action != "start"',
  'process.name : "cmd.exe"',
  'endsWith(process.name, "exe")',
  "process.pid == 4",
  "process.pid > 4",
  'process.pid == "4"',
  "length(host.name) > 100",
  'process.entity_id == "{1}"',
  'process.parent.name == "x"',
  'cidrMatch(source.ip, "10.0.0.0/8")',
  'source.domain == "PC"',
  'winlog.logon.type : "net*"',
  'concat(host.name, "/", event.code) == "WS-1/1"',
  '@timestamp >= "2024-03-01T10:00:00.000Z"',
  '@timestamp < "2024-03-01T10:00:00.0007Z"',
  '@timestamp > "2024-03-02"',
  '@timestamp == "2024-03-01T10:00:00.000Z"',
  "true",
];
const KQL_LEAVES = [
  "host.name: WS-1",
  "host.name: ws*",
  "event.code: (1 or 13)",
  "process.pid: 4",
  "process.pid >= 5",
  "event.category: registry",
  "user.name: *",
  "process.name.text: cmd",
  "source.ip: 10.0.0.0/8",
  '@timestamp >= "2024-03-01T10:00:00.000Z"',
  '@timestamp <= "2024-03-01"',
  "*: alice",
];

function condition(random: Random, leaves: readonly string[], depth: number): string {
  const kind = depth === 0 ? 0 : random();
  if (kind < 0.35) return pick(random, leaves);
  const inner = () => condition(random, leaves, depth - 1);
  if (kind < 0.5) return `not (${inner()})`;
  return `(${inner()} ${kind < 0.75 ? "and" : "or"} ${inner()})`;
}

const time = (event: FlatEvent): number => {
  const value = [event["@timestamp"]].flat()[0];
  return value === undefined || typeof value === "boolean" ? NaN : epochMillis(value);
};

async function indexOf(events: readonly FlatEvent[]): Promise<EventIndex> {
  const index = new EventIndex();
  const builder = new PartBuilder();
  for (const [n, event] of events.entries()) {
    builder.add(event, time(event), { offset: n, length: 1 });
    if (builder.count === 50) index.add("a", await unpackPart(await packPart(builder.finish())));
  }
  index.add("a", await unpackPart(await packPart(builder.finish())));
  return index;
}

function tests(random: Random, rounds: number) {
  return Array.from({ length: rounds }, () => {
    const isKql = random() < 0.3;
    const text = condition(random, isKql ? KQL_LEAVES : LEAVES, 3);
    const category = pick(random, ["any", "registry", "process"]);
    const draft = isKql
      ? { language: "kuery", query: text }
      : { language: "eql", query: `${category} where ${text}` };
    const runs = runnable(ownRule({ name: "q", severity: "low", ...draft }, "q"), []);
    if (runs.state !== "runs" || runs.kind !== "event") throw new Error(`${text} does not run`);
    return { query: draft.query, runs };
  });
}

describe("what the index answers to a query", () => {
  it.each([
    ["ordinary events", [], 0.25],
    ["events with some odd values", ["host.name", "event.category", "@timestamp"], 0.1],
    ["odd events", Object.keys(ODD), 0.01],
  ])("is what the query says of %s, or that it does not know", async (_, odd, least) => {
    const random = mulberry32(odd.length);
    const events = Array.from({ length: 400 }, () => eventOf(random, odd));
    const index = await indexOf(events);
    let [decided, all] = [0, 0];
    for (const { query, runs } of tests(random, 300)) {
      const clauses = runs.conditions.map(({ clause }) => clause);
      const { files } = index.answer([clauses], 10, "first");
      const [file] = files;
      const matching = events.flatMap((event, n) => (runs.matches(event) ? [n] : []));
      const candidates = new Set(file!.offsets!);
      expect([query, matching.filter((n) => !candidates.has(n))]).toEqual([query, []]);
      expect([query, file!.certain <= matching.length, file!.events]).toEqual([query, true, 400]);
      expect([query, matching.length <= file!.certain + file!.possible]).toEqual([query, true]);
      decided += file!.possible === 0 ? 1 : 0;
      all++;
    }
    // Or it would say little.
    expect(decided / all).toBeGreaterThan(least);
  });

  it("names the matching events that happened first or last", async () => {
    const events = Array.from({ length: 120 }, (_, n): FlatEvent => ({
      "event.code": String(n % 2),
      "@timestamp": new Date(Date.UTC(2024, 0, 1) + ((n * 37) % 120) * 1000).toISOString(),
    }));
    const index = await indexOf(events);
    const runs = runnable(
      ownRule({ name: "q", severity: "low", language: "eql", query: 'any where event.code == "1"' }, "q"),
      [],
    );
    if (runs.state !== "runs" || runs.kind !== "event") throw new Error("It does not run.");
    const clauses = runs.conditions.map(({ clause }) => clause);
    const odd = events
      .map((event, n) => [n, String(event["@timestamp"])] as const)
      .filter(([n]) => n % 2 === 1);
    const sorted = odd.sort(([, a], [, b]) => (a < b ? -1 : 1)).map(([n]) => n);
    const placesOf = (from: "first" | "last") =>
      index.answer([clauses], 5, from).nearest.map(({ offset }) => offset);
    expect(placesOf("first")).toEqual(sorted.slice(0, 5));
    expect(placesOf("last")).toEqual(sorted.slice(-5));
    expect(index.answer([clauses], 5, "first").files[0]).toMatchObject({ certain: 60, possible: 0 });
  });
});
