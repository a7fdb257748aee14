import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Case,
  CaseStore,
  type GuideProgress,
  progressOf,
  STEP_STATES,
  withStep,
} from "../../src/case/index.ts";

describe("the progress with a guide", () => {
  it("has for each step what was recorded last, whatever else was recorded", () => {
    const change = fc.record({
      key: fc.constantFrom("a", "b", "__proto__"),
      state: fc.option(fc.constantFrom(...STEP_STATES), { nil: undefined }),
      note: fc.option(fc.string(), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        let progress: GuideProgress | undefined;
        const expected = new Map<string, { state: string; note: string }>();
        changes.forEach(({ key, state, note }, i) => {
          const given = { ...(state && { state }), ...(note !== undefined && { note }) };
          progress = withStep(progress, "alert", key, given, i + 1);
          expected.set(key, { state: "open", note: "", ...expected.get(key), ...given });
        });
        for (const key of ["a", "b", "__proto__", "untouched"])
          expect(progressOf(progress, key)).toMatchObject(expected.get(key) ?? { state: "open", note: "" });
        expect(progress?.steps.length ?? 0).toBe(expected.size);
        expect(progress?.changedAt ?? changes.length).toBe(changes.length);
      }),
    );
  });
});

describe("stored guides", () => {
  const info: Case = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
  const progress = (alertId: string): GuideProgress =>
    withStep(undefined, alertId, "k", { state: "done", note: "seen" }, 5);

  it("go with their file, and with the sequences that lose an event", async () => {
    const store = await CaseStore.open();
    await store.saveCase(info);
    for (const id of ["file.0.r", "file.20.r", "other.0.r", "sequence.1", "sequence.2"])
      await store.saveGuide("c", progress(id));
    await store.removeEvidence("c", "file", {
      sequenceIds: ["sequence.1"],
      pages: [],
      dispositions: [],
    });
    expect((await store.guides("c")).map(({ alertId }) => alertId).sort()).toEqual([
      "other.0.r",
      "sequence.2",
    ]);
  });

  it("go with their case", async () => {
    const store = await CaseStore.open();
    await store.saveCase(info);
    await store.saveGuide("c", progress("file.0.r"));
    expect(await store.guides("c")).toEqual([progress("file.0.r")]);
    await store.deleteCase("c");
    expect(await store.guides("c")).toEqual([]);
  });
});
