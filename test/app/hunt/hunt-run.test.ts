import { describe, expect, it } from "vitest";
import { CaseStore, isSequence, type AlertFinding } from "../../../src/case/index.ts";
import type { RecordLocation } from "../../../src/formats/index.ts";
import { locationKey } from "../../../src/formats/index.ts";
import { builtinRules, companionRules } from "../../../src/rules/builtin/index.ts";
import type { Rule } from "../../../src/rules/index.ts";
import { CaseState } from "../../../src/app/case/case-state.svelte.ts";
import type { HuntRun } from "../../../src/app/hunt/index.ts";
import { Session } from "../../../src/app/session.svelte.ts";
import type { DroppedFile } from "../../../src/app/intake/dropped-file.ts";
import { sampleEvidence } from "../../../src/app/sample/index.ts";
import { ownRule } from "../../../src/ui/rules/own-rule.ts";
import { ACTIVITIES } from "../../forms/activities.ts";
import { FORMS } from "../../forms/forms.ts";
import { QUERIES } from "../../forms/rules.ts";
import { alertsOf } from "../../support/alert-rows.ts";
import { eventually } from "../../support/eventually.ts";
import { ndjson } from "../../support/scan.ts";
import { workersHere } from "../../support/workers.ts";

/* A hunt with the query of a rule finds what the rule raises alerts for. */

const query = (text: string, language = "eql", id = "hunt"): Rule =>
  ownRule({ name: id, language, query: text, severity: "low" }, id);

const CORRELATIONS = [
  "sequence by host.name with maxspan=1h [registry where true] [registry where true]",
  'sequence [process where process.name : "reg.exe"] [any where event.code != null] until [registry where false]',
  "sample by host.name [registry where true] [process where true]",
];

const RULES: readonly Rule[] = [
  ...builtinRules(),
  ...companionRules(),
  ...Object.entries(QUERIES).map(([id, text]) => query(text, "eql", id)),
  ...CORRELATIONS.map((text, i) => query(text, "eql", `correlation-${i}`)),
  query("event.category: registry and registry.path: *LocalDumps*", "kuery", "kql-registry"),
  query("process.name: (reg.exe or svchost.exe) and not host.name: WS*", "kuery", "kql-process"),
];

async function openSession(files: readonly DroppedFile[], workers = workersHere()): Promise<Session> {
  const rules = new Map(RULES.map((rule) => [rule.rule_id, rule]));
  const info = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
  const state = CaseState.create(await CaseStore.open(), info, rules);
  state.switchRules(new Set(rules.keys()), true);
  const session = new Session(state, workers);
  session.queue.add(files);
  await eventually(() => expect(session.queue.state).toBe("done"));
  return session;
}

/** Lines, tables, event logs, and documents with events in them. */
const NAMES = FORMS.filter((_, i) => i % 10 === 0).map(({ name }) => name);
const filesOfForms = (): DroppedFile[] =>
  NAMES.map((wanted) => {
    const form = FORMS.find(({ name }) => name === wanted)!;
    const activities = ACTIVITIES.map(([activity]) => activity).filter((each) => form.holds?.(each) ?? true);
    const name = form.name.replace(/\W+/g, "-");
    return { file: new File([form.write(activities) as BlobPart], name), path: name };
  });

async function hunt(session: Session, rule: Rule): Promise<HuntRun> {
  session.hunt.start(rule);
  const run = session.hunt.run!;
  await run.ended;
  return run;
}

const at = (evidenceId: string, place: RecordLocation): string => `${evidenceId} ${locationKey(place)}`;

function foundBy(run: HuntRun): string[] {
  const found =
    run.kind === "event"
      ? run.rows.map((row) => at(row.evidenceId, row.place))
      : run.sequences.map((events) =>
          events.map((row) => (row === null ? "-" : at(row.evidenceId, row.place))).join(", "),
        );
  return found.sort();
}

function placesOf(finding: AlertFinding, evidenceId: string): string {
  if (!isSequence(finding)) return at(evidenceId, finding.place);
  return finding.events.map((event) => (event === null ? "-" : at(event.evidenceId, event.place))).join(", ");
}

