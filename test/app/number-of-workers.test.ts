import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type AlertFinding, CaseStore, isSequence } from "../../src/case/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import { SHARED_FROM_BYTES, type SplitQueue } from "../../src/scan/index.ts";
import { CaseEventIndex } from "../../src/app/case/event-index.ts";
import { CaseState } from "../../src/app/case/case-state.svelte.ts";
import { ScanQueue } from "../../src/app/queue/scan-queue.svelte.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { sequenceRule } from "../scan/correlation-rules.ts";
import { registryDocument } from "../support/documents.ts";
import { eventually } from "../support/eventually.ts";
import { ndjson } from "../support/scan.ts";
import { seedRule } from "../support/seed.ts";
import { type WorkerCalls, workersHere } from "../support/workers.ts";
import { alertsOf } from "../support/alert-rows.ts";

/* How many workers share the files of a case changes nothing of what is found in them. */

const event = (minute: number, host: string, category = "process") => ({
  "@timestamp": new Date(Date.UTC(2024, 0, 1, 0, minute)).toISOString(),
  event: { category },
  host: { name: host },
});

/** Lines that make a file large enough to be shared, of which one in a thousand matches. */
function largeFile(): File {
  const filler = "x".repeat(5000);
  const lines = Array.from({ length: Math.ceil(SHARED_FROM_BYTES / 5000) }, (_, i) =>
    i % 500 === 250 ? event(i / 100, "H") : { ...event(i / 100, "QUIET", "file"), message: filler },
  );
  return new File([ndjson(lines)], "large.ndjson");
}

const FILES: readonly File[] = [
  new File([ndjson([event(1, "H"), event(2, "OTHER")])], "first.ndjson"),
  new File([ndjson([event(3, "H"), {}, event(4, "H")]), "{broken"], "second.ndjson"),
  new File([], "empty"),
  new File(["no log"], "unknown.txt"),
  new File([`@timestamp,event.category,host.name\n"Mar 31, 2024 @ 12:00:00.000",process,H\n`], "third.csv"),
  largeFile(),
  ...Array.from({ length: 12 }, (_, i) => new File([ndjson([event(i, "H")])], `small${i}.ndjson`)),
];

const SINGLE = ownRule(
  { name: "R", language: "eql", query: `process where host.name == "H"`, severity: "low" },
  "single",
);
const SEQUENCE = sequenceRule(
  "sequence by host.name with maxspan=1h [process where true] [process where true]",
);
const RULES = new Map<string, Rule>([SINGLE, SEQUENCE].map((rule) => [rule.rule_id, rule]));

function examine(state: CaseState, calls: WorkerCalls, count: number, files = FILES): ScanQueue {
  const queue = new ScanQueue(state, workersHere(calls, count));
  queue.add(files.map((file) => ({ file, path: file.name })));
  return queue;
}

async function newCase(id: string, rules: ReadonlyMap<string, Rule> = RULES): Promise<CaseState> {
  const info = { id, name: "C", createdAt: 1, openedAt: 1 };
  return CaseState.create(await CaseStore.open(), info, rules);
}

