import { BlobWriter, TextReader, ZipWriter } from "@zip.js/zip.js";
import { describe, expect, it, vi } from "vitest";
import { type Case, CaseStore, isSequence } from "../../src/case/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import { eventOf, type ScanRule } from "../../src/scan/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { CaseState } from "../../src/app/case/case-state.svelte.ts";
import { RuledWorker } from "../../src/app/workers/ruled-worker.ts";
import type { WorkerHandle, Workers } from "../../src/app/workers/workers.ts";
import { ScanQueue } from "../../src/app/queue/scan-queue.svelte.ts";
import { sequenceRule } from "../scan/correlation-rules.ts";
import { eventually } from "../support/eventually.ts";
import { aTurn, workersHere } from "../support/workers.ts";
import { ndjson } from "../support/scan.ts";
import { alertsOf } from "../support/alert-rows.ts";

/* The queue, with workers that do their work in this thread. */

/** Resolves when the workers have compiled their rules. */
let compiled = Promise.resolve();
/** Called when a worker begins to read a file. */
let onRead: (call: "scan" | "hash") => void = () => undefined;

function workers(): Workers {
  const real = workersHere();
  return {
    ...real,
    startScan: () =>
      wrapped(real.startScan(), (api) => ({
        ...api,
        use: (rules) => Promise.all([api.use(rules), compiled]).then(() => undefined),
        // As if all files were large.
        scanSmall: () => Promise.resolve(null),
        scan: async (...given) => {
          // A worker answers messages in order, and after the page has continued.
          await compiled;
          await aTurn();
          onRead("scan");
          const [file, , , receiver] = given;
          // As if it were too large to be hashed in the same pass.
          if (file.name === "large") return { ...(await api.scan(...given))!, sha256: "" };
          if (file.name !== "breaks") return api.scan(...given);
          // One of several workers breaks while findings of the others are still being handed over.
          setTimeout(() => void receiver.batch([], [], { bytes: 1, events: 5, lost: 0 }), 5);
          throw new Error("out of memory");
        },
        hash: async (...given) => {
          await aTurn();
          onRead("hash");
          return api.hash(...given);
        },
      })),
  };
}

/** A worker with some of its calls replaced. */
function wrapped<Api>(handle: WorkerHandle<Api>, change: (api: Api) => Api): WorkerHandle<Api> {
  return { run: (call) => handle.run((api) => call(change(api))), terminate: () => handle.terminate() };
}

const INFO: Case = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
const single: Rule = ownRule(
  { name: "R", language: "eql", query: "any where true", severity: "low" },
  "single",
);
const correlationRule = sequenceRule("sequence by host.name [process where true] [process where true]");
const RULES = new Map([single, correlationRule].map((rule) => [rule.rule_id, rule]));

async function sessions() {
  const store = await CaseStore.open();
  const begin = (state: CaseState) => ({ state, queue: new ScanQueue(state, workers()) });
  return {
    store,
    first: begin(CaseState.create(store, INFO, RULES)),
    /** The case as loaded after the page was closed. */
    next: async () => begin(await CaseState.load(store, INFO, RULES)),
  };
}

const done = (queue: ScanQueue): Promise<void> => eventually(() => expect(queue.state).toBe("done"));

async function locked(content: string, open?: string): Promise<File> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  if (open !== undefined) await writer.add("open", new TextReader(open));
  await writer.add("log", new TextReader(content), { password: "secret" });
  return new File([await writer.close()], "a.zip");
}

const timesOf = (state: CaseState): string[] =>
  alertsOf(state)
    .filter(({ shelf }) => shelf === undefined)
    .map(({ time }) => new Date(time).toISOString().slice(11, 16));

