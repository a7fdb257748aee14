import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Case,
  type CaseStoreName,
  type Entry,
  packRowPage,
  type RowPage,
} from "../../src/case/index.ts";
import type { CaseFileSource } from "../../src/case-file/index.ts";
import { storedValue } from "../support/stored-json.ts";

type Stores = Readonly<Record<string, readonly (readonly [string | (string | number)[], unknown])[]>>;

/** What a version stored, as the database has it since. */
const upgraded = (store: CaseStoreName, value: unknown): unknown =>
  store === "rows" && "rows" in (value as object) ? packRowPage(value as RowPage) : value;

/** Everything that the page of a version had stored, case by case. */
export function storedCases(version: string): CaseFileSource[] {
  const path = join(import.meta.dirname, `../fixtures/database/${version}.json`);
  const { stores } = JSON.parse(readFileSync(path, "utf8")) as { stores: Stores };
  return (stores["cases"] ?? []).map(([caseId, record]) => ({
    info: storedValue(record) as Case,
    entries: async function* (store: CaseStoreName) {
      yield (stores[store] ?? [])
        .filter(([key]) => key[0] === caseId)
        .map(
          ([key, value]) => ({ store, key, value: upgraded(store, storedValue(value)) }) as unknown as Entry,
        );
    },
  }));
}

/** A case that has everything but little of it. */
export function smallCase(): CaseFileSource {
  const [info, entries] = [{ id: CASE, name: "Small", createdAt: 1, openedAt: 2 }, smallEntries()];
  return {
    info,
    entries: async function* (store) {
      yield entries.filter((entry) => entry.store === store);
    },
  };
}

export const CASE = "00000000-0000-4000-8000-000000000001";
const FILE = "00000000-0000-4000-8000-0000000000f1";

function smallEntries(): Entry[] {
  const alertId = `${FILE}.1.rule`;
  const place = { offset: 1, length: 2, line: 1 };
  return [
    {
      store: "evidence",
      key: [CASE, FILE],
      value: {
        ...{ id: FILE, caseId: CASE, order: 0, name: "a.ndjson", path: "a.ndjson", size: 3, lastModified: 4 },
        ...{ state: "done", addedAt: 5, bytes: 3, format: "NDJSON", kind: { kind: "ndjson" }, records: 1 },
        ...{ notEvents: 0, lost: 0, remarks: 0, alerts: 1, problems: [], inventory: null },
        ...{
          missingCategories: [],
          scanMilliseconds: 1.5,
          hashMilliseconds: 2,
          sha256: "",
          fingerprint: "f",
        },
        ...{ zone: null, indexed: { generation: 7, events: 1 }, nearMissed: { generation: 7, events: 0 } },
      },
    },
    {
      store: "judgements",
      key: [CASE, alertId],
      value: { alertId, status: "closed", verdict: "true positive", note: "It's real", changedAt: 8 },
    },
    {
      store: "rows",
      key: [CASE, FILE, 0],
      value: packRowPage({
        ...{ caseId: CASE, evidenceId: FILE, page: 0, writtenAt: 6 },
        rows: [
          {
            ...{ id: alertId, evidenceId: FILE, page: 0, slot: 0, ruleId: "rule", time: NaN, reason: "r" },
            ...{ host: "H", user: "", process: "", object: "", offset: 1, line: 1, source: "ecs" },
            extension: false,
          },
        ],
      }),
    },
    {
      store: "findings",
      key: [CASE, FILE, 0],
      value: {
        ...{ caseId: CASE, evidenceId: FILE, page: 0 },
        findings: [
          { kind: "event", ruleId: "rule", place, source: "ecs", index: "", fields: "{}", raw: "<b>{}" },
        ],
      },
    },
    {
      store: "nearMisses",
      key: [CASE, FILE],
      value: { caseId: CASE, evidenceId: FILE, generation: 7, rules: [] },
    },
    {
      store: "events",
      key: [CASE, FILE, 7000],
      value: {
        ...{ caseId: CASE, evidenceId: FILE, page: 7000, generation: 7, count: 1 },
        bytes: Uint8Array.of(1, 2, 3),
      },
    },
  ];
}
