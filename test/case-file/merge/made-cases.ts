import {
  type AlertFinding,
  type AlertRow,
  alertNameOf,
  alertUuid,
  type AuditRecord,
  type Case,
  type CaseRule,
  type Decided,
  type DispositionPage,
  dispositionPages,
  type Entry,
  type Evidence,
  type FindingPage,
  type GuideProgress,
  idOfName,
  isSequence,
  type PackedRowPage,
  packRowPage,
  type SequenceFinding,
  sequenceUuid,
  type StoredException,
  unpackDispositions,
  unpackRowPage,
} from "../../../src/case/index.ts";
import { alertKeyOf } from "../../../src/case/alert-id.ts";
import { type CaseFileSource, type MergeOptions, mergeCases } from "../../../src/case-file/index.ts";
import { readSide } from "../../../src/case-file/merge/merge-side.ts";
import type { Rule } from "../../../src/rules/index.ts";

/** A case that is made up for a merge. */
export interface MadeFile {
  readonly id: string;
  readonly sha256: string;
  /** The rules that found it and the offsets of the records: one alert each. */
  readonly alerts: readonly (readonly [rule: string, offset: number])[];
  readonly order: number;
  readonly extra?: Partial<Evidence>;
}

export interface MadeCase {
  readonly id: string;
  readonly name?: string;
  readonly info?: Partial<Case>;
  readonly files: readonly MadeFile[];
  readonly decisions?: readonly (readonly [alertId: string, Decided])[];
  readonly guides?: readonly GuideProgress[];
  readonly audit?: readonly AuditRecord[];
  readonly rules?: readonly CaseRule[];
  readonly exceptions?: readonly StoredException[];
  /** Sequences of events: of the file with this id, at this offset. */
  readonly sequences?: readonly (readonly (readonly [fileId: string, offset: number])[])[];
}

export const uuid = (n: number, kind = "f"): string =>
  `00000000-0000-4000-8000-${kind.charCodeAt(0).toString(16)}${n.toString(16).padStart(10, "0")}`;

export const rule = (id: string, query = "any where true", more: Partial<Rule> = {}): Rule =>
  ({
    ...{
      rule_id: id,
      name: `Rule ${id}`,
      type: "eql",
      language: "eql",
      query,
      filters: [],
      exceptions_list: [],
    },
    ...more,
  }) as unknown as Rule;

export const caseRule = (id: string, query?: string, more: Partial<CaseRule> = {}): CaseRule => ({
  caseId: "",
  rule: rule(id, query),
  origin: { kind: "own" },
  on: true,
  changedAt: 5,
  ...more,
});

export const decided = (changedAt: number, more: Partial<Decided> = {}): Decided => ({
  ...{ status: "open", verdict: "", note: "", changedAt },
  ...more,
});

export const audit = (
  id: string,
  alertIds: readonly string[],
  more: Partial<AuditRecord> = {},
): AuditRecord => ({
  ...{ caseId: "", id, at: 10, by: "", alerts: alertIds.length, alertIds, before: [], after: [] },
  ...more,
});

const SEQUENCE_RULE = "seq";

/** Its stores, with one page of two alerts for each file. */
export function sourceOf(made: MadeCase): CaseFileSource {
  const caseId = made.id;
  const entries: Entry[] = [];
  const put = (store: Entry["store"], key: readonly (string | number)[], value: unknown): void =>
    void entries.push({ store, key: [caseId, ...key] as unknown as Entry["key"], value });
  for (const file of made.files) {
    const { id, sha256, order, alerts, extra } = file;
    put("evidence", [id], evidence(caseId, { id, sha256, order, alerts: alerts.length, ...extra }));
    for (let page = 0; page * 2 < alerts.length; page++) {
      const some = alerts.slice(2 * page, 2 * page + 2);
      const rows = some.map(([ruleId, offset], slot) => rowOf(id, ruleId, offset, page, slot));
      put("rows", [id, page], packRowPage({ caseId, evidenceId: id, page, rows, writtenAt: 6 }));
      const findings = some.map(([ruleId, offset]) => findingOf(ruleId, offset));
      if (!made.info?.without?.includes("records"))
        put("findings", [id, page], { caseId, evidenceId: id, page, findings } satisfies FindingPage);
    }
  }
  const sequences = (made.sequences ?? []).map((events) => sequence(events));
  if (sequences.length > 0) {
    const owner = `rule:${SEQUENCE_RULE}`;
    const rows = sequences.map((finding, slot) => sequenceRowOf(finding, slot));
    put("rows", [owner, 0], packRowPage({ caseId, evidenceId: owner, page: 0, rows, writtenAt: 6 }));
    put("findings", [owner, 0], { caseId, evidenceId: owner, page: 0, findings: sequences });
  }
  for (const value of made.rules ?? []) put("rules", [value.rule.rule_id], { ...value, caseId });
  for (const value of made.exceptions ?? []) put("exceptions", [value.id], { ...value, caseId });
  for (const page of dispositionPages(
    caseId,
    (made.decisions ?? []).map(([id, about]) => [alertNameOf(id), about] as const),
  ))
    put("dispositions", [page.owner, page.page], page);
  for (const value of made.guides ?? []) put("guides", [value.alertId], value);
  for (const value of made.audit ?? []) put("audit", [value.id], { ...value, caseId });
  const info: Case = { id: caseId, name: made.name ?? caseId, createdAt: 1, openedAt: 2, ...made.info };
  return stored(info, entries);
}

