import type { Activity } from "./activity.ts";
import type { RuleName } from "./rules.ts";

/** What a form loses compared with the event log, and the alerts that one activity has left. */
export interface FormLoss {
  readonly rules: readonly RuleName[];
  readonly why: string;
}

/** One way to export events. */
export interface Form {
  readonly name: string;
  /** The name that the reader must give the format. */
  readonly format: string;
  write(activities: readonly Activity[]): Uint8Array | string;
  /** There is an object that is not an event after each event. */
  readonly notEvents?: true;
  /** By name of the activity. */
  readonly losses?: Readonly<Record<string, FormLoss>>;
  /** False for activities that this form never contains: events of another log, or of another product. */
  holds?(activity: Activity): boolean;
}

export const utf16le = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, "utf16le");

export function utf16be(text: string): Uint8Array {
  return Buffer.from(`\uFEFF${text}`, "utf16le").swap16();
}

/** @param always quotes every cell, as Export-Csv does; otherwise only those that need it */
export function csv(rows: readonly (readonly string[])[], always = false, delimiter = ","): string {
  const cell = (text: string): string =>
    always || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => `${row.map(cell).join(delimiter)}\r\n`).join("");
}

/** Objects as a table with the columns of all, in the order of their first appearance. */
export function table(
  objects: readonly Readonly<Record<string, string>>[],
  always = false,
  missing = "",
  delimiter = ",",
): string {
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  return csv(
    [columns, ...objects.map((object) => columns.map((column) => object[column] ?? missing))],
    always,
    delimiter,
  );
}

export const lines = (documents: readonly unknown[], end = "\n"): string =>
  documents.map((document) => JSON.stringify(document) + end).join("");

/** `2024-03-14T10:00:07.2612345Z` as displayed by a US Windows: `3/14/2024 10:00:07 AM`. */
export function american(time: string): string {
  const [, year, month, day, clock] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(time)!;
  return `${Number(month)}/${Number(day)}/${year} ${clock} AM`;
}

export const bare = (guid: string): string => guid.replace(/[{}]/g, "");

/** Numbers as numbers, as in a dump that keeps types. */
export function typed({ value, type }: Activity["data"][number]): string | number {
  return type === "number" ? Number(value) : value;
}
