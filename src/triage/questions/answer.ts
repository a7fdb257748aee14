import type { EventRow } from "../../scan/index.ts";
import type { EventsOf } from "./events-of.ts";
import type { LogSource } from "./log-sources.ts";
import type { Trace } from "./traces.ts";

/**
 * `found`: the evidence says something about the step. `nothing`: it has what would show it, and does not show it.
 * `cannot`: it lacks what would show it, so nothing follows.
 */
export type AnswerKind = "found" | "nothing" | "cannot";

/** What the evidence says about a step of a guide. It proposes; the analyst decides. */
export interface Answer {
  readonly kind: AnswerKind;
  readonly statements: readonly Statement[];
  /** What was looked at; null if the question could not be asked. */
  readonly lookedAt: LookedAt | null;
  readonly missing: readonly Missing[];
}

/** Where a statement comes from. Artifacts beside logs, such as a registry hive, will be further kinds. */
export interface AnswerSource {
  readonly kind: "event";
  readonly event: EventRow;
}

export interface LookedAt {
  /** The names of the host, as the evidence spells them. */
  readonly hosts: readonly string[];
  /** Epoch milliseconds, both included; absent for no limit. */
  readonly from?: number;
  readonly to?: number;
  /** The events that the index has, and those of the case. */
  readonly indexed: number;
  readonly events: number;
}

/** One sentence of an answer as data, with what it comes from: src/wording has the words. */
export type Statement = Fact & { readonly sources: readonly AnswerSource[] };

/** Who did something and when, as far as the index knows. */
interface Deed {
  readonly process: string;
  readonly user: string;
  /** Epoch milliseconds. */
  readonly time: number;
}

export type Fact =
  // The value of a registry event
  | ({ readonly code: "value-set"; readonly path: string; readonly data: string } & Deed)
  | { readonly code: "value-replaced"; readonly data: string; readonly before: string }
  | ({
      readonly code: "value-earlier" | "value-later";
      readonly path: string;
      readonly data: string;
    } & Deed)
  | ({ readonly code: "value-gone"; readonly path: string; readonly how: "deleted" | "unclear" } & Deed)
  | { readonly code: "value-unchanged"; readonly until: number }
  | { readonly code: "value-undated"; readonly count: number }
  | ({ readonly code: "value-beside"; readonly path: string; readonly data: string } & Deed)
  // Who wrote it
  | ({ readonly code: "writer"; readonly pid: string; readonly sid: string } & Deed)
  | {
      readonly code: "writer-started";
      readonly commandLine: string;
      readonly by: ById;
      readonly time: number;
    }
  | { readonly code: "started-by"; readonly parents: readonly Parent[]; readonly by: ById }
  | { readonly code: "service-account" }
  | {
      readonly code: "logon";
      readonly user: string;
      readonly type: string;
      readonly address: string;
      readonly time: number;
    }
  // What ran
  | { readonly code: "starts"; readonly count: number; readonly inHour: number }
  | ({ readonly code: "notable-start"; readonly count: number; readonly commandLine: string } & Deed)
  | { readonly code: "no-notable-start" }
  // Dump files
  | ({ readonly code: "dump-file"; readonly path: string; readonly isLsass: boolean } & Deed)
  | { readonly code: "more-dump-files"; readonly count: number }
  | ({ readonly code: "dump-command" | "fault-handler"; readonly commandLine: string } & Deed)
  | ({ readonly code: "lsass-opened"; readonly access: string } & Deed)
  | { readonly code: "lsass-crash"; readonly exception: string; readonly time: number }
  | { readonly code: "no-dump-file"; readonly fileEvents: number; readonly until: number }
  // Other sources
  | { readonly code: "source"; readonly source: LogSource; readonly count: number }
  | { readonly code: "trace"; readonly trace: Trace; readonly count: number; readonly first: string }
  | { readonly code: "no-trace" }
  | { readonly code: "other-alerts"; readonly count: number; readonly rules: readonly string[] }
  // The exclusion of svchost
  | { readonly code: "no-executable"; readonly process: string }
  | { readonly code: "not-svchost" | "svchost-elsewhere" | "svchost-excluded"; readonly executable: string }
  | { readonly code: "svchost-account"; readonly sid: string }
  | { readonly code: "svchost-sensor-account" }
  | { readonly code: "svchost-service"; readonly commandLine: string }
  // A search
  | { readonly code: "search"; readonly label: string; readonly count: number; readonly isAtLeast: boolean }
  | { readonly code: "search-none"; readonly label: string }
  | {
      readonly code: "search-alerts";
      readonly label: string;
      readonly count: number;
      readonly rules: readonly string[];
    };

/** How the start of a process was found: by its id, or by its number and the time, which may mislead. */
export type ById = "entity" | "pid";

export interface Parent {
  readonly process: string;
  readonly pid: string;
  readonly user: string;
}

/** What an answer lacks, and so what to bring. */
export type Missing =
  | { readonly code: "no-host" | "no-time" | "not-indexed" | "file-not-at-hand" }
  | { readonly code: "host-not-indexed"; readonly host: string }
  | { readonly code: "cut-texts"; readonly count: number }
  | { readonly code: "similar-hosts"; readonly hosts: readonly string[] }
  /** There are none in that time; `elsewhere` says from when to when there are some, if any. */
  | {
      readonly code: "no-events";
      readonly of: EventsOf;
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly elsewhere: { readonly from: number; readonly to: number } | null;
    }
  | { readonly code: "no-writer-start" | "no-logon" | "registry-hive" | "dump-file" | "dump-folder" }
  | { readonly code: "source"; readonly source: LogSource }
  | { readonly code: "osquery"; readonly label: string; readonly tables: readonly string[] }
  | { readonly code: "search-value"; readonly label: string }
  | { readonly code: "search-fields"; readonly label: string; readonly fields: readonly string[] }
  | { readonly code: "search-categories"; readonly label: string };

/** The records that an answer names, each once. */
export function eventsOf(answer: Pick<Answer, "statements">): EventRow[] {
  const rows = new Map<string, EventRow>();
  for (const { sources } of answer.statements)
    for (const { event } of sources) rows.set(placeKey(event), event);
  return [...rows.values()];
}

/** Tells one record from every other. */
export function placeKey({
  evidenceId,
  member,
  offset,
}: {
  readonly evidenceId: string;
  readonly member?: string | undefined;
  readonly offset: number;
}): string {
  return JSON.stringify([evidenceId, member ?? null, offset]);
}

/** Statement of some records. */
export function stated(fact: Fact, rows: readonly EventRow[] = []): Statement {
  return { ...fact, sources: rows.map((event) => ({ kind: "event", event })) };
}
