import { type WrittenTime, parseWrittenTime, utcFor, type Zone } from "../../time/index.ts";
import { own, scalarText } from "./text.ts";

/** Azure's portal puts the zone of a column's times into the column's name: `TimeGenerated [UTC]`. */
const UTC_LABEL = " [UTC]";
const LABELS = ["", UTC_LABEL, " [Local Time]"];

/** The names that a column of times may have. */
export function timeColumns(column: string): string[] {
  return LABELS.map((label) => column + label);
}

/** A time as a column has it, and what it means. */
export interface TimeCell {
  readonly text: string;
  /** Null if the text is not understood. */
  readonly read: WrittenTime | null;
}

/**
 * Reads the first of some columns that has a value.
 *
 * @param columns names without a zone
 * @param zone the zone of times that name none, neither themselves nor in the name of their column
 * @returns undefined if the document has none of the columns
 */
export function timeIn(document: object, columns: readonly string[], zone: Zone): TimeCell | undefined {
  for (const label of LABELS)
    for (const column of columns) {
      const text = scalarText(own(document, column + label));
      // Kibana's CSV writes a dash for a missing field.
      if (text === undefined || text === "" || text === "-") continue;
      if (label !== UTC_LABEL) return { text, read: parseWrittenTime(text, zone) };
      const read = parseWrittenTime(text, utcFor(zone));
      return { text, read: read === null ? null : { ...read, assumed: false } };
    }
  return undefined;
}
