import { fieldNamed, isFieldName } from "./field-names.ts";
import { MAX_GROUP_FIELDS } from "./group-rows.ts";
import type { SortField } from "./sort-alerts.ts";
import { type Condition, readConditions, type TimeRange, writeConditions } from "../filter/index.ts";
import { isDate } from "./time-range.ts";

/** What of the list a link keeps, so that Reload and Back lead to the same alerts. */
export interface ListState {
  readonly conditions: readonly Condition[];
  /** What is typed and no chip yet. */
  readonly text: string;
  readonly range: TimeRange;
  /** Null while the analyst has not chosen: see `AlertList.grouping`. */
  readonly grouping: readonly string[] | null;
  readonly sort: { readonly column: SortField; readonly descending: boolean };
  readonly showSuppressed: boolean;
  readonly showBuildingBlocks: boolean;
  /** The file whose alerts alone are listed; empty for all files. */
  readonly evidenceId: string;
  /** The id of the alert whose detail is open; empty for none. */
  readonly alertId: string;
}

export const FIRST_STATE: ListState = {
  conditions: [],
  text: "",
  range: {},
  grouping: null,
  sort: { column: "time", descending: false },
  showSuppressed: false,
  showBuildingBlocks: false,
  evidenceId: "",
  alertId: "",
};

/**
 * A link may come from anywhere. What is longer than these is left out as a whole: some of the conditions would show
 * something else than all.
 */
const MAX_CONDITIONS = 500;
const MAX_LENGTH = 100_000;

/** Writes a state as a text for the hash of a URL: names and values as in its query. What is as at first is left out. */
export function writeListState(state: ListState): string {
  const { conditions, text, range, grouping, sort, evidenceId, alertId } = state;
  const entries: [string, string][] = [
    ["q", writeConditions(conditions, isFieldName)],
    ["text", text],
    ["from", range.from === undefined ? "" : String(range.from)],
    ["to", range.to === undefined ? "" : String(range.to)],
    ["group", grouping === null ? "" : grouping.join(" ") || "none"],
    ["sort", isFirstSort(sort) ? "" : `${sort.descending ? "-" : ""}${sort.column}`],
    [
      "show",
      [state.showSuppressed && "suppressed", state.showBuildingBlocks && "blocks"].filter(Boolean).join(","),
    ],
    ["file", evidenceId],
    ["alert", alertId],
  ];
  // A lone half of a character has no UTF-8, and what evidence contains may be one.
  return entries
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(value.replace(LONE_HALF, "\ufffd"))}`)
    .join("&");
}

const LONE_HALF = /\p{Surrogate}/gu;

function isFirstSort({ column, descending }: ListState["sort"]): boolean {
  return column === FIRST_STATE.sort.column && descending === FIRST_STATE.sort.descending;
}

/** Reads what `writeListState` wrote. Whatever it cannot read, of any text at all, is as at first. */
export function readListState(text: string): ListState {
  const values = new Map<string, string>();
  for (const part of (text.length > MAX_LENGTH ? "" : text).split("&")) {
    const end = part.indexOf("=");
    const value = end < 0 ? null : decoded(part.slice(end + 1));
    if (value !== null) values.set(part.slice(0, end), value);
  }
  const valueOf = (name: string): string => values.get(name) ?? "";
  const conditions = readConditions(valueOf("q"), isFieldName);
  const shown = new Set(valueOf("show").split(","));
  return {
    conditions: conditions.length > MAX_CONDITIONS ? [] : conditions,
    text: valueOf("text"),
    range: rangeOf(valueOf("from"), valueOf("to")),
    grouping: groupingOf(valueOf("group")),
    sort: sortOf(valueOf("sort")),
    showSuppressed: shown.has("suppressed"),
    showBuildingBlocks: shown.has("blocks"),
    evidenceId: valueOf("file"),
    alertId: valueOf("alert"),
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** A range that ends before it begins would hide everything, so it is none. */
function rangeOf(from: string, to: string): TimeRange {
  const range = { ...limit("from", from), ...limit("to", to) } as TimeRange;
  return range.from !== undefined && range.to !== undefined && range.from >= range.to ? {} : range;
}

function limit(name: "from" | "to", text: string): TimeRange {
  const time = Number(text);
  // Adding 0 makes 0 of -0.
  return text.trim() !== "" && isDate(time) ? { [name]: time + 0 } : {};
}

function groupingOf(text: string): string[] | null {
  if (text === "none") return [];
  const fields = text
    .split(" ")
    .filter((name) => isFieldName(name, true))
    .map(fieldNamed);
  return fields.length === 0 ? null : [...new Set(fields)].slice(0, MAX_GROUP_FIELDS);
}

function sortOf(text: string): ListState["sort"] {
  const descending = text.startsWith("-");
  const column = descending ? text.slice(1) : text;
  return column === "" ? FIRST_STATE.sort : { column, descending };
}
