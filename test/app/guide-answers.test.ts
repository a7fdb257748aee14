import { beforeEach, describe, expect, it } from "vitest";
import { GuideAnswers } from "../../src/app/case/guide-answers.svelte.ts";
import { CaseEventIndex } from "../../src/app/case/event-index.ts";
import { CaseState } from "../../src/app/case/case-state.svelte.ts";
import { ScanQueue } from "../../src/app/queue/scan-queue.svelte.ts";
import { CaseStore } from "../../src/case/index.ts";
import { builtinRules } from "../../src/rules/builtin/index.ts";
import {
  type Answer,
  type AskedEvidence,
  type Question,
  questionsOf,
  readGuide,
} from "../../src/triage/index.ts";
import { alertsOf } from "../support/alert-rows.ts";
import { eventually } from "../support/eventually.ts";
import { ndjson } from "../support/scan.ts";
import { workersHere } from "../support/workers.ts";

/* When the questions of a guide are asked: once for each state of the index, one after the other, while it is shown. */

const INFO = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
const [rule] = builtinRules();
const DUMP_TYPE = "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType";
const at = (minute: number): string => new Date(Date.UTC(2026, 2, 14, 3, minute)).toISOString();

const write = (minute: number, data: string, host = "WS") => ({
  "@timestamp": at(minute),
  event: { category: ["registry"], type: ["change"], module: "sysmon", code: "13" },
  host: { name: host, os: { type: "windows" } },
  winlog: { channel: "Microsoft-Windows-Sysmon/Operational" },
  registry: { path: DUMP_TYPE, data: { strings: [data] } },
  process: { name: "reg.exe", executable: "C:\\Windows\\System32\\reg.exe", pid: 7, entity_id: "{reg}" },
});
const start = (minute: number) => ({
  ...write(minute, ""),
  event: { category: ["process"], type: ["start"], module: "sysmon", code: "1" },
  registry: undefined,
  process: { name: "reg.exe", pid: 7, entity_id: "{reg}", command_line: `reg add ${"x".repeat(300)}` },
});

