import type { CsvDialect } from "./dialect.ts";

/** The names of a table's columns, each only once. */
export interface Columns {
  readonly names: readonly string[];
  /** Names that the header has more than once. */
  readonly repeated: readonly string[];
  /** The header is in another language than the names that are used. */
  readonly renamed: boolean;
}

/** Event Viewer's columns by their place. The sixth, the message, has no name in any language. */
const EVENT_VIEWER = ["Level", "Date and Time", "Source", "Event ID", "Task Category", "Message"];

/** Names of columns in an Event Viewer export of an English system, `Keywords` first for the Security log. */
export const EVENT_VIEWER_NAMES: ReadonlySet<string> = new Set([...EVENT_VIEWER, "Keywords"]);

/**
 * The columns of a header.
 *
 * A name that was there before gets a number, `Name_2`: no cell is lost. A column without a name has the number of its
 * place, `column_7`. Event Viewer's header is known by its shape in any language, and gets its English names.
 */
export function columnsOf(header: readonly string[], dialect: CsvDialect): Columns {
  const given = header.map((name) => name.trim());
  const isEventViewer = dialect.kind === "event-viewer" && given.length <= EVENT_VIEWER.length;
  const renamed = isEventViewer && !given.every((name) => EVENT_VIEWER_NAMES.has(name));
  const wanted = renamed ? [...EVENT_VIEWER] : given;
  if (isEventViewer && wanted.length === EVENT_VIEWER.length - 1) wanted.push("Message");
  const taken = new Set(wanted);
  const names: string[] = [];
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (let i = 0; i < Math.max(wanted.length, dialect.cells); i++) {
    const name = wanted[i] ?? "";
    if (name !== "" && !seen.has(name)) {
      seen.add(name);
      names.push(name);
      continue;
    }
    if (name !== "") repeated.add(name);
    names.push(free(name === "" ? `column_${i + 1}` : name, taken, name === "" ? 1 : 2));
  }
  return { names, repeated: [...repeated], renamed };
}

/** `base` itself for 1, else with the first number from there on that makes it new. */
function free(base: string, taken: Set<string>, from: number): string {
  for (let n = from; ; n++) {
    const name = n === 1 ? base : `${base}_${n}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