function stored(info: Case, entries: readonly Entry[]): CaseFileSource {
  return {
    info,
    entries: async function* (store) {
      yield await Promise.resolve(entries.filter((entry) => entry.store === store));
    },
  };
}

export const OPTIONS: MergeOptions = {
  ...{ caseId: "merged", shipped: new Map(), now: 1000, by: "Ada", file: "other.loupe" },
  most: { queries: 100, hunts: 20 },
};

/** Merges, and gives the merged case to look into or to merge again. */
export async function merged(
  own: CaseFileSource,
  other: CaseFileSource,
  options: Partial<MergeOptions> = {},
) {
  const entries = new Map<string, Entry>();
  const { record, summary } = await mergeCases(own, other, { ...OPTIONS, ...options }, (entry) => {
    entries.set(JSON.stringify([entry.store, entry.key]), structuredClone(entry));
    return Promise.resolve();
  });
  return { source: stored(record, [...entries.values()]), summary };
}

/** What a case says, whatever its pages, ids of files, name and times of reading are. Records of merges are left out. */
export async function contentOf(source: CaseFileSource) {
  const side = await readSide(source, new Map());
  const sha = new Map(side.files.map(({ id, sha256 }) => [id, sha256]));
  const alerts = new Map<string, string>();
  const uuids = new Map<string, string>();
  const findings = new Map<string, readonly AlertFinding[]>();
  for await (const some of source.entries("findings"))
    for (const { value } of some) {
      const page = value as FindingPage;
      findings.set(`${page.evidenceId} ${page.page}`, page.findings);
    }
  for await (const some of source.entries("rows"))
    for (const { value } of some)
      for (const row of unpackRowPage(value as PackedRowPage).rows) {
        const finding = findings.get(`${row.shelf ?? row.evidenceId} ${row.page}`)?.[row.slot];
        const events =
          finding !== undefined && isSequence(finding)
            ? finding.events.map((event) => event && [sha.get(event.evidenceId), event.place.offset])
            : finding?.place.offset;
        const id = row.shelf === undefined ? uuidOf(row, sha) : JSON.stringify(events);
        if (alerts.has(id)) throw new Error(`two alerts are ${id}`);
        alerts.set(id, JSON.stringify([row.ruleId, row.reason, events ?? "no record"]));
        uuids.set(row.id, id);
      }
  const about = (alertId: string): string => {
    const key = alertKeyOf(alertId);
    const file = sha.get(key?.evidenceId ?? "");
    if (key !== null && file !== undefined) return alertUuid(file, key.place, key.ruleId);
    return uuids.get(alertId) ?? alertId;
  };
  const values = async (store: Parameters<CaseFileSource["entries"]>[0]) => {
    const found: Record<string, unknown>[] = [];
    for await (const some of source.entries(store))
      for (const { value } of some) found.push({ ...(value as object), caseId: "" });
    return found;
  };
  const sorted = (items: Iterable<unknown>): string[] =>
    Array.from(items, (item) => JSON.stringify(item, (_name, value: unknown) => value ?? null)).sort();
  const trail = (await values("audit")) as unknown as AuditRecord[];
  const isOfMerge = ({ detail }: AuditRecord): boolean => detail?.kind.includes("merge") ?? false;
  return {
    files: sorted(
      side.files.map(({ sha256, state, records, alerts: count }) => [sha256, state, records, count]),
    ),
    alerts: sorted(alerts),
    decisions: sorted(
      Array.from(await storedDispositionsOf(source), ([id, { tags = [], note, ...rest }]) => [
        about(id),
        { ...rest, note: note.split("\n").sort(), tags: [...tags].sort() },
      ]),
    ),
    guides: sorted(
      ((await values("guides")) as unknown as GuideProgress[]).map(({ alertId, steps }) => [
        about(alertId),
        sorted(steps),
      ]),
    ),
    audit: sorted(
      trail
        .filter((record) => !isOfMerge(record))
        .map((record) => ({ ...record, alertIds: record.alertIds.map(about) })),
    ),
    rules: sorted(
      Array.from(side.rules.values(), ({ rule: { rule_id, query }, on, changedAt }) => [
        rule_id,
        query,
        on,
        changedAt,
      ]),
    ),
    exceptions: sorted(
      ((await values("exceptions")) as unknown as StoredException[]).map(
        ({ id: _id, ...exception }) => exception,
      ),
    ),
    queries: sorted(source.info.queries ?? []),
    createdAt: source.info.createdAt,
    without: source.info.without ?? [],
  };
}

