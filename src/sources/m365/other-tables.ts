import { flatten, type FieldValue, type MutableFlatEvent } from "../../ecs/index.ts";
import { address } from "../windows/addresses.ts";
import { append, textOf } from "../windows/step.ts";
import { integer, own, scalarText } from "../windows/text.ts";
import type { Trace } from "../windows/map-event.ts";
import type { M365Row } from "./read-m365.ts";

/* What the mappings of Defender's tables of alerts, e-mail, identities and cloud apps have in common. */

/** Elastic's own fields. */
export const OWN = "m365_defender.event.";

type Convert = (text: string) => FieldValue | undefined;

/** What becomes of one column: its field, below Elastic's own ones where it begins with a dot, and how it is converted. */
export type ColumnOf = readonly [column: string, field: string, convert?: Convert];

/** As the pipelines read them: any other word or number is no answer. */
export const flag: Convert = (text) =>
  text === "1" || text.toLowerCase() === "true"
    ? true
    : text === "0" || text.toLowerCase() === "false"
      ? false
      : undefined;
export const ip: Convert = (text) => (address(text) === undefined ? undefined : text);
export const long: Convert = integer;
export const lower: Convert = (text) => text.toLowerCase();
/** An action as Elastic names it. */
export const action: Convert = (text) => text.toLowerCase().replaceAll(" ", "-");

/** A row, and the event that is made of it. */
export class TableMapping {
  readonly out: MutableFlatEvent;
  readonly #m365: M365Row;
  readonly #trace: Trace | undefined;

  constructor(m365: M365Row, out: MutableFlatEvent, trace: Trace | undefined) {
    this.#m365 = m365;
    this.out = out;
    this.#trace = trace;
  }

  /** The table in lower case. */
  get table(): string {
    return this.#m365.table;
  }

  /** The text of a column; empty if it has none. */
  text(column: string): string {
    return scalarText(own(this.#m365.row, column)) ?? "";
  }

  /** Says where the next fields come from. */
  at(from: string, how: string): void {
    this.#trace?.at(from, how);
  }

  /** Copies columns that have a text. */
  copy(columns: readonly ColumnOf[]): void {
    for (const [column, field, convert] of columns) {
      const text = this.text(column);
      if (text === "") continue;
      const value = convert === undefined ? text : convert(text);
      if (value === undefined) continue;
      this.at(column, convert === undefined ? "copied" : "converted");
      this.out[field.startsWith(".") ? OWN + field.slice(1) : field] = value;
    }
  }

  /** Copies columns with JSON: an object by its names, a list by its values. Text that is no JSON stays text. */
  json(columns: readonly ColumnOf[]): void {
    for (const [column, field] of columns) {
      const value = parsed(own(this.#m365.row, column));
      if (value === null || value === undefined || value === "") continue;
      this.at(column, "its parts");
      const fields = flatten({ [OWN + field.slice(1)]: value });
      for (const name in fields) this.out[name] = fields[name]!;
    }
  }

  /** Adds values of the event to a list of related ones. */
  relate(field: string, from: readonly string[]): void {
    for (const name of from) {
      const value = this.out[name];
      this.at(name, "added");
      for (const one of typeof value === "object" ? value : [value])
        if (typeof one === "string" && one !== "") append(this.out, field, one);
    }
  }

  /** Adds a value to a list. */
  add(field: string, value: string): void {
    append(this.out, field, value);
  }

  /** The text of a field that was written before. */
  field(name: string): string {
    return textOf(this.out, name) ?? "";
  }
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^[{[]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
