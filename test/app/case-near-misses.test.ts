import { beforeEach, describe, expect, it } from "vitest";
import { CaseStore } from "../../src/case/index.ts";
import { CaseState } from "../../src/app/case/case-state.svelte.ts";
import { nearMissKey } from "../../src/app/case/near-misses.ts";
import { ScanQueue } from "../../src/app/queue/scan-queue.svelte.ts";
import { ruleOf } from "../rules/run/helpers.ts";
import { eventually } from "../support/eventually.ts";
import { ndjson } from "../support/scan.ts";
import { workersHere } from "../support/workers.ts";

/* The near misses of a case, as its files are scanned, scanned again and removed, and as its rules change. */

const INFO = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
const rule = (id: string, severity: string, query: string) =>
  ruleOf({ type: "eql", rule_id: id, name: id, severity, query });
const LOW = rule("low", "low", 'any where process.name : "a.exe" and not user.name : "system"');
const HIGH = rule(
  "high",
  "high",
  'any where process.name : "a.exe" and process.args : "-x" and not user.name : ("system", "service")',
);
const RULES = new Map([LOW, HIGH].map((one) => [one.rule_id, one]));

const event = (user: string, arg = "-x") => ({
  "@timestamp": "2024-03-01T10:00:00Z",
  process: { name: "a.exe", args: ["a.exe", arg] },
  user: { name: user },
});
const file = (name: string, ...events: readonly object[]): File => new File([ndjson(events)], name);

describe("the near misses of a case", () => {
  let store: CaseStore;
  let state: CaseState;
  let queue: ScanQueue;

  beforeEach(async () => {
    store = await CaseStore.open();
    state = CaseState.create(store, INFO, RULES);
    queue = new ScanQueue(state, workersHere());
  });

  const examine = async (...files: readonly File[]): Promise<void> => {
    queue.add(files.map((each) => ({ file: each, path: each.name })));
    await eventually(() => expect(queue.state).toBe("done"));
  };
  const groups = async (of: CaseState = state) =>
    (await of.nearMisses.read()).groups.map(({ rule: { rule_id }, text, count, first }) => [
      rule_id,
      text,
      count,
      first.map(({ evidenceId, event: { user } }) => `${of.ledger.get(evidenceId)!.name} ${user}`).join(),
    ]);

  it("are joined over the files, exclusions first, then by severity and the fewest first", async () => {
    await examine(
      file("a", event("system"), event("bob", "-y")),
      file("b", event("service"), event("system")),
    );
    const wanted = [
      ["high", 'not user.name : ("system", "service")', 3, "a system,b service,b system"],
      ["low", 'not user.name : "system"', 2, "a system,b system"],
      ["high", 'process.args : "-x"', 1, "a bob"],
    ];
    expect(await groups()).toEqual(wanted);
    await state.written();
    const again = await CaseState.load(store, INFO, RULES);
    expect(await groups(again)).toEqual(wanted);
    expect((await again.nearMisses.read()).unknown).toEqual([]);
    expect(state.ledger.files.map(({ nearMissed }) => nearMissed?.events)).toEqual([3, 3]);
  });

  it("lead to their events by a key", async () => {
    await examine(file("a", event("system"), event("bob", "-y")), file("b", event("service")));
    const [high] = (await state.nearMisses.read()).groups;
    const found = await state.nearMisses.find(nearMissKey(high!));
    const [a, b] = state.ledger.files;
    expect(found!.places).toEqual([
      { evidenceId: a!.id, offset: 0 },
      { evidenceId: b!.id, offset: 0 },
    ]);
    expect(await state.nearMisses.find("7 none")).toBeUndefined();
  });

  it("are those of rules that are on and decide as they did", async () => {
    await examine(file("a", event("system"), event("bob", "-y")));
    state.rules.switch(new Set(["high"]), false);
    expect(await groups()).toEqual([["low", 'not user.name : "system"', 1, "a system"]]);
    state.rules.switch(new Set(["high"]), true);
    expect(await groups()).toHaveLength(3);
    state.addOwnRule({ ...LOW, query: 'any where process.name : "b.exe"' });
    expect((await groups()).map(([id]) => id)).toEqual(["high", "high"]);
  });

  it("go with a file that is removed", async () => {
    await examine(file("a", event("system")), file("b", event("service")));
    await state.removeEvidence(state.ledger.files[0]!.id);
    expect(await groups()).toEqual([["high", 'not user.name : ("system", "service")', 1, "b service"]]);
    await state.written();
    const left: string[] = [];
    for await (const { evidenceId } of store.nearMisses(INFO.id)) left.push(evidenceId);
    expect(left).toEqual([state.ledger.files[0]!.id]);
  });

  it("are not known for a file of an earlier version, or if the record of its last pass is lost", async () => {
    await examine(file("a", event("system")), file("b", event("service")));
    const [a, b] = state.ledger.files;
    state.ledger.save(a!.id, { nearMissed: { generation: a!.nearMissed!.generation + 1, events: 1 } });
    const earlier = { ...b! };
    delete (earlier as { nearMissed?: unknown }).nearMissed;
    const other = await CaseStore.open();
    await other.saveCase(INFO);
    await other.saveEvidenceRows([earlier]);
    const loaded = await CaseState.load(other, INFO, RULES);
    expect(await loaded.nearMisses.read()).toEqual({ groups: [], unknown: [b!.id] });
    expect((await state.nearMisses.read()).unknown).toEqual([a!.id]);
  });
});
