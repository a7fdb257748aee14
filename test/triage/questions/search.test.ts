import { describe, expect, it } from "vitest";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import type { InvestigatePlugin, Provider } from "../../../src/rules/index.ts";
import { type Answer, questionsOf, readGuide } from "../../../src/triage/index.ts";
import { evidence, type EvidenceOptions, logged, named, sentences, start, write } from "./evidence.ts";

/* The searches and queries that Elastic writes into guides, as questions. */

type Condition = readonly [field: string, value: string, more?: Partial<Provider>];

function plugin(
  groups: readonly (readonly Condition[])[],
  [relativeFrom, relativeTo]: readonly [string, string] = ["", ""],
): InvestigatePlugin {
  const providers = groups.map((conditions) =>
    conditions.map(([field, value, more]): Provider => ({
      field,
      value,
      excluded: false,
      queryType: "phrase",
      valueType: "string",
      ...more,
    })),
  );
  return { label: "Others", description: "", providers, relativeFrom, relativeTo };
}

async function search(
  investigate: InvestigatePlugin,
  events: readonly FlatEvent[],
  options: EvidenceOptions = {},
): Promise<Answer> {
  const note = `### Possible investigation steps\n\n- Look.\n\n  !{investigate${JSON.stringify(investigate)}}`;
  const [questions] = [...questionsOf(readGuide(note), "any").values()];
  const examined = evidence(events, options);
  return questions![0]!.ask(examined, examined.alertOf(events[0]!));
}

const ALERT = write("03:07:12", "DumpType", "2", { "host.id": "42" });
const EVENTS = [
  ALERT,
  start("03:00:00", "cmd.exe", { "process.pid": 4120 }),
  start("01:00:00", "reg.exe", { "host.name": "ws-fin-07" }),
  start("03:00:00", "reg.exe", { "host.name": "OTHER" }),
  logged("03:08:00", "Security", "4657", { "event.category": ["registry", "configuration"] }),
];

