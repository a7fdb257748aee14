import { describe, expect, it, vi } from "vitest";
import { CaseStore } from "../../src/case/index.ts";
import { readTogether } from "../../src/rules/files/index.ts";
import { Session } from "../../src/app/session.svelte.ts";
import { CaseState } from "../../src/app/case/case-state.svelte.ts";
import type { DroppedFile } from "../../src/app/intake/dropped-file.ts";
import { toml } from "../rules/files/samples.ts";
import { eventually } from "../support/eventually.ts";
import { workersHere } from "../support/workers.ts";

const slow = { read: () => new Promise<void>((done) => setTimeout(done, 50)) };

/** A file named "slow" takes the worker some time, one named "breaks" ends it. */
const workers = workersHere({
  case: {
    readRules: async (files) => {
      if (files.some(({ file }) => file.name === "breaks")) throw new Error("out of memory");
      if (files.some(({ file }) => file.name === "slow")) await slow.read();
      return readTogether(files);
    },
  },
});

const openStore = () => CaseStore.open();

async function openSession(store?: CaseStore): Promise<Session> {
  store ??= await openStore();
  return new Session(
    CaseState.create(store, { id: "c", name: "C", createdAt: 1, openedAt: 1 }, new Map()),
    workers,
  );
}

const dropped = (name: string, query: string): DroppedFile => {
  const text = toml("r").replace(/'''[^]*'''/, `"${query}"`);
  return { file: new File([text], name), path: name };
};
const queries = ({ case: { rules } }: Session): string[] => rules.list.map(({ rule }) => rule.query);

describe("rules added while others are read", () => {
  it("replace the earlier ones, however long those take", async () => {
    const session = await openSession();
    const first = session.take([dropped("slow", "any where true")]);
    const second = session.take([dropped("quick", "any where false")]);
    await Promise.all([first, second]);
    expect(queries(session)).toEqual(["any where false"]);
    expect(session.case.rules.files.map(({ name }) => name)).toEqual(["slow", "quick"]);
    expect(session.readingRules).toBe(0);
  });

  it("are read if an earlier file breaks the worker, and so are the files beside it", async () => {
    const session = await openSession();
    const first = session.take([dropped("breaks", "any where 1 == 1"), dropped("slow", "any where true")]);
    await Promise.all([first, session.take([dropped("quick", "any where false")])]);
    expect(queries(session)).toEqual(["any where false"]);
    const reports = session.case.rules.files.map(({ name, problems }) => [name, problems.length]);
    expect(reports).toEqual([
      ["breaks", 1],
      ["slow", 0],
      ["quick", 0],
    ]);
  });
});

describe("added files", () => {
  it("are meant as rules only if the user said so, until the next time", async () => {
    const session = await openSession();
    // Evidence is never read in this test, which is about its classification.
    vi.spyOn(session.queue, "add").mockImplementation(() => undefined);
    const log: DroppedFile = { file: new File(['{"@timestamp":1}\n'], "log"), path: "log" };
    const drops = () => [session.drops.asRules, [...session.drops.rules], [...session.drops.evidence]];
    await session.take([log]);
    expect(drops()).toEqual([false, [], ["log"]]);
    await session.take([log], { asRules: true });
    expect(drops()).toEqual([true, [], ["log"]]);
    await session.take([dropped("rule", "any where true")], { asRules: true });
    expect(drops()).toEqual([true, ["rule"], []]);
    await session.take([log]);
    expect(drops()).toEqual([false, [], ["log"]]);
  });
});

describe("rules and files still being read while their case is deleted", () => {
  it("leave nothing behind", async () => {
    const store = await openStore();
    const session = await openSession(store);
    const evidence: DroppedFile = { file: new File(['{"@timestamp":1}\n'], "log"), path: "log" };
    let finish: () => void = () => undefined;
    const read = vi.spyOn(slow, "read");
    read.mockImplementationOnce(() => new Promise((done) => (finish = done)));
    const taking = session.take([dropped("slow", "any where true"), evidence]);
    await eventually(() => expect(read).toHaveBeenCalled());
    expect(session.readingRules).toBe(1);
    await session.case.delete();
    finish();
    await taking;
    expect(session.readingRules).toBe(0);
    expect([await store.rules("c"), await store.ruleFiles("c"), await store.evidence("c")]).toEqual([
      [],
      [],
      [],
    ]);
    expect(session.queue.busy).toBe(false);
  });
});