describe("an archive whose password is gone after the page was closed", () => {
  const CSV = `@timestamp,event.category,host.name\n"Mar 31, 2024 @ 12:00:00.000",process,H\n`;

  it("keeps its read settings pending until its alerts are replaced", async () => {
    const { first, next } = await sessions();
    const file = await locked(CSV);
    first.queue.add([{ file, path: "a.zip" }]);
    await done(first.queue);
    const { id } = first.state.ledger.files[0]!;
    expect(await first.queue.unlock(id, "secret")).toBe(true);
    await done(first.queue);
    expect(timesOf(first.state)).toEqual(["12:00"]);

    const { state, queue } = await next();
    await queue.attach([{ file, path: "a.zip" }]);
    queue.readWith(id, { zone: "UTC+02:00" });
    await done(queue);
    expect(timesOf(state)).toEqual(["12:00"]);
    expect(state.ledger.get(id)!.readAs).toBeNull();
    await queue.unlock(id, "secret");
    await done(queue);
    expect(timesOf(state)).toEqual(["10:00"]);
    expect(state.ledger.get(id)!.readAs).toBe("UTC+02:00");
  });

  const at = (minute: number) => ({
    "@timestamp": `2024-01-01T00:0${minute}:00Z`,
    event: { category: "process" },
    host: { name: "H" },
  });

  it("keeps its sequences with their records, whatever is scanned", async () => {
    const { first, next } = await sessions();
    const file = await locked(ndjson([at(1), at(2)]));
    first.queue.add([{ file, path: "a.zip" }]);
    await done(first.queue);
    const { id } = first.state.ledger.files[0]!;
    await first.queue.unlock(id, "secret");
    await done(first.queue);

    const { state, queue } = await next();
    const sequences = async () => {
      const found = await Promise.all(
        alertsOf(state)
          .filter(({ shelf }) => shelf !== undefined)
          .map((row) => state.pages.findingOf(row)),
      );
      return found
        .filter((finding) => finding !== undefined)
        .filter(isSequence)
        .map(({ events }) => events.map((event) => [event!.place.line, event!.seen !== null]));
    };
    const expected = [
      [1, true],
      [2, true],
    ];
    expect(await sequences()).toEqual([expected]);
    await queue.attach([{ file, path: "a.zip" }]);
    // Every added file starts the correlation again.
    queue.add([{ file: new File(["{}\n"], "b"), path: "b" }]);
    await done(queue);
    expect(await sequences()).toEqual([expected]);
    queue.rescan([id]);
    await done(queue);
    expect(state.ledger.get(id)!.state).toBe("locked");
    expect(await sequences()).toEqual([expected]);
    await queue.unlock(id, "secret");
    await done(queue);
    expect(await sequences()).toEqual([expected]);
  });
});

describe("a case that is left", () => {
  it("ignores a password still being tried: the archive stays unchanged and locked", async () => {
    const { first, next } = await sessions();
    const open = ndjson([{ "@timestamp": "2024-01-01T00:00:00Z", event: { category: "process" } }]);
    first.queue.add([{ file: await locked(ndjson([]), open), path: "a.zip" }]);
    await done(first.queue);
    const [before] = first.state.ledger.files;
    expect(before).toMatchObject({ state: "locked", records: 1, alerts: 1 });
    const unlocking = first.queue.unlock(before!.id, "secret");
    first.queue.close();
    await unlocking;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(first.queue.state).toBe("done");
    expect(first.state.ledger.files).toEqual([before]);
    const { state } = await next();
    expect(state.ledger.files).toEqual([before]);
    expect(alertsOf(state)).toEqual(alertsOf(first.state));
  });

  it("keeps files still being sorted as files that were not read", async () => {
    const { first, next } = await sessions();
    const { queue } = first;
    const end = queue.begin();
    queue.close();
    queue.add([{ file: new File([ndjson([{ "@timestamp": 1 }])], "a"), path: "a" }]);
    end();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(queue.state).toBe("cancelled");
    const [file] = (await next()).state.ledger.files;
    expect(file).toMatchObject({ state: "cancelled", records: 0, problems: [{ code: "cancelled" }] });
  });

  it("is never written to after it is deleted", async () => {
    const { first, store } = await sessions();
    first.queue.add([{ file: await locked(ndjson([])), path: "a.zip" }]);
    await done(first.queue);
    const { id } = first.state.ledger.files[0]!;
    const unlocking = first.queue.unlock(id, "secret");
    await first.state.delete();
    await unlocking;
    first.queue.add([{ file: new File(["{}"], "b"), path: "b" }]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await store.cases()).toEqual([]);
    expect(await store.evidence("c")).toEqual([]);
    expect(await store.ruleSets("c")).toEqual([]);
  });
});