describe("an investigation of a guide", () => {
  it("counts the events of the host, by its name in place of its id, in the range of time", async () => {
    const onHost: Condition = ["host.id", "{{host.id}}"];
    const all = await search(plugin([[onHost]]), EVENTS);
    expect([all.kind, sentences(all).said]).toEqual(["found", ["Others: 4 events."]]);
    const hour = await search(plugin([[onHost]], ["now-1h", "now"]), EVENTS);
    expect(named(hour)).toEqual([1, 0]);
    // Rounded outwards: from 02:00 to the end of the hour.
    const rounded = await search(plugin([[onHost]], ["now-1h/h", "now/h"]), EVENTS);
    expect(named(rounded)).toEqual([1, 0, 4]);
    expect(sentences(rounded).lookedAt).toContain("from 2026-03-14 02:00:00.000 to 2026-03-14 03:59:59.999");
  });

  it("takes several groups together and counts an event once", async () => {
    const groups: Condition[][] = [
      [["process.name", "reg.exe"]],
      [
        ["process.pid", "{{process.pid}}"],
        ["process.name", "cmd.exe", { excluded: true }],
      ],
      [["process.name", "cmd.exe"]],
    ];
    const answer = await search(plugin(groups), EVENTS);
    expect(sentences(answer).said).toEqual(["Others: 4 events."]);
    expect(named(answer)).toEqual([2, 1, 3, 0]);
  });

  it("shows nothing only where the index decides", async () => {
    const none = await search(plugin([[["process.name", "x.exe"]]]), EVENTS);
    expect([none.kind, sentences(none).said]).toEqual(["nothing", ["Others: nothing found."]]);
    // What an earlier version indexed has the first category of an event only.
    const registry = await search(plugin([[["event.category", "registry"]]]), EVENTS);
    expect(sentences(registry).said).toEqual(["Others: at least 2 events."]);
    const file = await search(plugin([[["event.category", "file"]]]), EVENTS);
    expect([file.kind, file.missing]).toEqual(["cannot", [{ code: "search-categories", label: "Others" }]]);
  });

  it.each<[string, Condition]>([
    ["another field", ["file.hash.sha256", "00"]],
    ["the id of another host", ["host.id", "43"]],
    ["a range", ["process.pid", '{"gte":1}', { queryType: "range" }]],
    ["what an event is not", ["event.category", "process", { excluded: true }]],
  ])("cannot be answered by the index for %s", async (_, condition) => {
    const answer = await search(plugin([[["process.name", "reg.exe"], condition]]), EVENTS);
    expect([answer.kind, answer.missing]).toEqual([
      "cannot",
      [{ code: "search-fields", label: "Others", fields: [condition[0]] }],
    ]);
  });

  describe("for what a process started", () => {
    const byId = plugin([[["process.parent.entity_id", "{{process.entity_id}}"]]]);
    const byNumber = plugin([
      [
        ["host.id", "{{host.id}}"],
        ["process.parent.pid", "{{process.pid}}"],
      ],
    ]);
    /** Sysmon's start, and another event of the same process, which says nothing of the parent. */
    const CHILD = [
      start("03:08:00", "cmd.exe", {
        "process.entity_id": "{child}",
        "process.pid": 9,
        "process.parent.entity_id": "{reg}",
        "process.parent.pid": 4120,
      }),
      write("03:09:00", "DumpCount", "1", { "process.entity_id": "{child}", "process.pid": 9 }),
    ];
    /** Security's start: its parent is a number. */
    const created = (clock: string, pid: number, parent: number) =>
      logged(clock, "Security", "4688", {
        "event.category": ["process"],
        "process.name": `p${pid}.exe`,
        "process.pid": pid,
        "process.entity_id": `loupe:${pid}`,
        "process.parent.pid": parent,
      });

    it("counts the starts that name it by its id", async () => {
      const answer = await search(byId, [...EVENTS, ...CHILD]);
      expect(sentences(answer).said).toEqual(["Others: 1 process start."]);
      expect(named(answer)).toEqual([EVENTS.length]);
      expect((await search(byId, EVENTS)).kind).toBe("nothing");
    });

    it("counts those of the Security log by number and time, and says so", async () => {
      const events = [
        logged("03:07:12", "Security", "4657", {
          "host.id": "42",
          "process.pid": 70,
          "process.name": "p70.exe",
        }),
        created("03:00:00", 70, 4),
        created("03:08:00", 71, 70),
        created("03:09:00", 72, 71),
      ];
      for (const investigate of [byId, byNumber]) {
        const answer = await search(investigate, events);
        expect(sentences(answer).said).toEqual(["Others: 1 process start, found by process id and time."]);
        expect(named(answer)).toEqual([2]);
      }
      // The id of the parent is inferred as well.
      const parent = plugin([[["process.entity_id", "{{process.parent.entity_id}}"]]]);
      const ofChild = await search(parent, [events[2]!, events[0]!, events[1]!]);
      expect(named(ofChild)).toEqual([2]);
    });

    it("cannot say by number where an earlier version has indexed the events", async () => {
      const answer = await search(byNumber, EVENTS);
      expect(answer.missing).toEqual([
        { code: "search-fields", label: "Others", fields: ["process.parent.pid"] },
      ]);
      const excluded = plugin([[["process.parent.pid", "4", { excluded: true }]]]);
      expect((await search(excluded, [...EVENTS, ...CHILD])).kind).toBe("cannot");
    });
  });

  it("says when the event lacks a value", async () => {
    const answer = await search(plugin([[["user.id", "{{group.id}}"]]]), EVENTS);
    expect(answer.missing).toEqual([{ code: "search-value", label: "Others" }]);
  });

  it("for alerts is about those of the case", async () => {
    const signal: Condition = ["event.kind", "signal"];
    const otherAlerts = { count: 2, rules: [["LSASS", 2]] as const };
    const host = plugin([[signal, ["host.id", "{{host.id}}"]]], ["now-48h/h", "now"]);
    const answer = await search(host, EVENTS, { otherAlerts });
    expect(sentences(answer).said).toEqual(["Others: 2 other alerts of this case for the host, by LSASS."]);
    expect((await search(host, EVENTS)).kind).toBe("nothing");
    const user = await search(plugin([[signal, ["user.id", "{{user.id}}"]]]), EVENTS, { otherAlerts });
    expect(sentences(user).said).toEqual(["Others: 2 other alerts of this case for alice, by LSASS."]);
    // Every host has an account SYSTEM: its alerts elsewhere say nothing.
    const [system, ...others] = [{ ...ALERT, "user.name": "SYSTEM" }, ...EVENTS];
    const ofSystem = await search(plugin([[signal, ["user.id", "{{user.id}}"]]]), [system!, ...others], {
      otherAlerts,
    });
    expect(ofSystem.missing).toEqual([{ code: "search-user", label: "Others" }]);
    const path = await search(plugin([[signal, ["file.path", "{{file.path}}"]]]), EVENTS, { otherAlerts });
    expect(path.missing).toEqual([{ code: "search-fields", label: "Others", fields: ["file.path"] }]);
  });
});

describe("an Osquery query of a guide", () => {
  it("cannot be answered, and says what to bring in place of the host", async () => {
    const query = { label: "Services", query: "SELECT * FROM services JOIN hash USING (path)" };
    const note = `### Possible investigation steps\n\n- Look.\n\n  !{osquery${JSON.stringify(query)}}`;
    const [questions] = [...questionsOf(readGuide(note), "any").values()];
    const examined = evidence(EVENTS);
    const answer = await questions![0]!.ask(examined, examined.alertOf(ALERT));
    expect(answer.kind).toBe("cannot");
    expect(sentences(answer).missing).toEqual([
      "Services: an Osquery query asks the running host, not its logs. Run it there, or look at the SYSTEM hive or the events 7045 and 4697; the files.",
    ]);
  });
});
