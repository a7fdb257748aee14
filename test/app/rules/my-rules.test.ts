import { beforeEach, describe, expect, it } from "vitest";
import { CaseState } from "../../../src/app/case/case-state.svelte.ts";
import { newEvidence } from "../../../src/app/case/file-outcome.ts";
import { MyRules } from "../../../src/app/rules/index.ts";
import { type Case, CaseStore } from "../../../src/case/index.ts";
import type { Rule } from "../../../src/rules/index.ts";
import { ownRule } from "../../../src/ui/rules/own-rule.ts";
import { myRulesFailure } from "../../../src/wording/index.ts";
import { keyRanges, MemoryDatabase } from "../../support/memory-database.ts";

const ruleOf = (id: string): Rule =>
  ownRule({ name: `Rule ${id}`, language: "eql", query: "any where true", severity: "low" }, id);
const SHIPPED = new Map([["shipped", ruleOf("shipped")]]);
const infoOf = (id: string): Case => ({ id, name: id, createdAt: 10, openedAt: 10 });
const onOf = ({ rules }: CaseState) => rules.list.map(({ rule, on }) => [rule.rule_id, on]);

let database: MemoryDatabase;
beforeEach(() => {
  Object.assign(globalThis, { IDBKeyRange: keyRanges });
  database = new MemoryDatabase();
});

/** A tab with a case that has two rules of its own, one of them disabled. */
async function tab() {
  const store = await CaseStore.open({}, database.open);
  let told = 0;
  const mine = new MyRules(store, () => told++);
  await mine.load();
  const state = CaseState.create(store, infoOf("old"), SHIPPED);
  state.addOwnRule(ruleOf("a"));
  state.addOwnRule(ruleOf("b"));
  state.switchRules(new Set(["b"]), false);
  await state.written();
  return { store, mine, state, told: () => told };
}

const PACK = { id: "own:written here", name: "written here" };

describe("rules that are kept for new cases", () => {
  it("begin each new case, which is stored with its first evidence and not before", async () => {
    const { store, mine, state, told } = await tab();
    expect(await mine.keep(PACK, state.rules.list.slice(1), [])).toBe(true);
    expect(told()).toBe(1);
    expect(mine.list.map(({ name, rules }) => [name, rules.length])).toEqual([["written here", 2]]);

    const begun = CaseState.create(store, infoOf("new"), SHIPPED, mine.list);
    expect(onOf(begun)).toEqual([
      ["shipped", true],
      ["a", true],
      ["b", false],
    ]);
    expect(await store.rules("new")).toEqual([]);
    expect(await store.caseOf("new")).toBeUndefined();
    begun.addEvidence(newEvidence("new", 0, new File(["x"], "a.csv"), "a.csv"));
    await begun.written();
    const again = await CaseState.load(store, infoOf("new"), SHIPPED);
    expect(onOf(again)).toEqual(onOf(begun));

    // What is kept does not change with the case, nor the case with what is kept.
    begun.removeRules(new Set(["a"]));
    await mine.remove(PACK.id);
    await begun.written();
    expect(onOf(await CaseState.load(store, infoOf("new"), SHIPPED)).map(([id]) => id)).toEqual([
      "shipped",
      "b",
    ]);
    expect(onOf(CaseState.create(store, infoOf("third"), SHIPPED, mine.list))).toEqual([["shipped", true]]);
  });

  it("can be removed from a new case before it is stored", async () => {
    const { store, mine, state } = await tab();
    await mine.keep(PACK, state.rules.list.slice(1), []);
    const begun = CaseState.create(store, infoOf("new"), SHIPPED, mine.list);
    begun.removeRules(new Set(["a"]));
    await begun.written();
    expect((await store.rules("new")).map(({ rule }) => rule.rule_id)).toEqual(["b"]);
    expect(await store.caseOf("new")).toBeDefined();
  });

  it("stay when cases are deleted, and are seen by another tab", async () => {
    const { store, mine, state } = await tab();
    await mine.keep(PACK, state.rules.list, []);
    await state.delete();
    const other = new MyRules(await CaseStore.open({}, database.open), () => undefined);
    await other.load();
    expect(other.list).toEqual(mine.list);
    await other.remove(PACK.id);
    await mine.load();
    expect(mine.list).toEqual([]);
    expect(await store.keptRules()).toEqual([]);
  });

  it("replace what was kept under the same id, and can be put back", async () => {
    const { mine, state } = await tab();
    await mine.keep(PACK, state.rules.list, []);
    const [before] = mine.list;
    await mine.keep(PACK, state.rules.list.slice(0, 1), []);
    expect(mine.list.map(({ rules }) => rules.length)).toEqual([1]);
    await mine.restore(before!);
    expect(mine.list).toEqual([before]);
  });

  it("are as they were, with a sentence, when the browser refuses to store them", async () => {
    const { mine, state, told } = await tab();
    database.refuses = (store) => store === "keptRules";
    expect(await mine.keep(PACK, state.rules.list, [])).toBe(false);
    expect([mine.list, told()]).toEqual([[], 0]);
    expect(mine.failure).toEqual({ what: "keep", why: null, detail: "The disk is full." });
    expect(myRulesFailure(mine.failure!)).toBe(
      "The rules could not be kept for new cases. The browser says: The disk is full. If the disk is full, free some space or remove kept rules that you no longer need, then try again.",
    );
    database.refuses = () => false;
    expect(await mine.keep(PACK, state.rules.list, [])).toBe(true);
    expect(mine.failure).toBeNull();
  });

  it("cannot be kept without a database, which is said", async () => {
    const { state } = await tab();
    const mine = new MyRules(await CaseStore.open(), () => undefined);
    await mine.load();
    expect(mine.failure).toBeNull();
    expect(await mine.keep(PACK, state.rules.list, [])).toBe(false);
    expect(myRulesFailure(mine.failure!)).toBe(
      "The rules could not be kept for new cases. The browser provides no database for this page, as in some private windows.",
    );
  });
});
