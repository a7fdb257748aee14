import { describe, expect, it } from "vitest";
import { type Case, CaseStore, isSequence, type SequenceFinding } from "../../src/case/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import { correlate, type ReadSettings, readEventsAt, scanFile, ScanRules } from "../../src/scan/index.ts";
import { CaseState } from "../../src/app/case/case-state.svelte.ts";
import { correlateAll, type CorrelationTools } from "../../src/app/queue/correlation.ts";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { sequenceRule } from "../scan/correlation-rules.ts";
import { logWithRemnants } from "../support/registry-log.ts";
import { alertsOf } from "../support/alert-rows.ts";

/* Sequences follow the read settings of each file. */

const INFO: Case = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
const CSV = `@timestamp,event.category,host.name
"Mar 31, 2024 @ 01:30:00.000",process,H
"Mar 31, 2024 @ 03:30:00.000",process,H
`;

interface Given {
  readonly content: BlobPart;
  readonly path: string;
  readonly readSettings?: ReadSettings;
}

/** A case with one rule, whose files have been scanned. */
async function scanned(rule: Rule, given: readonly Given[]) {
  const store = await CaseStore.open();
  const builtin = new Map([[rule.rule_id, rule]]);
  const state = CaseState.create(store, INFO, builtin);
  const rules = new ScanRules([{ rule, exceptions: [] }], 0);
  const files = new Map<string, File>();
  for (const { content, path, readSettings } of given) {
    const file = new File([content], path);
    const evidence = newEvidence("c", files.size, file, path);
    files.set(evidence.id, file);
    state.addEvidence(evidence);
    const options = { hash: true, ...(readSettings && { readSettings }) };
    const result = await scanFile(file, rules, { batch: () => undefined }, options);
    state.ledger.save(evidence.id, { sha256: result.sha256, ...(readSettings && { reading: readSettings }) });
    await state.termMatches.save(evidence.id, result.termMatches, readSettings ?? {});
  }
  const ran: string[] = [];
  const tools: CorrelationTools = {
    correlate: (scanRule, parts) => Promise.resolve(correlate(scanRule, parts)),
    read: ({ id, reading: readSettings = {} }, places) =>
      readEventsAt(files.get(id)!, places, false, readSettings),
    progress: () => undefined,
    ran: (id) => void ran.push(id),
    isStopped: () => false,
    isAway: () => false,
  };
  /** The case as loaded after the page was closed. */
  const reload = async (): Promise<CaseState> => {
    await state.pages.written();
    return CaseState.load(store, INFO, builtin);
  };
  return { state, tools, ran, reload };
}

/** The sequences of one rule over scanned files. With `isAway` their records cannot be read again. */
async function sequencesOf(rule: Rule, given: readonly Given[], isAway = false): Promise<SequenceFinding[]> {
  const { state, tools } = await scanned(rule, given);
  await correlateAll(state, {
    ...tools,
    ...(isAway && { read: () => Promise.resolve(null), isAway: () => true }),
  });
  const findings = await Promise.all(alertsOf(state).map((row) => state.pages.findingOf(row)));
  return findings.filter((finding) => finding !== undefined).filter(isSequence);
}

describe("a sequence across files", () => {
  const twice = sequenceRule("sequence by host.name [process where true] [process where true]");
  const times = ({ events }: SequenceFinding) =>
    events.map((event) => new Date(event!.time).toISOString().slice(11, 16));

  it("has times in the analyst's time zone, even if the file was added twice and the zone set only once", async () => {
    const withoutZone = { content: CSV, path: "a.csv" };
    const withZone = { content: CSV, path: "b.csv", readSettings: { zone: "Europe/Berlin" } };
    expect((await sequencesOf(twice, [withoutZone])).map(times)).toEqual([["01:30", "03:30"]]);
    const [found, ...more] = await sequencesOf(twice, [withoutZone, withZone]);
    expect(more).toEqual([]);
    expect(times(found!)).toEqual(["00:30", "01:30"]);
    expect(found!.events[0]!.seen).toMatchObject({
      zone: { name: "Europe/Berlin", told: true, occurs: "once" },
    });
  });

  it("has its carved events marked, even if the file is unavailable", async () => {
    const rule = sequenceRule(
      'sequence [registry where host.name == "HOST-11"] [registry where host.name == "HOST-06"]',
    );
    const log = { content: logWithRemnants(), path: "a.evtx" };
    expect(await sequencesOf(rule, [log])).toEqual([]);
    for (const isAway of [false, true]) {
      const [found] = await sequencesOf(rule, [{ ...log, readSettings: { carve: true } }], isAway);
      expect(found!.events.map((event) => event!.place.carved)).toEqual([undefined, true]);
      expect(found!.events.map((event) => event!.seen?.place.carved)).toEqual([
        undefined,
        isAway ? undefined : true,
      ]);
    }
  });
});

describe("a stopped correlation", () => {
  const pair = sequenceRule("sequence by host.name [process where true] [process where true]");
  /** Each event follows the one before. The records of two thousand sequences are read from the file at a time. */
  const events = (sequences: number): string =>
    Array.from({ length: sequences + 1 }, (_, i) => {
      const time = new Date(Date.UTC(2024, 0, 1) + i * 1000).toISOString();
      return `${JSON.stringify({ "@timestamp": time, event: { category: "process" }, host: { name: "H" } })}\n`;
    }).join("");

  it.each([1, 2])("keeps the earlier sequences of the rule when stopped at read no. %i", async (at) => {
    const { state, tools, ran, reload } = await scanned(pair, [{ content: events(2500), path: "a" }]);
    const ids = (of: CaseState): string[] =>
      alertsOf(of)
        .map(({ id }) => id)
        .sort();
    await correlateAll(state, tools);
    const before = ids(state);
    expect(before).toHaveLength(2500);
    expect(new Set(before).size).toBe(2500);
    expect(ran).toEqual([pair.rule_id]);

    let reads = 0;
    const read: CorrelationTools["read"] = (...given) => {
      reads++;
      return tools.read(...given);
    };
    await correlateAll(state, { ...tools, read, isStopped: () => reads >= at });
    state.alerts.refresh();
    expect(ran).toHaveLength(1);
    expect(ids(state)).toEqual(before);
    expect(state.evidence[0]!.alerts).toBe(2500);
    expect(ids(await reload())).toEqual(before);

    await correlateAll(state, tools);
    expect(ids(state)).toEqual(before);
    expect(ran).toHaveLength(2);
    expect(ids(await reload())).toEqual(before);
  });

  it("when complete removes the sequences that were not found again", async () => {
    const { state, tools, reload } = await scanned(pair, [{ content: events(2), path: "a" }]);
    await correlateAll(state, tools);
    expect(alertsOf(state)).toHaveLength(2);
    await state.termMatches.save(state.ledger.files[0]!.id, [], {});
    await correlateAll(state, tools);
    expect(alertsOf(state)).toEqual([]);
    expect(state.evidence[0]!.alerts).toBe(0);
    expect(alertsOf(await reload())).toEqual([]);
  });
});
