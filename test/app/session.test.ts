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

/** A file called "slow" takes the worker some time, one called "breaks" ends it. */
const workers = workersHere({
  case: {
    readRules: async (files) => {
      if (files.some(({ file }) => file.name === "breaks")) throw new Error("out of memory");
      if (files.some(({ file }) => file.name === "slow")) await slow.read();
      return readTogether(files);
    },
  },
});

const openStore = () => CaseStore.open(() => undefined);

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

describe("rules that are dropped while others are read", () => {
  it("take the place of the earlier ones, however long those take", async () => {
    const session = await openSession();
    const first = session.take([dropped("slow", "any where true")]);
    const second = session.take([dropped("quick", "any where false")]);
    await Promise.all([first, second]);
    expect(queries(session)).toEqual(["any where false"]);
    expect(session.case.rules.files.map(({ name }) => name)).toEqual(["slow", "quick"]);
    expect(session.readingRules).toBe(0);
  });

  it("are read when a file before them breaks the worker, and none beside it is lost", async () => {
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

describe("a drop", () => {
  it("is known to be meant as rules only where it was given so, until the next one", async () => {
    const session = await openSession();
    // Evidence that is never read: this is about what is said of it.
    vi.spyOn(session.queue, "add").mockImplementation(() => undefined);
    const log: DroppedFile = { file: new File(['{"@timestamp":1}\n'], "log"), path: "log" };
    const said = () => [session.drops.asRules, [...session.drops.rules], [...session.drops.evidence]];
    await session.take([log]);
    expect(said()).toEqual([false, [], ["log"]]);
    await session.take([log], { asRules: true });
    expect(said()).toEqual([true, [], ["log"]]);
    await session.take([dropped("rule", "any where true")], { asRules: true });
    expect(said()).toEqual([true, ["rule"], []]);
    await session.take([log]);
    expect(said()).toEqual([false, [], ["log"]]);
  });
});

describe("what is read while its case is deleted", () => {
  it("leaves nothing behind", async () => {
    const store = await openStore();
    const session = await openSession(store);
    const evidence: DroppedFile = { file: new File(['{"@timestamp":1}\n'], "log"), path: "log" };
    let finish: () => void = () => undefined;
    vi.spyOn(slow, "read").mockImplementationOnce(() => new Promise((done) => (finish = done)));
    const taking = session.take([dropped("slow", "any where true"), evidence]);
    await eventually(() => expect(session.readingRules).toBe(1));
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
