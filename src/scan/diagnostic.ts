import type { Diagnostic } from "../diagnostic/index.ts";
import type { FewNames, FileLocation, FormatDiagnostics } from "../formats/index.ts";
import type { EcsEvent, Selector } from "../sources/index.ts";
import type { DateOrder, Occurrence } from "../time/index.ts";

/** Diagnostics of a scan, in addition to those of the file's reader. */
export interface ScanDiagnostics extends FormatDiagnostics {
  "read-failed":
    | { readonly kind: "gone" | "missing" | "refused" | "stalled" | "unreachable" }
    | { readonly kind: "other"; readonly detail: string }
    /** For the SHA-256. */
    | { readonly kind: "second-read"; readonly detail: string };
  changed:
    | { readonly kind: "size"; readonly added: number; readonly read: number }
    /** The bytes that were hashed are not those that were scanned. */
    | { readonly kind: "between-reads" };
  "no-event":
    | { readonly kind: "records"; readonly count: number }
    | { readonly kind: "list"; readonly name: string; readonly length: number }
    | { readonly kind: "apple-double" }
    /** A record with names of an event, in no form that is read. */
    | { readonly kind: "unread" }
    /** A record with several events: the first was examined. */
    | { readonly kind: "further" }
    /** An event that has another one in a field: the names down to that one, which was not examined. */
    | { readonly kind: "beside"; readonly path: string };
  /** The events are those that another tool's rules selected. */
  selection: { readonly tool: Selector };
  "rule-file": { readonly kind: "member" };
  "assumed-zone": { readonly zone: string; readonly fromAnalyst: boolean };
  "doubtful-time": {
    readonly occurs: Exclude<Occurrence, "once">;
    readonly count: number;
    readonly zone: string;
  };
  /** Events whose values could not be read, with the locations of the first few. */
  "header-only": {
    readonly reason: NonNullable<EcsEvent["unread"]>;
    readonly count: number;
    readonly places: readonly { readonly offset: number; readonly line: number }[];
  };
  /** Dates whose day and month can be swapped. */
  "date-order": {
    readonly count: number;
    readonly readAs: DateOrder;
    /** The analyst chose the order; no other date of the file shows it; other dates show both, or not the chosen one. */
    readonly why: "analyst" | "unknown" | "contradiction";
  };
  /** Islamic dates without a weekday: the variants of the calendar differ in the day. */
  "islamic-day": { readonly count: number };
  /** Dates in numbers with a year of two digits, which the first number can be as well as the last. */
  "short-year": { readonly count: number };
  /** Local times that are days away from those that Sysmon wrote into the same events. */
  "times-apart": { readonly count: number; readonly days: number };
  /** `text` is the first of them; `field` is there if they are not the events' own times. */
  "unread-time": { readonly count: number; readonly text: string; readonly field?: string };
  "rule-failed": { readonly ruleId: string; readonly reason: string };
  "sequence-limit": FewNames & { readonly perRule: number };
}

export type ScanCode = keyof ScanDiagnostics;
export type ScanDiagnostic<Code extends ScanCode = ScanCode> = Diagnostic<
  ScanDiagnostics,
  FileLocation,
  Code
>;