/** What is decided about each alert, by its id. */
export async function storedDispositionsOf(source: CaseFileSource): Promise<Map<string, Decided>> {
  const found = new Map<string, Decided>();
  for await (const some of source.entries("dispositions"))
    for (const { value } of some)
      for (const [name, about] of unpackDispositions(value as DispositionPage)) {
        if (found.has(idOfName(name))) throw new Error(`two pages have ${idOfName(name)}`);
        found.set(idOfName(name), about);
      }
  return found;
}

export function sequenceIdOf({ events }: SequenceFinding): string {
  const places = events.flatMap((event) =>
    event === null ? [] : [[event.evidenceId, event.place] as const],
  );
  return `sequence.${sequenceUuid(places, SEQUENCE_RULE)}`;
}

function uuidOf(row: AlertRow, sha: ReadonlyMap<string, string>): string {
  return alertUuid(sha.get(row.evidenceId)!, row, row.ruleId);
}

function evidence(caseId: string, more: Partial<Evidence>): Evidence {
  return {
    ...{ caseId, name: "a.ndjson", path: "a.ndjson", size: 3, lastModified: 4, state: "done", addedAt: 5 },
    ...{
      bytes: 3,
      format: "NDJSON",
      kind: { kind: "ndjson" },
      records: 1,
      notEvents: 0,
      lost: 0,
      remarks: 0,
    },
    ...{ problems: [], inventory: null, missingCategories: [], scanMilliseconds: 1, hashMilliseconds: 2 },
    ...{ fingerprint: "", zone: null },
    ...more,
  } as Evidence;
}

function rowOf(evidenceId: string, ruleId: string, offset: number, page: number, slot: number): AlertRow {
  return {
    ...{ id: `${evidenceId}.${offset}.${ruleId}`, evidenceId, page, slot, ruleId, time: offset },
    ...{
      reason: `<b>${ruleId}`,
      host: "H",
      user: "",
      process: "",
      object: "",
      offset,
      line: 1,
      source: "ecs",
    },
    extension: false,
  };
}

const findingOf = (ruleId: string, offset: number): AlertFinding => ({
  ...{ kind: "event", ruleId, source: "ecs", index: "", fields: "{}", raw: "<b>{}" },
  place: { offset, length: 1, line: 1 },
});

function sequence(events: readonly (readonly [fileId: string, offset: number])[]): SequenceFinding {
  return {
    kind: "sequence",
    ruleId: SEQUENCE_RULE,
    events: events.map(([evidenceId, offset]) => ({
      ...{ evidenceId, place: { offset, length: 1, line: 1 }, seen: null, time: offset },
    })),
  };
}

function sequenceRowOf(finding: SequenceFinding, slot: number): AlertRow {
  const last = finding.events.at(-1)!;
  const id = sequenceIdOf(finding);
  return {
    ...rowOf(last.evidenceId, SEQUENCE_RULE, last.place.offset, 0, slot),
    ...{ id, shelf: `rule:${SEQUENCE_RULE}`, events: finding.events.length },
  };
}
