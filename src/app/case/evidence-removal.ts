import { type AlertFinding, type AlertRow, type EvidenceRemoval, isSequence } from "../../case/index.ts";
import type { FindingPages } from "./finding-pages.ts";

/** The sequences with an event of one file, and the pages that they are on. */
export interface SequencesOfFile extends EvidenceRemoval {
  /** The other rows of those pages: what follows a removed alert has another slot. */
  readonly moved: readonly AlertRow[];
}

/** Looks through the stored sequences of all rules for those with an event of a file. */
export async function sequencesOfFile(
  pages: FindingPages,
  caseId: string,
  evidenceId: string,
): Promise<SequencesOfFile> {
  const removal = {
    sequenceIds: [] as string[],
    pages: [] as EvidenceRemoval["pages"][number][],
    moved: [] as AlertRow[],
  };
  for (const [owner, page] of pages.ofRules()) {
    const findings = await pages.read(owner, page);
    if (findings === undefined || !findings.some((finding) => hasEventOf(finding, evidenceId))) continue;
    const stored = await pages.readRows(owner, page);
    const slots = new Map<number, number>();
    findings.forEach((finding, slot) => {
      if (!hasEventOf(finding, evidenceId)) slots.set(slot, slots.size);
    });
    const rows: AlertRow[] = [];
    for (const row of stored?.rows ?? []) {
      const slot = slots.get(row.slot);
      if (slot === undefined) removal.sequenceIds.push(row.id);
      else rows.push({ ...row, slot });
    }
    const key = { caseId, evidenceId: owner, page };
    removal.moved.push(...rows);
    removal.pages.push({
      findings: { ...key, findings: findings.filter((_, slot) => slots.has(slot)) },
      rows: { ...key, rows, writtenAt: stored?.writtenAt ?? 0 },
    });
  }
  return removal;
}

function hasEventOf(finding: AlertFinding, evidenceId: string): boolean {
  return isSequence(finding) && finding.events.some((event) => event?.evidenceId === evidenceId);
}
