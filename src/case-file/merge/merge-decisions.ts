import {
  alertNameOf,
  type AuditRecord,
  type Decided,
  type DecidedAlert,
  type DispositionPage,
  dispositionPages,
  type Entry,
  type GuideProgress,
  idOfName,
  unpackDispositions,
} from "../../case/index.ts";
import type { CaseFileSource } from "../write-case-file.ts";
import { type MergedDecision, mergeDecided, mergeGuides } from "./merge-decided.ts";
import { entriesOf, valuesOf } from "./merge-side.ts";
import { Trail } from "./news.ts";

/** An alert about which two cases decided differently: the newer decision is taken. */
export interface DifferingAlert {
  readonly alertId: string;
  readonly older: Decided;
  readonly newer: Decided;
}

export interface DecisionMerge {
  readonly caseId: string;
  readonly own: CaseFileSource;
  readonly other: CaseFileSource;
  /** The id of an alert of the other case in the merged one. */
  readonly idOf: (alertId: string) => string;
  /** The id of a file of the other case in the merged one. */
  readonly fileIdOf: (fileId: string) => string;
  readonly put: (entry: Entry) => Promise<void>;
}

export interface MergedDecisions {
  /** The own trail with what the other has, without records of the merge. */
  readonly trail: ReadonlyMap<string, AuditRecord>;
  /** How many records the own case did not have. */
  readonly moreRecords: number;
  /** How many alerts have another decision, note or tag now. */
  readonly changed: number;
  readonly differing: readonly DifferingAlert[];
  /** How many alerts have a note of both now. */
  readonly joinedNotes: number;
  readonly changedGuides: number;
  readonly differingSteps: number;
  /** The other case is an earlier copy of the own one. */
  readonly isEarlier: boolean;
}

/** Merges verdicts, notes, tags, checklists and the audit trails; all but the trail is written. */
export async function mergeDecisions(merge: DecisionMerge): Promise<MergedDecisions> {
  const trails = {
    own: new Trail(await valuesOf<AuditRecord>(merge.own, "audit")),
    other: new Trail(
      (await valuesOf<AuditRecord>(merge.other, "audit")).map((record) => ({
        ...record,
        alertIds: record.alertIds.map(merge.idOf),
      })),
    ),
  };
  const newsAbout =
    (alertId: string) =>
    (isOwn: boolean): boolean =>
      isOwn ? trails.own.hasNewsAbout(alertId, trails.other) : trails.other.hasNewsAbout(alertId, trails.own);
  const dispositions = await mergeDispositions(merge, newsAbout);
  const guides = await mergeAllGuides(merge, newsAbout);
  const trail = new Map(trails.own.records);
  let moreRecords = 0;
  for (const [id, record] of trails.other.records) {
    const own = trail.get(id);
    // A text that is being typed is one record, which grows.
    if (own !== undefined && own.at >= record.at) continue;
    moreRecords++;
    trail.set(id, { ...record, caseId: merge.caseId });
  }
  return { trail, moreRecords, isEarlier: trails.other.isPartOf(trails.own), ...dispositions, ...guides };
}

type NewsAbout = (alertId: string) => (isOwn: boolean) => boolean;

async function mergeDispositions(
  merge: DecisionMerge,
  newsAbout: NewsAbout,
): Promise<Pick<MergedDecisions, "changed" | "differing" | "joinedNotes">> {
  const { caseId, put } = merge;
  const own = await pagesOf(merge.own, (owner) => owner);
  const other = await pagesOf(merge.other, merge.fileIdOf);
  let [changed, joinedNotes] = [0, 0];
  const differing: DifferingAlert[] = [];
  const both = (mine: DispositionPage | undefined, theirs: DispositionPage): readonly DecidedAlert[] => {
    const merged = new Map<string, DecidedAlert>(
      (mine === undefined ? [] : unpackDispositions(mine)).map((alert) => [idOfName(alert[0]), alert]),
    );
    for (const [name, decided] of unpackDispositions(theirs)) {
      const id = merge.idOf(idOfName(name));
      const known = merged.get(id);
      const result: MergedDecision =
        known === undefined ? { decided, isJoined: false } : mergeDecided(known[1], decided, newsAbout(id));
      if (known === undefined || JSON.stringify(known[1]) !== JSON.stringify(result.decided)) changed++;
      if (result.isJoined) joinedNotes++;
      if (result.older !== undefined)
        differing.push({ alertId: id, older: result.older, newer: result.decided });
      merged.set(id, [alertNameOf(id), result.decided]);
    }
    return [...merged.values()];
  };
  // The page of an alert of a file stays; that of a sequence follows from its id, which may be another one.
  for (const [key, theirs] of [...other]) {
    if (theirs.others.length > 0) continue;
    for (const page of dispositionPages(caseId, both(own.get(key), theirs))) await put(entryOf(page));
    own.delete(key);
    other.delete(key);
  }
  // What is left is about sequences, or about what no file has: it is little.
  const [mine, theirs]: [DecidedAlert[], DecidedAlert[]] = [[], []];
  for (const [key, page] of own) {
    if (other.size === 0 || (page.others.length === 0 && !other.has(key)))
      await put(entryOf({ ...page, caseId }));
    else mine.push(...unpackDispositions(page));
  }
  for (const page of other.values()) theirs.push(...unpackDispositions(page));
  for (const page of dispositionPages(caseId, both(listed(mine), listed(theirs)))) await put(entryOf(page));
  return { changed, differing, joinedNotes };
}

/** Decisions as a page that has nothing but their ids. */
function listed(alerts: readonly DecidedAlert[]): DispositionPage {
  return {
    ...{ caseId: "", owner: "", page: 0, values: alerts.map(([, decided]) => decided), texts: [] },
    ...{ offsets: new Float64Array(), columns: new Uint32Array() },
    others: alerts.map(([name], i) => [idOfName(name), i] as const),
  };
}

function entryOf(value: DispositionPage): Entry {
  return { store: "dispositions", key: [value.caseId, value.owner, value.page], value };
}

/** @param ownerOf what an owner is in the merged case */
async function pagesOf(
  source: CaseFileSource,
  ownerOf: (owner: string) => string,
): Promise<Map<string, DispositionPage>> {
  const pages = new Map<string, DispositionPage>();
  for await (const { value } of entriesOf(source, "dispositions")) {
    const page = value as DispositionPage;
    pages.set(`${ownerOf(page.owner)} ${page.page}`, page);
  }
  return pages;
}

async function mergeAllGuides(
  { caseId, own, other, idOf, put }: DecisionMerge,
  newsAbout: NewsAbout,
): Promise<Pick<MergedDecisions, "changedGuides" | "differingSteps">> {
  const guides = new Map(
    (await valuesOf<GuideProgress>(own, "guides")).map((guide) => [guide.alertId, guide]),
  );
  let [changedGuides, differingSteps] = [0, 0];
  for (const guide of await valuesOf<GuideProgress>(other, "guides")) {
    const theirs = { ...guide, alertId: idOf(guide.alertId) };
    const mine = guides.get(theirs.alertId);
    const { progress, differing } =
      mine === undefined
        ? { progress: theirs, differing: 0 }
        : mergeGuides(mine, theirs, newsAbout(theirs.alertId));
    if (JSON.stringify(mine) !== JSON.stringify(progress)) changedGuides++;
    differingSteps += differing;
    guides.set(theirs.alertId, progress);
  }
  for (const [alertId, value] of guides) await put({ store: "guides", key: [caseId, alertId], value });
  return { changedGuides, differingSteps };
}
