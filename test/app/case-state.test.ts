import { describe, expect, it } from "vitest";
import { type Case, CaseStore, type Exception } from "../../src/case/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import type { Finding } from "../../src/scan/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { CaseState } from "../../src/app/case/case-state.svelte.ts";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { alertsOf } from "../support/alert-rows.ts";

/* A file scanned with other read settings gets new alerts. Without IndexedDB the store keeps everything in memory. */

const rule: Rule = ownRule({ name: "R", language: "eql", query: "any where true", severity: "low" }, "r");
const other: Rule = { ...rule, rule_id: "s" };
const RULES = new Map([rule, other].map((item) => [item.rule_id, item]));
const INFO: Case = { id: "c", name: "C", createdAt: 1, openedAt: 1 };

const finding = (offset: number, time: number, more: Partial<Finding> = {}): Finding => ({
  ruleId: "r",
  place: { offset, length: 10, line: 1 },
  source: "ecs",
  index: "",
  fields: [["@timestamp", time]],
  raw: "{}",
  ...more,
});

async function opened() {
  const store = await CaseStore.open();
  const state = CaseState.create(store, INFO, RULES);
  const evidence = newEvidence("c", 0, new File(["x"], "a.csv"), "a.csv");
  state.addEvidence(evidence);
  const add = (findings: readonly Finding[]) => state.alerts.add(evidence.id, findings);
  const times = (of: CaseState) => alertsOf(of).map(({ offset, ruleId, time }) => [offset, ruleId, time]);
  const reload = async () => {
    await state.pages.written();
    return CaseState.load(store, INFO, RULES);
  };
  return { state, store, id: evidence.id, add, times, reload };
}

describe("a tab that reads a case", () => {
  it("takes in what the other stores, and keeps what has not changed", async () => {
    const { state, id, add, store } = await opened();
    await add([finding(0, 1)]);
    await state.written();
    const reading = await CaseState.load(store, INFO, RULES, "elsewhere");
    const [row] = alertsOf(reading);
    const number = reading.alerts.columns.find(row!.id);
    const [file] = reading.ledger.files;
    const { version } = reading.alerts;
    await reading.follow();
    expect(reading.alerts.version).toBe(version);
    expect(reading.ledger.files[0]).toBe(file);

    await add([finding(20, 2)]);
    state.dispositions.change([row!.id], { verdict: "true positive", note: "seen" });
    state.guides.change(row!.id, "step", { state: "done" }, "Find the writer");
    state.guides.change(row!.id, "step", { note: "by reg.exe" }, "Find the writer");
    state.addEvidence(newEvidence("c", 1, new File(["y"], "b.csv"), "b.csv"));
    state.switchRules(new Set(["s"]), false);
    await state.written();
    await Promise.all([reading.follow(), reading.follow()]);
    expect(alertsOf(reading).map(({ offset }) => offset)).toEqual([0, 20]);
    expect(reading.alerts.columns.find(row!.id)).toBe(number);
    expect(reading.alerts.version).toBeGreaterThan(version);
    expect(reading.ledger.files.map(({ name, alerts }) => [name, alerts])).toEqual([
      ["a.csv", 2],
      ["b.csv", 0],
    ]);
    expect(reading.dispositions.get(row!.id)).toMatchObject({ verdict: "true positive", note: "seen" });
    expect(reading.rules.get("s")!.on).toBe(false);
    const step = { key: "step", state: "done", note: "by reg.exe" };
    expect(reading.guides.get(row!.id)).toMatchObject({ alertId: row!.id, steps: [step] });
    reading.guides.change(row!.id, "step", { state: "open" }, "Find the writer");
    expect(reading.guides.get(row!.id)).toMatchObject({ steps: [step] });
    const again = await CaseState.load(store, INFO, RULES);
    expect(again.guides.get(row!.id)).toEqual(reading.guides.get(row!.id));

    await state.removeEvidence(id);
    await state.written();
    await reading.follow();
    expect(alertsOf(reading)).toEqual([]);
    expect(reading.ledger.files.map(({ name }) => name)).toEqual(["b.csv"]);
    expect(reading.dispositions.get(row!.id)).toBeUndefined();
    expect([state, reading].map((of) => of.guides.get(row!.id))).toEqual([undefined, undefined]);
    expect(await store.guides(INFO.id)).toEqual([]);
  });

  it("takes in nothing once it works in the case itself", async () => {
    const { add, state, store } = await opened();
    await state.written();
    const own = await CaseState.load(store, INFO, RULES);
    await add([finding(0, 1)]);
    await state.written();
    await own.follow();
    expect(alertsOf(own)).toEqual([]);
  });
});

