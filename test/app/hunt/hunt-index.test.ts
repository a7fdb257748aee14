import { describe, expect, it } from "vitest";
import { CaseStore } from "../../../src/case/index.ts";
import { locationKey } from "../../../src/formats/index.ts";
import { builtinRules } from "../../../src/rules/builtin/index.ts";
import { CaseState } from "../../../src/app/case/case-state.svelte.ts";
import type { HuntRun } from "../../../src/app/hunt/index.ts";
import type { DroppedFile } from "../../../src/app/intake/dropped-file.ts";
import { sampleEvidence } from "../../../src/app/sample/index.ts";
import { Session } from "../../../src/app/session.svelte.ts";
import { ownRule } from "../../../src/ui/rules/own-rule.ts";
import { ACTIVITIES } from "../../forms/activities.ts";
import { FORMS } from "../../forms/forms.ts";
import { eventually } from "../../support/eventually.ts";
import { ndjson } from "../../support/scan.ts";
import { workersHere } from "../../support/workers.ts";

/* A hunt with the event index finds what it finds without, and says what the index knows of files that are away. */

async function openSession(files: readonly DroppedFile[]): Promise<Session> {
  const rules = new Map(builtinRules().map((rule) => [rule.rule_id, rule]));
  const info = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
  const state = CaseState.create(await CaseStore.open(), info, rules);
  const session = new Session(state, workersHere());
  session.queue.add(files);
  await eventually(() => expect(session.queue.state).toBe("done"));
  return session;
}

async function hunt(session: Session, query: string, language = "eql"): Promise<HuntRun> {
  session.hunt.start(ownRule({ name: "q", language, query, severity: "low" }, "q"));
  const run = session.hunt.run!;
  await run.ended;
  return run;
}

const file = (name: string, text: string): DroppedFile => ({ file: new File([text], name), path: name });

/** One event in a minute from each of some hosts, in turn. */
const events = (hosts: readonly string[], count: number): string =>
  ndjson(
    Array.from({ length: count }, (_, n) => ({
      "@timestamp": new Date(Date.UTC(2024, 0, 1) + n * 60_000).toISOString(),
      event: { category: "process", code: String(n % 50) },
      host: { name: hosts[n % hosts.length] },
      process: { name: `p${n % 7}.exe`, pid: n },
    })),
  );

const QUERIES = [
  'any where host.name : "WS*"',
  'process where process.name : "reg.exe" and not user.name : "alice"',
  'registry where event.code == "13" and host.name != null',
  'any where event.code == "1102"',
  'any where process.pid > 100 and event.code == "7"',
  'any where @timestamp >= "2024-01-01T00:10:00Z" and @timestamp < "2024-01-01T00:20:00Z"',
  'any where process.command_line : "*reg*" and event.code == "1"',
  'any where event.code == "7" | tail 3',
  'sequence by host.name [any where event.code == "7"] [any where event.code == "8"]',
  'sample by host.name [any where event.code == "1102"] [process where true]',
];
const seen = (run: HuntRun) => [
  run.state,
  run.count,
  run.rows.map(({ evidenceId, place, event }) => [evidenceId, locationKey(place), place.line, event]),
  run.sequences.length,
];