describe("the answers to a guide", () => {
  let state: CaseState;
  let queue: ScanQueue;
  let answers: GuideAnswers;

  beforeEach(async () => {
    state = CaseState.create(await CaseStore.open(), INFO, new Map([[rule!.rule_id, rule!]]));
    queue = new ScanQueue(state, workersHere());
    const index = new CaseEventIndex(state.events, state.ledger, workersHere());
    answers = new GuideAnswers(state, index, (rows) => queue.readEvents(rows), { first: 0, again: 0 });
  });

  async function examine(name: string, events: readonly object[]): Promise<void> {
    queue.add([{ file: new File([ndjson(events)], name), path: name }]);
    await eventually(() => expect(queue.state).toBe("done"));
  }

  /** The guide of the first alert, with other questions if given. */
  async function asked(questions?: ReadonlyMap<string, readonly Question[]>) {
    const [row] = alertsOf(state);
    const finding = await state.pages.findingOf(row!);
    if (finding?.kind !== "event") throw new Error("no event");
    const { evidenceId, offset, time } = row!;
    const event = JSON.parse(finding.fields as string) as Record<string, string>;
    const ofGuide = [...questionsOf(readGuide(rule!.note), rule!.rule_id).values()].flat();
    return {
      alertId: row!.id,
      alert: { event, time, evidenceId, offset },
      questions: questions ?? new Map(ofGuide.map((question) => [question.id, [question]])),
    };
  }

  const nothing: Answer = { kind: "nothing", statements: [], lookedAt: null, missing: [] };

  /** A question that counts how often it is asked, and waits for `go`. */
  function held() {
    const question = { asked: 0, running: 0, go: (): void => undefined };
    const ask = async ({ index }: AskedEvidence): Promise<Answer> => {
      question.asked++;
      question.running++;
      await new Promise<void>((resolve) => (question.go = resolve));
      question.running--;
      await index.countOf({});
      return nothing;
    };
    return { ...question, counts: question, id: "held", ask };
  }

  it("come from the index, and from records that are read again", async () => {
    await examine("a.ndjson", [write(7, "2"), start(6), write(8, "0")]);
    const guide = await asked();
    answers.show(guide);
    await eventually(() => expect(answers.of(guide.alertId).version).not.toBe(""));
    const { steps, failure } = answers.of(guide.alertId);
    expect(failure).toBe("");
    expect([...steps.keys()]).toEqual([...guide.questions.keys()]);
    const codes = (id: string) => steps.get(id)![0]!.statements.map(({ code }) => code);
    expect(codes("value")).toEqual(["value-set", "value-later"]);
    // The index has only the beginning of the command line.
    expect(steps.get("writer")![0]!.statements[1]).toMatchObject({
      code: "writer-started",
      commandLine: `reg add ${"x".repeat(300)}`,
    });
  });

  it("are asked again only when the index has changed", async () => {
    await examine("a.ndjson", [write(7, "2")]);
    const question = held();
    const guide = await asked(new Map([["step", [question]]]));
    const again = async (expected: number) => {
      await eventually(() => expect(question.counts.asked).toBe(expected));
      question.counts.go();
      await eventually(() =>
        expect(answers.of(guide.alertId).version).toContain(state.ledger.files.at(-1)!.id),
      );
    };
    const stop = answers.show(guide);
    await again(1);
    answers.refresh();
    stop();
    answers.show(guide);
    await examine("b.ndjson", [write(9, "0")]);
    expect(question.counts.asked).toBe(1);
    answers.refresh();
    await again(2);
    expect([...answers.of(guide.alertId).steps.keys()]).toEqual(["step"]);
  });

  it("stop when another alert is shown, and nothing of them is kept", async () => {
    await examine("a.ndjson", [write(7, "2"), write(8, "2", "OTHER")]);
    const [first, second, other] = [held(), held(), held()];
    const guide = await asked(
      new Map([
        ["one", [first]],
        ["two", [second]],
      ]),
    );
    answers.show(guide);
    await eventually(() => expect(first.counts.running).toBe(1));
    expect(second.counts.asked).toBe(0);
    const elsewhere = { ...guide, alertId: "other", questions: new Map([["step", [other]]]) };
    answers.show(elsewhere);
    first.counts.go();
    await eventually(() => expect(other.counts.running).toBe(1));
    other.counts.go();
    await eventually(() => expect(answers.of("other").version).not.toBe(""));
    expect(second.counts.asked).toBe(0);
    expect(answers.of(guide.alertId)).toEqual({ steps: new Map(), failure: "", version: "" });
  });

  it("say why they cannot be had", async () => {
    await examine("a.ndjson", [write(7, "2")]);
    const broken: Question = { id: "broken", ask: () => Promise.reject(new Error("the worker is gone")) };
    const guide = await asked(new Map([["step", [broken]]]));
    answers.show(guide);
    await eventually(() => expect(answers.of(guide.alertId).failure).toBe("the worker is gone"));
  });

  it("count the other alerts of the host", async () => {
    await examine("a.ndjson", [write(7, "2"), write(8, "2"), write(9, "2", "OTHER"), write(59, "2")]);
    let found: unknown;
    const counts: Question = {
      id: "counts",
      ask: (evidence) => {
        found = evidence.otherAlerts({
          hosts: ["ws"],
          from: Date.parse(at(0)),
          to: Date.parse(at(30)),
        });
        return Promise.resolve(nothing);
      },
    };
    answers.show(await asked(new Map([["step", [counts]]])));
    await eventually(() =>
      expect(found).toMatchObject({
        count: 1,
        rules: [[rule!.name, 1]],
        hosts: [["WS", 1]],
        nearest: [{ time: Date.parse(at(8)) }],
        rulesRun: 1,
      }),
    );
  });
});