describe("a stopped correlation", () => {
  it("is completed by a run that begins before it has ended", async () => {
    const { first } = await sessions();
    const { state, queue } = first;
    let goOn: () => void = () => undefined;
    const held = vi
      .spyOn(state.sequences, "recordsOf")
      .mockImplementationOnce(() => new Promise((resolve) => (goOn = () => resolve(new Map()))));
    const event = { "@timestamp": 1, event: { category: "process" }, host: { name: "H" } };
    queue.add([{ file: new File([ndjson([event, event])], "a"), path: "a" }]);
    await eventually(() => expect(held).toHaveBeenCalled());
    queue.cancel();
    expect(state.rules.unsearched).toEqual([correlationRule]);
    queue.add([{ file: new File([ndjson([{ "@timestamp": 1 }])], "b"), path: "b" }]);
    await eventually(() => expect(state.ledger.files[1]!.sha256).not.toBe(""));
    goOn();
    await done(queue);
    expect(alertsOf(state).filter(({ shelf }) => shelf !== undefined)).toHaveLength(1);
    expect(state.rules.unsearched).toEqual([]);
  });
});

describe("an archive added twice", () => {
  it("has sequences once one of them is unlocked", async () => {
    const { first } = await sessions();
    const event = {
      "@timestamp": "2024-01-01T00:00:00Z",
      event: { category: "process" },
      host: { name: "H" },
    };
    const file = await locked(ndjson([event, event]));
    first.queue.add([
      { file, path: "a.zip" },
      { file, path: "b.zip" },
    ]);
    await done(first.queue);
    await first.queue.unlock(first.state.ledger.files[1]!.id, "secret");
    await done(first.queue);
    expect(alertsOf(first.state).filter(({ shelf }) => shelf !== undefined)).toHaveLength(1);
  });
});

describe("a file scanned with other read settings", () => {
  it("counts as read with them only after the earlier alerts are removed, since the page may be closed before", async () => {
    const { first } = await sessions();
    const { state, queue } = first;
    const csv = `@timestamp,event.category,host.name\n"Mar 31, 2024 @ 12:00:00.000",process,H\n`;
    queue.add([{ file: new File([csv], "a.csv"), path: "a.csv" }]);
    await done(queue);
    const { id } = state.ledger.files[0]!;
    const drop = vi.spyOn(state, "removeEarlierRead");
    let readAs: string | null | undefined = "";
    drop.mockImplementationOnce(() => Promise.resolve(void ({ readAs } = state.ledger.get(id)!)));
    queue.readWith(id, { zone: "UTC+02:00" });
    await done(queue);
    expect([readAs, state.ledger.get(id)!.readAs]).toEqual([null, "UTC+02:00"]);
  });
});