describe("a hunt with the event index", () => {
  it("finds what a hunt without it finds, and counts it beforehand", async () => {
    const activities = ACTIVITIES.map(([activity]) => activity);
    const forms = FORMS.filter((_, i) => i % 25 === 0).map((form, n): DroppedFile => {
      const some = activities.filter((each) => form.holds?.(each) ?? true);
      return { file: new File([form.write(some) as BlobPart], `f${n}`), path: `f${n}` };
    });
    const session = await openSession([...sampleEvidence(), ...forms, file("e", events(["A", "B"], 2000))]);
    const answer = session.events.answer.bind(session.events);
    let [ruledOut, counted] = [0, 0];
    for (const query of QUERIES) {
      session.events.answer = answer;
      const run = await hunt(session, query);
      ruledOut += run.ruledOut.length;
      if (run.indexed !== null) {
        expect(run.matches).toBeGreaterThanOrEqual(run.indexed.certain);
        expect(run.matches).toBeLessThanOrEqual(run.indexed.certain + run.indexed.possible);
        if (run.indexed.possible === 0) counted++;
      }
      session.events.answer = () => Promise.reject(new Error("no index"));
      expect([query, ...seen(run)]).toEqual([query, ...seen(await hunt(session, query))]);
    }
    // Or it would say little.
    expect(ruledOut).toBeGreaterThan(10);
    expect(counted).toBeGreaterThan(3);
  });

  it("says what is known of files that are away", async () => {
    const session = await openSession([file("a", events(["A"], 100)), file("b", events(["B"], 100))]);
    session.queue.fileOf = () => undefined;
    const some = await hunt(session, 'any where host.name == "A" and event.code == "7"');
    expect([some.away.map(({ name }) => name), some.ruledOut.map(({ name }) => name)]).toEqual([
      ["a"],
      ["b"],
    ]);
    expect(some.indexedAway).toEqual({ certain: 2, possible: 0 });
    const perhaps = await hunt(session, 'any where host.name == "A" and process.command_line : "x"');
    expect(perhaps.indexedAway).toEqual({ certain: 0, possible: 100 });
    expect((await hunt(session, 'any where host.name == "C"')).away).toEqual([]);
  });

  it("counts the values of all results, whether they are listed or not", async () => {
    const session = await openSession([file("a", events(["A", "A", "B"], 12_001))]);
    const run = await hunt(session, "any where true");
    expect([run.count, run.rows.length, run.isWhole]).toEqual([12_001, 10_000, false]);
    const facetOf = (field: string) => session.hunt.facets.find((facet) => facet.field === field);
    session.hunt.follow();
    expect(facetOf("host.name")).toMatchObject({
      isOfAll: true,
      values: [
        ["A", 8001],
        ["B", 4000],
      ],
    });
    // What was not counted is of the listed ones, and says so.
    session.hunt.toggleFacet("process.pid");
    expect(facetOf("process.pid")).toMatchObject({ isOfAll: false, distinct: 10_000 });
    await session.hunt.countAll();
    expect(facetOf("process.pid")).toMatchObject({ isOfAll: true, distinct: 12_001 });
    expect(facetOf("host.name")!.values[0]).toEqual(["A", 8001]);
    session.hunt.toggle("host.name", "B", false);
    expect(facetOf("event.code")).toMatchObject({ isOfAll: false });
    // An export has those that are not listed as well, in order.
    const { conditions, exports } = session.hunt;
    const options = { form: "ndjson" as const, fields: [], version: "1", conditions, isDescending: true };
    const parts = await exports.write(run, session.case.ledger.files, options);
    const lines = (await new Blob(parts!).text()).trimEnd().split("\n");
    const pids = lines.map((line) => (JSON.parse(line) as Record<string, number>)["process.pid"]);
    expect(pids).toEqual(Array.from({ length: 4000 }, (_, n) => 3 * n + 2).reverse());
    expect(exports.running).toBe(null);
  });

  it("is exported with every sequence, whether it is listed or not", async () => {
    const session = await openSession([file("a", events(["A", "B"], 5202))]);
    const run = await hunt(session, "sequence by host.name [any where true] [any where true] | tail 5100");
    expect([run.count, run.isWhole, run.sequences.length]).toEqual([5100, false, 5000]);
    const { exports } = session.hunt;
    const options = { form: "csv" as const, fields: ["process.pid"], version: "1", conditions: [] };
    const parts = await exports.write(run, session.case.ledger.files, { ...options, isDescending: false });
    const lines = (await new Blob(parts!).text()).split("\r\n");
    expect(lines).toHaveLength(1 + 2 * 5100);
    expect(lines.at(-1)).toMatch(/"5100","1"$/);
  });
});
