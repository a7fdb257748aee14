import { describe, expect, it } from "vitest";
import { pagesOf, storedDispositions } from "../support/stored-dispositions.ts";
import { type Case, CaseStore } from "../../src/case/index.ts";

/* Without IndexedDB the store keeps everything in memory. */

const named = (id: string): Case => ({ id, name: id, createdAt: 1, openedAt: 1 });

describe("a deleted case", () => {
  it("stores nothing more, whatever a scan still writes; other cases do", async () => {
    const store = await CaseStore.open();
    await store.saveCase(named("a"));
    await store.saveCase(named("b"));
    await store.deleteCase("a");
    for (const caseId of ["a", "b"]) {
      await store.saveRuleSet({ caseId, key: "k", decisions: [] });
      const pages = pagesOf(caseId, [{ alertId: "1", status: "open", verdict: "", note: "", changedAt: 1 }]);
      await store.saveDispositions(caseId, () => [pages]);
    }
    await store.saveCase(named("a"));
    expect(await store.cases()).toEqual([expect.objectContaining(named("b"))]);
    expect([await store.ruleSets("a"), (await storedDispositions(store, "a")).size]).toEqual([[], 0]);
    expect([(await store.ruleSets("b")).length, (await storedDispositions(store, "b")).size]).toEqual([1, 1]);
  });
});
