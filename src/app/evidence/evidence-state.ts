import { type Condition, withCondition, writeConditions } from "../filter/index.ts";
import { isEvidenceField, readEvidenceConditions } from "./evidence-fields.ts";
import { EVIDENCE_SORTS, type EvidenceOrder } from "./evidence-order.ts";

/** What of the list of files a link keeps. */
export interface EvidenceListState {
  readonly conditions: readonly Condition[];
  /** What is typed and no chip yet. */
  readonly text: string;
  /** Null for the order in which the files were added. */
  readonly order: EvidenceOrder | null;
  /** The id of the file whose detail is open; empty for none. */
  readonly fileId: string;
}

/** A link may come from anywhere: one with more is as at first, since a part of it would show something else. */
const MAX_LENGTH = 100_000;
const MAX_CONDITIONS = 500;

/** Writes a state as a text for the hash of a URL, as in the query of one. What is as at first is left out. */
export function writeEvidenceState({ conditions, text, order, fileId }: EvidenceListState): string {
  const values = new URLSearchParams();
  if (conditions.length > 0) values.set("q", writeConditions(conditions, isEvidenceField));
  if (text !== "") values.set("text", text);
  if (order !== null) values.set("sort", `${order.descending ? "-" : ""}${order.column}`);
  if (fileId !== "") values.set("file", fileId);
  return values.toString();
}

/** Reads what `writeEvidenceState` wrote. Whatever it cannot read, of any text at all, is as at first. */
export function readEvidenceState(text: string): EvidenceListState {
  const values = new URLSearchParams(text.length > MAX_LENGTH ? "" : text);
  const conditions = readEvidenceConditions(values.get("q") ?? "");
  return {
    conditions: (conditions.length > MAX_CONDITIONS ? [] : conditions).reduce<readonly Condition[]>(
      withCondition,
      [],
    ),
    text: values.get("text") ?? "",
    order: orderOf(values.get("sort") ?? ""),
    fileId: values.get("file") ?? "",
  };
}

function orderOf(text: string): EvidenceOrder | null {
  const descending = text.startsWith("-");
  const column = EVIDENCE_SORTS.find((each) => each === (descending ? text.slice(1) : text));
  return column === undefined ? null : { column, descending };
}
