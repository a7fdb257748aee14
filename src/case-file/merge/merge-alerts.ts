import {
  type AlertRow,
  type Entry,
  type FindingPage,
  isPageOwnerOfRule,
  isSequence,
  type PackedRowPage,
  packRowPage,
  type SequenceFinding,
  sequenceId,
  unpackRowPage,
} from "../../case/index.ts";
import type { FilePlan, PlannedFile, Which } from "./file-plan.ts";
import type { MergedRules } from "./merge-rules.ts";
import { entriesOf, type MergeSide } from "./merge-side.ts";

export interface AlertMerge {
  readonly caseId: string;
  readonly sides: Readonly<Record<Which, MergeSide>>;
  readonly plan: FilePlan;
  readonly rules: MergedRules;
  readonly put: (entry: Entry) => Promise<void>;
}

export interface MergedAlerts {
  /** How many alerts the second scan of a file added, by the file's id. */
  readonly added: ReadonlyMap<string, number>;
  /** Alerts that the own case did not have, those of files that it did not have included. */
  readonly fresh: number;
  /** Alerts of the other case whose rule decides otherwise here. */
  readonly leftOut: number;
  /** The ids that alerts of sequences of the other case have in the merged one, where these are others. */
  readonly sequenceIds: ReadonlyMap<string, string>;
}

/**
 * Writes the pages of alerts of both cases: those of the better scan of each file as they are, then from the second scan
 * the alerts that the first did not find.
 */
export async function mergeAlerts(merge: AlertMerge): Promise<MergedAlerts> {
  const merging = new AlertMerging(merge);
  for (const which of ["own", "other"] as const) await merging.rows(which, true);
  for (const which of ["own", "other"] as const)
    if (merging.hasSecond(which)) await merging.rows(which, false);
  for (const which of ["own", "other"] as const) await merging.findings(which);
  await merging.rowsWithoutFindings();
  return merging.result;
}

class AlertMerging {
  readonly #merge: AlertMerge;
  /** The alerts of files that both cases have, once those of the first scan are written. */
  readonly #known = new Map<string, AlertSet>();
  readonly #nextPages = new Map<string, number>();
  /** The new numbers of pages of a second scan, by owner and page; pages that are not in it are not taken. */
  readonly #moved = new Map<string, number>();
  /** Pages of the first scan that have no alerts left. */
  readonly #empty = new Set<string>();
  readonly #sequences = new Set<string>();
  /** Pages of sequences of the other case: their alerts' ids are made from their events, which come later. */
  readonly #waiting = new Map<string, PackedRowPage>();
  readonly #sequenceIds = new Map<string, string>();
  readonly #added = new Map<string, number>();
  #fresh = 0;
  #leftOut = 0;

  constructor(merge: AlertMerge) {
    this.#merge = merge;
    for (const { id, isJoined } of merge.plan.files) if (isJoined) this.#known.set(id, new AlertSet());
  }

  get result(): MergedAlerts {
    const [added, sequenceIds] = [this.#added, this.#sequenceIds];
    return { added, sequenceIds, fresh: this.#fresh, leftOut: this.#leftOut };
  }

  /** Whether files of both cases were scanned better in the other one. */
  hasSecond(which: Which): boolean {
    return this.#merge.plan.files.some((file) => file.isJoined && file.first !== which);
  }

  /** @param isFirst for the files of which this is the better scan; for the others otherwise */
  async rows(which: Which, isFirst: boolean): Promise<void> {
    for await (const { key, value } of entriesOf(this.#merge.sides[which].source, "rows")) {
      const page = value as PackedRowPage;
      if (isPageOwnerOfRule(key[1])) {
        if (isFirst) await this.#sequenceRows(which, page);
        continue;
      }
      const file = this.#fileOf(which, key[1]);
      if (file === undefined || (file.first === which) !== isFirst) continue;
      if (isFirst) await this.#firstRows(which, file, page);
      else if (file.isJoined) await this.#secondRows(which, file, page);
    }
  }

  #fileOf(which: Which, id: string): PlannedFile | undefined {
    const { plan } = this.#merge;
    return plan.byId.get(which === "own" ? id : (plan.ids.get(id) ?? ""));
  }

  /** Whether an alert on a page counts in its case and in the merged one. */
  #accepts(which: Which, writtenAt: number): (ruleId: string) => boolean {
    const { rules } = this.#merge.sides[which];
    return (ruleId) => {
      const rule = rules.get(ruleId);
      if (rule === undefined || rule.changedAt > writtenAt) return false;
      return which === "own" || this.#merge.rules.isShared(ruleId);
    };
  }

  #count(which: Which, before: number, after: number): void {
    if (which === "own") return;
    this.#fresh += after;
    this.#leftOut += before - after;
  }

