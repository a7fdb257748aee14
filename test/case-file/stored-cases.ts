import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Case,
  type CaseStoreName,
  DATABASE_VERSION,
  type Entry,
  packRowPage,
} from "../../src/case/index.ts";
import { type CaseFileSource, FILE_ORDER } from "../../src/case-file/index.ts";
import { headerBytes } from "../../src/case-file/header.ts";
import { PartWriter } from "../../src/case-file/parts.ts";
import { recordBytes } from "../../src/case-file/records.ts";
import { NO_SEAL } from "../../src/case-file/seal.ts";
import { pagesOf } from "../support/stored-dispositions.ts";
import { storedValue } from "../support/stored-json.ts";

type Stores = Readonly<Record<string, readonly (readonly [string | (string | number)[], unknown])[]>>;

/** The cases of a fixture of the database as it is now. */
export function currentCases(): CaseFileSource[] {
  const path = join(import.meta.dirname, `../fixtures/database/version-${DATABASE_VERSION}.json`);
  const { stores } = JSON.parse(readFileSync(path, "utf8")) as { stores: Stores };
  return (stores["cases"] ?? []).map(([caseId, record]) => ({
    info: storedValue(record) as Case,
    entries: async function* (store: CaseStoreName) {
      yield (stores[store] ?? [])
        .filter(([key]) => key[0] === caseId)
        .map(([key, value]) => ({ store, key, value: storedValue(value) }) as unknown as Entry);
    },
  }));
}

/** All entries of a case, in the order of a file. */
export async function entriesOf(source: CaseFileSource): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const store of FILE_ORDER) for await (const some of source.entries(store)) found.push(...some);
  return found;
}

/** A file with any records, right or wrong, without the checks of the exporter. */
export async function fileOf(records: Iterable<unknown>, database = DATABASE_VERSION): Promise<Blob> {
  const header = headerBytes({ database, loupe: "1", encryption: null });
  const parts = new PartWriter(NO_SEAL);
  const bytes: Uint8Array<ArrayBuffer>[] = [header];
  for (const record of records)
    for (const piece of recordBytes(record)) for await (const part of parts.add(piece)) bytes.push(part);
  bytes.push(await parts.end());
  return new Blob(bytes);
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
    ...pagesOf(CASE, [
      { alertId, status: "closed", verdict: "true positive", note: "It's real", changedAt: 8 },
    ]).map((value) => ({ store: "dispositions", key: [CASE, value.owner, value.page], value }) as const),
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
