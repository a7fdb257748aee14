import type { CsvDialect } from "./dialect.ts";

/** The names of a table's columns, made unique. */
export interface Columns {
  readonly names: readonly string[];
  /** Names that occur more than once in the header. */
  readonly repeated: readonly string[];
  /** True if the header is in another language and English names are used instead. */
  readonly renamed: boolean;
}

/** Event Viewer's columns in order. The sixth, the message, has no name in any language. */
const EVENT_VIEWER = ["Level", "Date and Time", "Source", "Event ID", "Task Category", "Message"];

/** Column names in an Event Viewer export from an English system. In the Security log, `Keywords` comes first. */
export const EVENT_VIEWER_NAMES: ReadonlySet<string> = new Set([...EVENT_VIEWER, "Keywords"]);

/**
 * Names the columns of a header.
 *
 * A repeated name gets a number, as in `Name_2`, so that no cell is lost. A column without a name is named by its
 * position, as in `column_7`. Event Viewer's header is recognised by its structure in any language, and gets the
 * English names.
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

/** `base` itself if `from` is 1, otherwise `base` with the first number from `from` on that makes it unique. */
function free(base: string, taken: Set<string>, from: number): string {
  for (let n = from; ; n++) {
    const name = n === 1 ? base : `${base}_${n}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