describe("an unavailable file with a new time zone", () => {
  const CSV = `@timestamp,event.category,host.name
"Mar 31, 2024 @ 12:00:00.000",process,H
"Mar 31, 2024 @ 12:01:00.000",process,H
`;
  const file = new File([CSV], "a.csv");

  async function withZone() {
    const { first, next } = await sessions();
    first.queue.add([{ file, path: "a.csv" }]);
    await done(first.queue);
    const { id } = first.state.ledger.files[0]!;
    const { state, queue } = await next();
    queue.readWith(id, { zone: "UTC+02:00" });
    expect(timesOf(state)).toEqual(["12:00", "12:01"]);
    return { id, state, queue };
  }

  it("is scanned again as soon as it is added", async () => {
    const { id, state, queue } = await withZone();
    expect(await queue.attach([{ file, path: "a.csv" }])).toEqual([]);
    await done(queue);
    expect(timesOf(state)).toEqual(["10:00", "10:01"]);
    expect(state.ledger.get(id)!.readAs).toBe("UTC+02:00");
  });

  it("keeps the events of its sequences unchanged if that scan is stopped", async () => {
    const { state, queue } = await withZone();
    // As if it were stopped before it found anything.
    vi.spyOn(queue, "rescan").mockImplementationOnce(() => undefined);
    await queue.attach([{ file, path: "a.csv" }]);
    queue.add([{ file: new File(["{}\n"], "b"), path: "b" }]);
    await done(queue);
    const row = alertsOf(state).find(({ shelf }) => shelf !== undefined)!;
    const found = (await state.pages.findingOf(row))!;
    if (!isSequence(found)) throw new Error("no sequence");
    const [event] = found.events;
    expect(new Date(event!.time).toISOString()).toContain("T12:00");
    expect(eventOf(event!.seen!)["@timestamp"]).toContain("T12:00");
    expect(event!.seen!.zone).toMatchObject({ name: "UTC", told: false });
  });
});

describe("the phase of a run", () => {
  it("is what the run waits for, even before a file is read", async () => {
    const { first } = await sessions();
    const { queue } = first;
    const phases: string[][] = [];
    onRead = (call) => void phases.push([call, queue.phase]);
    let compile: () => void = () => undefined;
    compiled = new Promise((resolve) => (compile = resolve));
    const end = queue.begin();
    expect([queue.state, queue.phase]).toEqual(["scanning", "sorting"]);
    const event = { "@timestamp": "2024-01-01T00:00:00Z", event: { category: "process" } };
    queue.add([{ file: new File([ndjson([event])], "large"), path: "large" }]);
    end();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { id } = first.state.ledger.files[0]!;
    expect([queue.phase, queue.progressOf(id), queue.progress.bytes]).toEqual(["preparing", null, 0]);
    compile();
    await done(queue);
    expect(phases).toEqual([
      ["scan", "scanning"],
      ["hash", "proving"],
    ]);
    expect(queue.progress.bytes).toBe(queue.totalBytes);
    onRead = () => undefined;
  });
});

describe("a scan that broke", () => {
  it("stays as reported, whatever is still handed over", async () => {
    const { first } = await sessions();
    first.queue.add([{ file: new File(["{}"], "breaks"), path: "breaks" }]);
    await eventually(() => expect(first.queue.state).toBe("failed"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(first.state.ledger.files[0]).toMatchObject({ state: "failed", lost: 1, records: 0, bytes: 0 });
    expect(first.queue.progressOf(first.state.ledger.files[0]!.id)).toBeNull();
  });
});

describe("a worker that keeps its rules", () => {
  it("returns no result if new rules did not reach it, since it would use the earlier ones", async () => {
    const used: unknown[] = [];
    const api = {
      use(rules: readonly ScanRule[]): Promise<void> {
        if (rules.length === 0) return Promise.reject(new Error("could not be cloned"));
        return Promise.resolve(void used.push(rules));
      },
      scan: () => Promise.resolve("found"),
    };
    const worker = new RuledWorker<typeof api>({ run: (call) => call(api), terminate: () => undefined });
    const scan = () => worker.run((calls) => calls.scan());
    worker.use({ rules: [{ rule: single, exceptions: [] }], key: "a" });
    expect(await scan()).toBe("found");
    worker.use({ rules: [], key: "b" });
    await expect(scan()).rejects.toThrow("cloned");
    expect(used).toHaveLength(1);
  });
});