describe("a hunt with a rule's query", () => {
  it("finds exactly the events of the rule's alerts, in every form", async () => {
    const session = await openSession([...sampleEvidence(), ...filesOfForms()]);
    const alerts = new Map<string, string[]>(RULES.map((rule) => [rule.rule_id, []]));
    for (const { ruleId, page, slot, evidenceId, shelf } of alertsOf(session.case)) {
      const findings = await session.case.pages.read(shelf ?? evidenceId, page);
      alerts.get(ruleId)!.push(placesOf(findings![slot]!, evidenceId));
    }
    for (const rule of RULES) {
      const run = await hunt(session, rule);
      const expected = alerts.get(rule.rule_id)!.sort();
      expect([rule.name, run.state, run.count, foundBy(run)]).toEqual([
        rule.name,
        "done",
        expected.length,
        expected,
      ]);
    }
    // Or the comparison would say little.
    expect([...alerts.values()].filter((found) => found.length > 0).length).toBeGreaterThan(RULES.length / 2);
  });
});

const MINUTE = 60_000;
const events = (hosts: readonly string[], first = 0): string =>
  ndjson(
    hosts.map((host, i) => ({
      "@timestamp": new Date(Date.UTC(2024, 0, 1) + (first + i) * MINUTE).toISOString(),
      event: { category: "process", code: String(i) },
      host: { name: host },
    })),
  );
const file = (name: string, text: string): DroppedFile => ({ file: new File([text], name), path: name });

describe("the results of a hunt", () => {
  const codes = (run: HuntRun) =>
    run.rows.map(({ event }) => `${String(event!["host.name"])}${String(event!["event.code"])}`);

  it("are in the order of time over all files, and pipes keep the first or the last of them", async () => {
    const session = await openSession([
      file("b", events(["B", "B", "B"], 1)),
      file("a", events(["A", "A", "A"])),
    ]);
    const all = await hunt(session, query("any where true"));
    expect(codes(all)).toEqual(["A0", "B0", "A1", "B1", "A2", "B2"]);
    const head = await hunt(session, query("any where true | head 3"));
    expect([head.count, head.matches, codes(head)]).toEqual([3, 6, ["A0", "B0", "A1"]]);
    expect(codes(await hunt(session, query("any where true | tail 2")))).toEqual(["A2", "B2"]);
    expect(codes(await hunt(session, query("any where true | head 4 | tail 1")))).toEqual(["B1"]);
    const sequences = await hunt(
      session,
      query("sequence by host.name [any where true] [any where true] | tail 1"),
    );
    expect([sequences.count, sequences.sequenceCount]).toEqual([1, 4]);
    expect(codes(sequences)).toEqual(["B1", "B2"]);
  });

  it("name the files that were not searched, and those that cannot match", async () => {
    const session = await openSession([file("a", events(["A"])), file("b", events(["B"]))]);
    const [first] = session.case.ledger.files;
    const fileOf = session.queue.fileOf.bind(session.queue);
    session.queue.fileOf = (id) => (id === first!.id ? undefined : fileOf(id));
    const run = await hunt(session, query("process where true"));
    expect([run.away.map(({ name }) => name), codes(run)]).toEqual([["a"], ["B0"]]);
    const other = await hunt(session, query("registry where true"));
    expect([other.without.length, other.away.length, other.count, other.bytes]).toEqual([2, 0, 0, 0]);
  });

  it("are kept when it is stopped, and say what broke", async () => {
    const real = workersHere();
    let reads = 0;
    const session = await openSession([file("a", events(["A"])), file("b", events(["B"]))], {
      ...real,
      count: 1,
      startScan: () => {
        const handle = real.startScan();
        return {
          ...handle,
          run: (call) =>
            handle.run((api) =>
              call({
                ...api,
                hunt: async (...given) => {
                  if (++reads === 1) throw new Error("out of memory");
                  const result = await api.hunt(...given);
                  if (reads === 3) session.hunt.stop();
                  return result;
                },
              }),
            ),
        };
      },
    });
    const broken = await hunt(session, query("any where true"));
    expect([broken.state, broken.count, broken.failures]).toEqual([
      "done",
      1,
      [expect.stringMatching(/^[ab]: out of/)],
    ]);
    const stopped = await hunt(session, query("any where true"));
    expect([stopped.state, stopped.count, stopped.rows.length, reads]).toEqual(["stopped", 1, 1, 3]);
  });
});