describe("a file scanned with other read settings", () => {
  it("has each alert once, with its new data and its earlier disposition", async () => {
    const { state, id, add, times, reload } = await opened();
    await add([finding(0, 1), finding(20, 2)]);
    const [before] = alertsOf(state);
    state.dispositions.change([before!.id], { verdict: "true positive", status: "closed" });
    const from = state.pages.nextOf(id);
    await add([finding(0, 101), finding(40, 104)]);
    expect(times(state)).toEqual([
      [0, "r", 101],
      [20, "r", 2],
      [40, "r", 104],
    ]);
    expect(state.ledger.get(id)!.alerts).toBe(3);
    await state.removeEarlierRead(id, from);
    const now = [
      [0, "r", 101],
      [40, "r", 104],
    ];
    expect(times(state)).toEqual(now);
    expect(state.ledger.get(id)!.alerts).toBe(2);
    expect(state.dispositions.get(alertsOf(state)[0]!.id)?.verdict).toBe("true positive");
    expect(await state.pages.findingOf(alertsOf(state)[0]!)).toMatchObject({
      fields: [["@timestamp", 101]],
    });

    const again = await reload();
    expect(times(again)).toEqual(now);
    expect(await again.pages.findingOf(alertsOf(again)[0]!)).toMatchObject({
      fields: [["@timestamp", 101]],
    });
  });

  it("has each alert once, the later one, after an interrupted scan", async () => {
    const { state, add, times, reload } = await opened();
    await add([finding(0, 1), finding(20, 2)]);
    await add([finding(0, 101)]);
    expect(times(await reload())).toEqual([
      [0, "r", 101],
      [20, "r", 2],
    ]);
    state.alerts.refresh();
    expect(alertsOf(state)).toHaveLength(2);
  });

  it("loses the alerts of a disabled rule, which are outdated", async () => {
    const { state, id, add, times } = await opened();
    await add([finding(0, 1), finding(0, 1, { ruleId: "s" })]);
    state.switchRules(new Set(["s"]), false);
    const from = state.pages.nextOf(id);
    await add([finding(0, 101)]);
    await state.removeEarlierRead(id, from);
    state.switchRules(new Set(["s"]), true);
    expect(times(state)).toEqual([[0, "r", 101]]);
  });

  it("loses the sequences of a disabled rule, which is marked to run again", async () => {
    const { state, id, times } = await opened();
    const event = { evidenceId: id, place: { offset: 0, length: 10, line: 1 }, seen: null, time: 1 };
    await state.sequences.add(state.rules.get("s")!, [
      { lost: null, finding: { kind: "sequence", ruleId: "s", events: [event, event] } },
    ]);
    state.switchRules(new Set(["s"]), false);
    await state.removeEarlierRead(id, 0);
    state.switchRules(new Set(["s"]), true);
    expect(times(state)).toEqual([]);
    expect(state.rules.get("s")!.pending).toBe(true);
  });

  it("keeps the alerts of other files and of sequences", async () => {
    const { state, id, add, times } = await opened();
    const another = newEvidence("c", 1, new File(["y"], "b.csv"), "b.csv");
    state.addEvidence(another);
    await state.alerts.add(another.id, [finding(0, 7)]);
    await add([finding(0, 1)]);
    const event = { evidenceId: id, place: { offset: 0, length: 10, line: 1 }, seen: null, time: 1 };
    await state.sequences.add(state.rules.get("s")!, [
      { lost: null, finding: { kind: "sequence", ruleId: "s", events: [event, event] } },
    ]);
    await state.removeEarlierRead(id, state.pages.nextOf(id));
    expect(times(state)).toEqual([
      [0, "r", 7],
      [0, "s", 1],
    ]);
  });

  it("has an alert covered by an exception only if its new data is covered", async () => {
    const { state, add } = await opened();
    const exception: Exception = {
      id: "x",
      caseId: "c",
      ruleId: "r",
      entries: [{ field: "host.name", operator: "included", type: "match", value: "LAB" }],
      why: "lab",
      expires: "",
      createdAt: 1,
    };
    await state.exceptions.add(exception);
    const on = (host: string) => finding(0, 1, { fields: [["host.name", host]] });
    await add([on("LAB")]);
    expect(state.exceptions.covered.has(0)).toBe(true);
    await add([on("OTHER")]);
    expect(state.exceptions.covered.has(0)).toBe(false);
  });
});

describe("the audit trail of a case", () => {
  it("has everything that decides, also after what it was about is gone", async () => {
    const { state, store, id } = await opened();
    state.trail.analyst = "ada";
    state.recordAdded(["a.csv"]);
    state.addOwnRule({ ...rule, rule_id: "own", name: "Own" });
    // Neither changes anything.
    state.switchRules(new Set(["own", "r"]), true);
    state.removeRules(new Set(["unknown"]));
    state.switchRules(new Set(["own"]), false);
    state.setReading(id, { zone: "+02:00" });
    const entries = [{ field: "host.name", operator: "included", type: "match", value: "LAB" }] as const;
    const exception = { id: "x", caseId: "c", ruleId: "r", why: "lab", expires: "", createdAt: 1 };
    await state.exceptions.add({ ...exception, entries }, ["a"]);
    await state.exceptions.remove("x");
    state.guides.change("a", "k", { state: "done" }, "Find the writer");
    state.removeRules(new Set(["own"]));
    await state.rename("Case 7");
    await state.removeEvidence(id);
    await state.written();
    const records = await store.auditTrail("c");
    expect(records.every(({ by }) => by === "ada")).toBe(true);
    const about = { rule: "R", conditions: ["host.name is LAB"], why: "lab", expires: "" };
    const own = { count: 1, names: ["Own"] };
    expect(records.map(({ detail }) => detail)).toEqual([
      { kind: "files-added", files: { count: 1, names: ["a.csv"] } },
      { kind: "rule-written", rule: "Own" },
      { kind: "rules-disabled", rules: own },
      { kind: "file-settings", file: "a.csv", before: {}, after: { zone: "+02:00" } },
      { kind: "exception-added", ...about },
      { kind: "exception-removed", ...about },
      { kind: "step", step: "Find the writer", before: "open", after: "done" },
      { kind: "rules-removed", rules: own },
      { kind: "case-renamed", before: "C", after: "Case 7" },
      { kind: "file-removed", file: "a.csv", sha256: "", alerts: 0, judged: 0 },
    ]);
  });
});
