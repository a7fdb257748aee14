import type { EventRow } from "../../scan/index.ts";
import type { EventsOf } from "./events-of.ts";
import type { Tool } from "./known-tools.ts";
import type { LogSource } from "./log-sources.ts";
import type { ProtectionEvent, RecordingChange, Trace } from "./traces.ts";

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
  /** The names of the host, as the evidence spells them; empty for every host. */
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
  | ({ readonly code: "writer" | "actor"; readonly pid: string; readonly sid: string } & Deed)
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
  | {
      readonly code: "search-starts";
      readonly label: string;
      readonly count: number;
      readonly isAtLeast: boolean;
      /** By what the process and those that it started were found. */
      readonly by: ById;
    }
  | { readonly code: "search-none"; readonly label: string }
  | {
      readonly code: "search-alerts";
      readonly label: string;
      readonly count: number;
      readonly rules: readonly string[];
      /** Whose alerts they are: of the host, of the user on any host (empty for everybody), or of both. */
      readonly user: string;
      readonly isOfHost: boolean;
    }
  // Other alerts, and other hosts
  | {
      readonly code: "alerts-of";
      readonly whose: Whose;
      readonly count: number;
      readonly rules: readonly string[];
    }
  | { readonly code: "no-alerts-of"; readonly whose: Whose; readonly rulesRun: number }
  | { readonly code: "same-rule"; readonly count: number; readonly hosts: readonly string[] }
  | { readonly code: "same-rule-nowhere"; readonly hosts: number }
  | ({
      readonly code: "value-on-host";
      readonly host: string;
      readonly path: string;
      readonly data: string;
      /** Whether it was set within an hour of the alert. */
      readonly isSoon: boolean;
    } & Deed)
  | { readonly code: "value-on-more-hosts"; readonly count: number }
  | { readonly code: "value-nowhere"; readonly hosts: number }
  | { readonly code: "tool-on-hosts"; readonly process: string; readonly hosts: readonly string[] }
  // Whether the value is still set
  | ({ readonly code: "value-last"; readonly path: string; readonly data: string } & Deed)
  | ({ readonly code: "value-last-gone"; readonly path: string; readonly how: "deleted" | "unclear" } & Deed)
  | { readonly code: "still-set"; readonly data: string; readonly until: number }
  | ({
      readonly code: "value-repeat";
      readonly count: number;
      readonly hosts: readonly string[];
      readonly path: string;
    } & Deed)
  // What the writer is
  | { readonly code: "tool-known"; readonly process: string; readonly tool: Tool; readonly isWriter: boolean }
  | { readonly code: "tool-unknown"; readonly process: string }
  | { readonly code: "tool-path"; readonly path: string }
  | { readonly code: "signature"; readonly isTrusted: boolean | null; readonly signer: string }
  | { readonly code: "not-signed" }
  | {
      readonly code: "version-info";
      readonly company: string;
      readonly product: string;
      readonly original: string;
    }
  | { readonly code: "hash"; readonly sha256: string }
  // Who needs dumps, who installs
  | ({ readonly code: "program-key"; readonly path: string; readonly data: string } & Deed)
  | { readonly code: "crashes"; readonly program: string; readonly count: number; readonly last: number }
  | { readonly code: "no-crash"; readonly events: number }
  | ({ readonly code: "debugger"; readonly count: number; readonly commandLine: string } & Deed)
  | ({ readonly code: "installer"; readonly count: number; readonly commandLine: string } & Deed)
  | {
      readonly code: "installed";
      readonly what: string;
      readonly by: "msi" | "windows-update";
      readonly time: number;
    }
  | { readonly code: "no-install" }
  // Logons
  | {
      readonly code: "logons";
      readonly user: string;
      readonly count: number;
      /** Of the last one, as far as it could be read. */
      readonly type: string;
      readonly address: string;
      readonly time: number;
    }
  | { readonly code: "more-accounts"; readonly count: number }
  | { readonly code: "privileged"; readonly users: readonly string[] }
  | { readonly code: "ran-as"; readonly users: readonly string[] }
  | { readonly code: "no-logon-of-person"; readonly logons: number }
  | {
      readonly code: "logon-elsewhere";
      readonly user: string;
      readonly host: string;
      readonly count: number;
      readonly time: number;
    }
  | { readonly code: "explicit-logon"; readonly user: string; readonly target: string; readonly time: number }
  | { readonly code: "connections"; readonly count: number; readonly targets: readonly string[] }
  | { readonly code: "no-way" }
  | { readonly code: "host-until"; readonly until: number }
  // What a process or an account did
  | {
      readonly code: "activity";
      readonly whose: "process" | "user";
      readonly name: string;
      readonly by?: ById;
      readonly kinds: readonly (readonly [kind: ActivityKind, count: number])[];
    }
  | ({ readonly code: "activity-example"; readonly kind: ActivityKind; readonly object: string } & Deed)
  | {
      readonly code: "no-activity";
      readonly whose: "process" | "user";
      readonly name: string;
      readonly events: number;
    }
  | {
      readonly code: "ended";
      readonly process: string;
      readonly pid: string;
      readonly by: ById;
      readonly time: number;
    }
  | {
      readonly code: "not-ended";
      readonly process: string;
      readonly pid: string;
      readonly ends: number;
      readonly until: number;
    }
  // Recording and protection
  | { readonly code: "recorded-until"; readonly count: number; readonly until: number }
  | {
      readonly code: "recording";
      readonly change: RecordingChange;
      readonly count: number;
      readonly time: number;
    }
  | ({ readonly code: "protection-set"; readonly path: string; readonly data: string } & Deed)
  | {
      readonly code: "protection";
      readonly event: ProtectionEvent;
      readonly count: number;
      readonly time: number;
    }
  | { readonly code: "no-protection"; readonly events: number };

/** The host, an account on any host, or both. */
export interface Whose {
  readonly isHost: boolean;
  /** Empty if no account is asked about. */
  readonly user: string;
}

export type ActivityKind = "process" | "file" | "registry" | "network";

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
  | {
      readonly code: "no-process" | "no-process-start" | "no-account" | "no-events-after" | "no-ends";
    }
  | {
      readonly code:
        | "one-host"
        | "other-logs"
        | "change-ticket"
        | "signature"
        | "update-calendar"
        | "dump-owner"
        | "sessions"
        | "after-evidence"
        | "live-processes"
        | "alerting"
        | "protection-state";
    }
  | { readonly code: "source"; readonly source: LogSource }
  | { readonly code: "osquery"; readonly label: string; readonly tables: readonly string[] }
  | { readonly code: "search-value" | "search-user"; readonly label: string }
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
