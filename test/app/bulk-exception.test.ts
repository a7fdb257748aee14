import { describe, expect, it } from "vitest";
import { BulkException, MAX_EXCEPTION_RULES } from "../../src/app/case/bulk-exception.svelte.ts";
import { Decisions } from "../../src/app/case/decisions.svelte.ts";
import { eventually } from "../support/eventually.ts";
import { anyRule } from "./list/columns-of.ts";
import { type Found, openedList } from "./list/opened-list.ts";

const of = (host: string, ruleId: string): Found => ({
  "host.name": host,
  "process.executable": "C:\\a.exe",
  ruleId,
});

async function opened(
  found: readonly Found[],
  chosen: readonly number[],
  rules?: Parameters<typeof openedList>[1],
) {
  const { list, state } = await openedList(found, rules);
  const bulk = new BulkException(Uint32Array.from(chosen), {
    columns: state.alerts.columns,
    covered: state.exceptions.covered,
    read: (owner, page) => state.pages.read(owner, page),
  });
  await bulk.propose();
  return { list, state, bulk };
}

describe("an exception for many alerts", () => {
  const found = [of("A", "r"), of("A", "r"), of("B", "r"), of("A", "s"), of("A", "r")];

  it("is one for each rule, says what else it hides, and can be taken back", async () => {
    const { list, state, bulk } = await opened(found, [0, 1, 3]);
    expect(bulk.rules.map(({ ruleId, rows }) => [ruleId, [...rows]])).toEqual([
      ["r", [0, 1]],
      ["s", [3]],
    ]);
    const [r, s] = bulk.rules;
    const stops = [bulk.count(r!), bulk.count(s!)];
    await eventually(() => {
      expect(r!.hidden).toEqual({ chosen: 2, others: 1, isComplete: true });
      expect(s!.hidden).toEqual({ chosen: 1, others: 0, isComplete: true });
    });
    for (const stop of stops) stop();

    expect([bulk.isComplete, bulk.isTouched]).toEqual([false, false]);
    bulk.why = "Change 1";
    expect([bulk.isComplete, bulk.isTouched]).toEqual([true, true]);
    const decisions = new Decisions(state.dispositions, state.exceptions);
    await decisions.addExceptions(bulk.exceptions("c"));
    expect(decisions.last).toMatchObject({ what: "Hidden by 2 exceptions", alerts: 4 });
    expect([...list.listed]).toEqual([2]);
    decisions.undo();
    await eventually(() => expect(list.listed.length).toBe(5));
    expect(state.exceptions.list).toEqual([]);
  });

  it("is not complete without conditions, which would hide all", async () => {
    const { bulk } = await opened(found, [0]);
    bulk.why = "x";
    bulk.rules[0]!.draft!.entries = [];
    expect(bulk.isComplete).toBe(false);
  });

  it("is for a few rules only", async () => {
    const rules = Array.from({ length: MAX_EXCEPTION_RULES + 1 }, (_, i) => anyRule(`r${i}`));
    const { bulk } = await opened(
      rules.map(({ rule_id }) => of("A", rule_id)),
      rules.map((_, i) => i),
      rules,
    );
    expect([bulk.isForTooMany, bulk.isComplete, bulk.rules[0]!.draft]).toEqual([true, false, null]);
  });

  it("comes back when an exception that was removed is added again", async () => {
    const { list, state, bulk } = await opened(found, [0]);
    const decisions = new Decisions(state.dispositions, state.exceptions);
    const [exception] = bulk.exceptions("c");
    await decisions.addExceptions([exception!]);
    expect(list.listed.length).toBe(2);
    await decisions.removeException(exception!);
    expect([decisions.last?.alerts, list.listed.length]).toEqual([3, 5]);
    decisions.undo();
    await eventually(() => expect(list.listed.length).toBe(2));
  });
});