/** All that a case has found, without what differs between any two runs: ids that are random, and durations. */
async function found(state: CaseState) {
  const names = new Map(state.ledger.files.map(({ id, name }) => [id, name]));
  const named = (text: string) => [...names].reduce((all, [id, name]) => all.replaceAll(id, name), text);
  const rows = Array.from(state.alerts.inOrder(), (row) => state.alerts.columns.at(row));
  const findings = await Promise.all(rows.map((row) => state.pages.findingOf(row)));
  const index = new CaseEventIndex(state.events, state.ledger, workersHere());
  const events = await index.rows({}, 0, Infinity);
  return {
    events: events.map((event) => named(JSON.stringify(event))),
    ledger: state.ledger.files.map((file) => ({
      ...file,
      id: "",
      caseId: "",
      addedAt: 0,
      scanMilliseconds: 0,
      hashMilliseconds: 0,
      indexed: file.indexed?.events,
      nearMissed: file.nearMissed?.events,
    })),
    // The id of a sequence is made of the random ids of its files.
    alerts: rows.map((row, i) => [
      row.shelf === undefined ? named(row.id) : "",
      sha256(named(JSON.stringify(eventsOf(findings[i]!)))),
    ]),
    fields: state.ledger.files.map(({ fieldsSeen }) => fieldsSeen),
  };
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const eventsOf = (finding: AlertFinding) => (isSequence(finding) ? finding.events : [finding]);

describe("the number of workers", () => {
  it("changes no alert, no count and no hash", async () => {
    const states = await Promise.all(
      [1, 2, 3, 7].map(async (count) => {
        const state = await newCase(`c${count}`);
        const queue = examine(state, {}, count);
        await eventually(() => expect(queue.state).toBe("done"));
        expect(queue.progress.bytes).toBe(queue.totalBytes);
        return found(state);
      }),
    );
    const [one, ...others] = states;
    expect(one!.alerts.length).toBeGreaterThan(FILES.length);
    expect(one!.events).toHaveLength(one!.ledger.reduce((sum, { records }) => sum + records, 0));
    expect(one!.ledger.every(({ sha256 }) => sha256.length === 64)).toBe(true);
    for (const other of others) expect(other).toEqual(one);
  });

  it("lets workers that are free take splits of a file that another one has begun", async () => {
    const state = await newCase("shared");
    const splits: number[] = [];
    const queue = new ScanQueue(
      state,
      workersHere({}, 3, (api) => ({
        ...api,
        help: (file, id, readSettings, shared) => {
          const done: SplitQueue["done"] = (split) => {
            splits.push(split.index);
            return shared.done(split);
          };
          return api.help(file, id, readSettings, { ...shared, done });
        },
      })),
    );
    queue.add([{ file: FILES[5]!, path: "large.ndjson" }]);
    await eventually(() => expect(queue.state).toBe("done"));
    expect(splits.length).toBeGreaterThan(1);
  });

  it("reads a file from start to end where another form begins in it, and adds no alert twice", async () => {
    const state = await newCase("mixed");
    const table = "@timestamp,event.category,host.name\n2024-01-02T00:00:00Z,process,H\n";
    const mixed = new File([FILES[5]!, table], "mixed.ndjson");
    const queue = examine(state, {}, 3, [FILES[5]!, mixed]);
    await eventually(() => expect(queue.state).toBe("done"));
    const ofFile = (name: string) => {
      const { id } = state.ledger.files.find((file) => file.name === name)!;
      return alertsOf(state).filter((row) => row.evidenceId === id && row.shelf === undefined);
    };
    const [plain, further] = [ofFile("large.ndjson"), ofFile("mixed.ndjson")];
    expect(further).toHaveLength(plain.length + 1);
    expect(new Set(further.map(({ id }) => id)).size).toBe(further.length);
    expect(state.ledger.files[1]).toMatchObject({ state: "done", problems: [], lost: 0 });
  });

  it("leaves other files alone where one of the workers that share a file breaks", async () => {
    const state = await newCase("broken");
    const broken = { help: () => Promise.reject(new Error("out of memory")) };
    const queue = examine(state, { scan: broken }, 3, [FILES[5]!, FILES[4]!]);
    await eventually(() => expect(queue.state).toBe("done"));
    const states = new Map(state.ledger.files.map((file) => [file.name, file.state]));
    expect(queue.failure).toContain("out of memory");
    expect(states.get("large.ndjson")).toBe("failed");
    expect([...states.values()].filter((one) => one === "failed")).toHaveLength(1);
    expect(states.get("third.csv")).toBe("done");
  });

  it("reads the largest files first", async () => {
    const state = await newCase("order");
    const sizes: number[] = [];
    const queue = new ScanQueue(
      state,
      workersHere({}, 1, (api) => ({
        ...api,
        scan: (...given) => {
          sizes.push(given[0].size);
          return api.scan(...given);
        },
        scanSmall: (...given) => {
          sizes.push(given[0].size);
          return api.scanSmall(...given);
        },
      })),
    );
    queue.add(FILES.slice(0, 5).map((file) => ({ file, path: file.name })));
    await eventually(() => expect(queue.state).toBe("done"));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes).toHaveLength(5);
  });
});

describe("a large file that is prescanned", () => {
  const seeds = new Map([[seedRule.rule_id, seedRule]]);
  const quiet = { ...registryDocument({ path: "HKLM\\Other" }), message: "x".repeat(5000) };
  const some = Array.from({ length: 100 }, (_, i) => (i === 50 ? registryDocument() : quiet));
  const block = new TextEncoder().encode(ndjson(some));
  const blocks = Math.ceil(SHARED_FROM_BYTES / block.length);
  const file = new File(
    Array.from({ length: blocks }, () => block),
    "prescanned.ndjson",
  );

  it.each([1, 2, 3])("is validated and hashed, with %i workers", async (count) => {
    const state = await newCase(`p${count}`, seeds);
    const queue = examine(state, {}, count, [file]);
    await eventually(() => expect(queue.state).toBe("done"));
    expect(alertsOf(state)).toHaveLength(blocks);
    expect(state.ledger.files[0]).toMatchObject({ state: "done", records: 100 * blocks, problems: [] });
    expect(state.ledger.files[0]!.sha256).toBe(
      createHash("sha256")
        .update(new Uint8Array(await file.arrayBuffer()))
        .digest("hex"),
    );
  });

  it("keeps what the validation found if it cannot be hashed", async () => {
    const state = await newCase("unhashed", seeds);
    const unreadable = { hash: () => Promise.reject(new Error("gone")) };
    const queue = examine(state, { scan: unreadable }, 2, [file]);
    await eventually(() => expect(queue.state).toBe("done"));
    expect(alertsOf(state)).toHaveLength(blocks);
    const [evidence] = state.ledger.files;
    expect(evidence).toMatchObject({ state: "done", records: 100 * blocks, sha256: "" });
    expect(evidence!.problems.map(({ code }) => code)).toContain("read-failed");
  });
});
