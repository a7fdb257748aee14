import type { AlertExtras, AlertRow } from "./model.ts";

/**
 * The texts of a row in the order in which `PackedRows.codes` has them. Stored pages depend on it: add at the end. A page
 * that was stored before a text existed is without it, and then the text is empty.
 */
export const PACKED_TEXTS = [
  "evidenceId",
  "ruleId",
  "member",
  "shelf",
  "reason",
  "host",
  "user",
  "process",
  "object",
  "source",
  "name",
  "did",
] as const;

/** What few rows have, if this one has any of it. */
export function extrasOf({
  ingested,
  arrived,
  events,
  lost,
  risk,
  severity,
}: AlertExtras): AlertExtras | null {
  const extras: AlertExtras = {
    ...(ingested !== undefined && { ingested }),
    ...(arrived !== undefined && { arrived }),
    ...(events !== undefined && { events }),
    ...(lost !== undefined && { lost }),
    ...(risk !== undefined && { risk }),
    ...(severity !== undefined && { severity }),
  };
  return Object.keys(extras).length > 0 ? extras : null;
}

export const EXTENSION = 1;
export const CARVED = 2;

/** What is true of a row or not, in one number: part of what is stored. */
export function flagsOf({ extension, carved }: Pick<AlertRow, "extension" | "carved">): number {
  return (extension ? EXTENSION : 0) | (carved ? CARVED : 0);
}

/** A member's path can be empty, which is not the same as no member. */
export function memberText(member: string | undefined): string {
  return member === undefined ? "" : `/${member}`;
}

export function memberOf(text: string): string | undefined {
  return text === "" ? undefined : text.slice(1);
}