  async #firstRows(which: Which, file: PlannedFile, page: PackedRowPage): Promise<void> {
    const { id } = file;
    const known = this.#known.get(id);
    this.#nextPages.set(id, Math.max(this.#nextPages.get(id) ?? 0, page.page + 1));
    const accepts = this.#accepts(which, page.writtenAt);
    const isUnchanged = page.evidenceId === id && allRules(page).every(accepts);
    if (isUnchanged && known === undefined) {
      this.#count(which, page.packed.count, page.packed.count);
      await this.#putRows({ ...page, caseId: this.#merge.caseId });
      return;
    }
    const all = unpackRowPage(page);
    const rows = all.rows.filter(({ ruleId }) => accepts(ruleId)).map((row) => ({ ...row, evidenceId: id }));
    for (const row of rows) known?.add(row);
    // Of a file that both have, the own ones are taken off again: see `#secondRows`.
    this.#count(which, all.rows.length, rows.length);
    if (rows.length === 0) this.#empty.add(`${which} ${page.evidenceId} ${page.page}`);
    else if (isUnchanged) await this.#putRows({ ...page, caseId: this.#merge.caseId });
    else await this.#putRows(packRowPage({ ...all, caseId: this.#merge.caseId, evidenceId: id, rows }));
  }

  async #secondRows(which: Which, { id }: PlannedFile, page: PackedRowPage): Promise<void> {
    const known = this.#known.get(id)!;
    const accepts = this.#accepts(which, page.writtenAt);
    const all = unpackRowPage(page);
    const number = this.#nextPages.get(id) ?? 0;
    const taken = all.rows.filter(({ ruleId }) => accepts(ruleId));
    if (which === "other") this.#leftOut += all.rows.length - taken.length;
    const rows = taken
      .filter((row) => known.add(row))
      .map((row) => ({ ...row, evidenceId: id, page: number }));
    if (which === "own") this.#fresh -= taken.length - rows.length;
    if (rows.length === 0) return;
    this.#nextPages.set(id, number + 1);
    this.#moved.set(`${which} ${page.evidenceId} ${page.page}`, number);
    this.#added.set(id, (this.#added.get(id) ?? 0) + rows.length);
    if (which === "other") this.#fresh += rows.length;
    await this.#putRows(
      packRowPage({ ...all, caseId: this.#merge.caseId, evidenceId: id, page: number, rows }),
    );
  }

  async #sequenceRows(which: Which, page: PackedRowPage): Promise<void> {
    if (which === "other") {
      this.#waiting.set(`${page.evidenceId} ${page.page}`, page);
      return;
    }
    const all = unpackRowPage(page);
    const accepts = this.#accepts(which, page.writtenAt);
    const rows = all.rows.filter(({ ruleId }) => accepts(ruleId));
    for (const { id } of rows) this.#sequences.add(id);
    const owner = page.evidenceId;
    this.#nextPages.set(owner, Math.max(this.#nextPages.get(owner) ?? 0, page.page + 1));
    if (rows.length === 0) this.#empty.add(`own ${owner} ${page.page}`);
    else await this.#putRows(packRowPage({ ...all, caseId: this.#merge.caseId, rows }));
  }

  async findings(which: Which): Promise<void> {
    const { caseId, sides } = this.#merge;
    for await (const { key, value } of entriesOf(sides[which].source, "findings")) {
      const page = value as FindingPage;
      const [, owner, number] = key;
      if (isPageOwnerOfRule(owner)) {
        if (which === "other") await this.#otherSequences(page);
        else if (!this.#empty.has(`own ${owner} ${number}`)) await this.#putFindings({ ...page, caseId });
        continue;
      }
      const file = this.#fileOf(which, owner);
      if (file === undefined || this.#empty.has(`${which} ${owner} ${number}`)) continue;
      const moved = file.first === which ? number : this.#moved.get(`${which} ${owner} ${number}`);
      if (moved !== undefined) await this.#putFindings({ ...page, caseId, evidenceId: file.id, page: moved });
    }
  }

  async #otherSequences(page: FindingPage): Promise<void> {
    const key = `${page.evidenceId} ${page.page}`;
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    this.#waiting.delete(key);
    const findings = page.findings.map((finding) =>
      isSequence(finding) ? this.#inMerged(finding) : finding,
    );
    const idOf = (row: AlertRow): string => {
      const finding = findings[row.slot];
      return finding !== undefined && isSequence(finding) ? sequenceId(finding) : row.id;
    };
    const number = await this.#putSequences(waiting, idOf);
    if (number !== null)
      await this.#putFindings({ ...page, caseId: this.#merge.caseId, page: number, findings });
  }

  #inMerged(finding: SequenceFinding): SequenceFinding {
    const events = finding.events.map(
      (event) =>
        event && { ...event, evidenceId: this.#merge.plan.ids.get(event.evidenceId) ?? event.evidenceId },
    );
    return { ...finding, events };
  }

  /** @returns the number of the page; null if the own case has all of its alerts */
  async #putSequences(page: PackedRowPage, idOf: (row: AlertRow) => string): Promise<number | null> {
    const { caseId, plan } = this.#merge;
    const all = unpackRowPage(page);
    const accepts = this.#accepts("other", page.writtenAt);
    const owner = page.evidenceId;
    const number = this.#nextPages.get(owner) ?? 0;
    const rows: AlertRow[] = [];
    for (const row of all.rows) {
      if (!accepts(row.ruleId)) {
        this.#leftOut++;
        continue;
      }
      const id = idOf(row);
      if (id !== row.id) this.#sequenceIds.set(row.id, id);
      if (this.#sequences.has(id)) continue;
      this.#sequences.add(id);
      rows.push({ ...row, id, evidenceId: plan.ids.get(row.evidenceId) ?? row.evidenceId, page: number });
    }
    if (rows.length === 0) return null;
    this.#fresh += rows.length;
    this.#nextPages.set(owner, number + 1);
    await this.#putRows(packRowPage({ ...all, caseId, page: number, rows }));
    return number;
  }

  /**
   * Sequences of a case without records. The id of one is known only if its files have the same ids in both cases;
   * otherwise it is left to the next run of its rule.
   */
  async rowsWithoutFindings(): Promise<void> {
    const isSame = [...this.#merge.plan.ids].every(([from, to]) => from === to);
    for (const page of this.#waiting.values()) {
      if (isSame) await this.#putSequences(page, ({ id }) => id);
      else this.#leftOut += page.packed.count;
    }
    this.#waiting.clear();
  }

  #putRows(value: PackedRowPage): Promise<void> {
    const { caseId, evidenceId, page } = value;
    return this.#merge.put({ store: "rows", key: [caseId, evidenceId, page], value });
  }

  #putFindings(value: FindingPage): Promise<void> {
    const { caseId, evidenceId, page } = value;
    return this.#merge.put({ store: "findings", key: [caseId, evidenceId, page], value });
  }
}

/** The rules of a page's alerts, each once. */
function allRules({ packed: { count, codes, texts } }: PackedRowPage): string[] {
  // See PACKED_TEXTS: the second column.
  return Array.from(new Set(codes.subarray(count, 2 * count)), (code) => texts[code]!);
}

/** The alerts of one file, by rule, member and offset: a million of them take some tens of megabytes. */
class AlertSet {
  readonly #offsets = new Map<string, Set<number>>();

  /** @returns whether it was not in the set */
  add({ ruleId, member, offset }: AlertRow): boolean {
    const key = JSON.stringify([ruleId, member]);
    let offsets = this.#offsets.get(key);
    if (offsets === undefined) this.#offsets.set(key, (offsets = new Set()));
    if (offsets.has(offset)) return false;
    offsets.add(offset);
    return true;
  }
}
