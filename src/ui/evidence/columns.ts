import type { EvidenceSort } from "../../app/index.ts";
import { fittingColumns, type TableColumn } from "../common/table-columns.ts";

/** A column of the list of files, by which it can be sorted. */
export interface EvidenceColumn extends TableColumn {
  readonly id: EvidenceSort;
}

export const EVIDENCE_COLUMNS: readonly EvidenceColumn[] = [
  { id: "state", label: "State", least: 142, share: 0 },
  { id: "name", label: "File", least: 148, share: 2.2 },
  { id: "format", label: "Format", least: 92, share: 0.7 },
  { id: "size", label: "Size", least: 88, share: 0, isNumber: true },
  { id: "events", label: "Events", least: 74, share: 0, isNumber: true },
  { id: "unreadable", label: "Unreadable", least: 94, share: 0, isNumber: true },
  { id: "alerts", label: "Alerts", least: 62, share: 0, isNumber: true },
  { id: "hosts", label: "Hosts", least: 96, share: 0.7 },
  { id: "first", label: "First event (UTC)", least: 138, share: 0 },
  { id: "last", label: "Last event (UTC)", least: 138, share: 0 },
  { id: "sha256", label: "SHA-256", least: 90, share: 0.4 },
];

/** What a narrow list does without, the first first. The detail has all of it. */
const DISPENSABLE: readonly EvidenceSort[] = [
  "sha256",
  "last",
  "first",
  "format",
  "hosts",
  "unreadable",
  "size",
  "events",
];

/** Pixels that the name has beyond its least width before another column comes in: the end of a name says which log it is. */
const ROOM_FOR_NAME = 90;

/** As many of the columns as fit into a width in pixels. State, name and alerts are always there. */
export function evidenceColumns(width: number): readonly EvidenceColumn[] {
  return fittingColumns(EVIDENCE_COLUMNS, DISPENSABLE, width, ROOM_FOR_NAME);
}
