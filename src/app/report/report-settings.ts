import {
  type AuditDetail,
  type CaseReport,
  type KeptAnswers,
  NO_REPORT,
  type ReportedHunt,
} from "../../case/index.ts";
import { REPORT_SECTIONS, type ReportSections, sectionTitle } from "../../export/index.ts";
import { facts, shortened } from "../case/audit-record.ts";
import type { CaseState } from "../case/case-state.svelte.ts";

export type SectionId = keyof ReportSections;

/** Sections that a report has only if the analyst wants them. */
const OFF_AT_FIRST: ReadonlySet<SectionId> = new Set(["audit"]);

/** Hunts that a report takes. */
export const MOST_HUNTS = 20;

/** What is chosen and written for the report of a case. It is kept with the case. */
export class ReportSettings {
  readonly #case: CaseState;

  constructor(state: CaseState) {
    this.#case = state;
  }

  get report(): CaseReport {
    return this.#case.info.report ?? NO_REPORT;
  }

  has(id: SectionId): boolean {
    const { sections } = this.report;
    return Object.hasOwn(sections, id) ? sections[id]! : !OFF_AT_FIRST.has(id);
  }

  switch(id: SectionId, on: boolean): void {
    const titles = (): string[] => REPORT_SECTIONS.filter((each) => this.has(each)).map(sectionTitle);
    const before = JSON.stringify(titles());
    this.#change({ sections: { ...this.report.sections, [id]: on } });
    const now = titles();
    this.#record("report sections", before, (earlier) => {
      const was = JSON.parse(earlier) as string[];
      return {
        kind: "report-sections",
        on: now.filter((title) => !was.includes(title)),
        off: was.filter((title) => !now.includes(title)),
      };
    });
  }

  /** @param summary null for the one that Loupe proposes */
  write(summary: string | null): void {
    this.#record("report summary", this.report.summary ?? "", (before) => ({
      ...{ kind: "report-summary", before: shortened(before), after: shortened(summary ?? "") },
    }));
    this.#change({ summary });
  }

  /** Records a change of the report: as long as it goes on without a pause, it is one record. */
  #record(key: string, before: string, make: (before: string) => AuditDetail): void {
    if (!this.#case.isWritable) return;
    this.#case.trail.addTyped(key, before, (earlier) => facts([], make(earlier)));
  }

  /** The name that the report is signed with: the one given for it, or else of who decided last; empty for none. */
  get analyst(): string {
    const { records } = this.#case.trail;
    return this.report.analyst ?? records.findLast(({ by }) => by !== "")?.by ?? "";
  }

  sign(analyst: string): void {
    this.#record("report name", this.analyst, (before) => ({
      ...{ kind: "report-name", before: shortened(before), after: shortened(analyst) },
    }));
    this.#change({ analyst });
  }

  /** Whether the report has room for one more hunt. */
  get hasRoom(): boolean {
    return this.report.hunts.length < MOST_HUNTS;
  }

  addHunt(hunt: ReportedHunt): void {
    if (!this.hasRoom) return;
    this.#change({ hunts: [...this.report.hunts, hunt] });
    this.#recordHunt(hunt, true);
  }

  /** @returns takes it back: the hunt has its place again, unless it is there */
  removeHunt(id: string): () => void {
    const { hunts } = this.report;
    const at = hunts.findIndex((hunt) => hunt.id === id);
    const removed = hunts[at];
    if (removed === undefined) return () => undefined;
    this.#change({ hunts: hunts.filter((hunt) => hunt !== removed) });
    this.#recordHunt(removed, false);
    return () => {
      const now = this.report.hunts;
      if (now.some((hunt) => hunt.id === id)) return;
      this.#change({ hunts: now.toSpliced(at, 0, removed) });
      this.#recordHunt(removed, true);
    };
  }

  #recordHunt({ title }: ReportedHunt, added: boolean): void {
    if (this.#case.isWritable) this.#case.trail.add({ kind: "report-hunt", hunt: shortened(title), added });
  }

  /** Keeps answers, which are no change by the analyst. */
  keepAnswers(answers: KeptAnswers): void {
    this.#case.keepReport({ ...this.report, answers });
  }

  #change(change: Partial<CaseReport>): void {
    const { report } = this;
    const { analyst } = this.#case.trail;
    // Two changes may fall into one millisecond; a reading tab must see the second as well.
    const changedAt = Math.max(Date.now(), report.changedAt + 1);
    const signed = report.analyst === undefined && analyst !== "" ? { analyst } : {};
    this.#case.keepReport({ ...report, ...signed, ...change, changedAt });
  }
}
