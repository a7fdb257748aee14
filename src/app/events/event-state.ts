import { type Condition, type TimeRange, withCondition, writeConditions } from "../filter/index.ts";
import { isEventField, readEventConditions } from "./event-fields.ts";
import type { SummaryKind } from "./event-summaries.ts";
import {
  DENSITY_FIELDS,
  DENSITY_LAYOUTS,
  type DensityField,
  type DensityLayout,
} from "./events-over-time.ts";

/** What of the view of all events a link keeps. */
export interface EventState {
  readonly conditions: readonly Condition[];
  readonly range: TimeRange;
  readonly shows: "list" | SummaryKind;
  /** The file whose events alone are listed; empty for all files. */
  readonly evidenceId: string;
  /** The near miss whose events alone are listed, see `nearMissKey`; empty for all events. */
  readonly nearMiss: string;
  /** How the bars are divided and drawn. */
  readonly by: DensityField | "";
  readonly layout: DensityLayout;
}

/** As it is before anyone has chosen anything: every event, in the list. */
export const FIRST_EVENT_STATE: EventState = {
  conditions: [],
  range: {},
  shows: "list",
  evidenceId: "",
  nearMiss: "",
  by: "",
  layout: "stacked",
};

const KINDS: readonly SummaryKind[] = ["kinds", "logons", "accounts", "gaps"];
/** A link may come from anywhere: one with more is as at first, since a part of it would show something else. */
const MAX_LENGTH = 100_000;
const MAX_CONDITIONS = 500;

/** Writes a state as a text for the hash of a URL, as in the query of one. What is as at first is left out. */
export function writeEventState(state: EventState): string {
  const { conditions, range, shows, evidenceId, nearMiss, by, layout } = state;
  const values = new URLSearchParams();
  if (conditions.length > 0) values.set("q", writeConditions(conditions, isEventField));
  if (range.from !== undefined) values.set("from", String(range.from));
  if (range.to !== undefined) values.set("to", String(range.to));
  if (shows !== "list") values.set("shows", shows);
  if (evidenceId !== "") values.set("file", evidenceId);
  if (nearMiss !== "") values.set("near", nearMiss);
  if (by !== "") values.set("by", by);
  if (layout !== "stacked") values.set("bars", layout);
  return values.toString();
}

/** Reads what `writeEventState` wrote. Whatever it cannot read, of any text at all, is as at first. */
export function readEventState(text: string): EventState {
  const values = new URLSearchParams(text.length > MAX_LENGTH ? "" : text);
  // An earlier version wrote one `q` for each condition.
  const read = readEventConditions(values.getAll("q").join(" "));
  const conditions = (read.length > MAX_CONDITIONS ? [] : read).reduce<readonly Condition[]>(
    withCondition,
    [],
  );
  return {
    conditions,
    range: { ...limit("from", values.get("from")), ...limit("to", values.get("to")) },
    shows: KINDS.find((kind) => kind === values.get("shows")) ?? "list",
    evidenceId: values.get("file") ?? "",
    nearMiss: values.get("near") ?? "",
    by: DENSITY_FIELDS.find((field) => field === values.get("by")) ?? "",
    layout: DENSITY_LAYOUTS.find((layout) => layout === values.get("bars")) ?? "stacked",
  };
}

function limit(name: "from" | "to", text: string | null): TimeRange {
  const time = Number(text ?? NaN);
  // The calendar of browsers ends at this number.
  return text !== null && text.trim() !== "" && Math.abs(time) <= 8.64e15 ? { [name]: time } : {};
}
