import type { Diagnostic, DiagnosticSeverity, NoData } from "../diagnostic/index.ts";

/** Where in a file a problem was found. */
export interface ArtifactPlace {
  /** In bytes; of text, which is decoded as a whole, the number of the line. */
  readonly offset: number;
}

/** Why an entry of a hive's log, or what follows it, was not applied. */
export type LogEnd = "hash" | "size" | "gap" | "cut";

/** Why a hive's log as a whole was not used. `older`: the hive already contains its changes. */
export type LogRefusal =
  "not-a-log" | "checksum" | "unfinished" | "other-time" | "older" | "no-entries" | "layout" | "not-newest";

/** The codes of the readers of artifacts, and the data each carries. Logs of a hive are counted from 0, as they were given. */
export interface ArtifactDiagnostics {
  "hive-header":
    | { readonly kind: "not-a-hive" | "is-a-log" | "checksum" | "no-root" }
    | { readonly kind: "version"; readonly version: string; readonly read: boolean };
  "hive-size":
    | { readonly kind: "cut"; readonly missing: number }
    | { readonly kind: "too-large"; readonly mebibytes: number; readonly limit: number };
  "hive-secrets": { readonly hive: "SAM" | "SECURITY" };
  "hive-dirty": { readonly kind: "no-log" | "log-unusable" | "log-incomplete" };
  "hive-log":
    | { readonly kind: "refused"; readonly log: number; readonly why: LogRefusal }
    | { readonly kind: "ended"; readonly log: number; readonly sequence: number; readonly why: LogEnd };
  "hive-bin":
    | { readonly kind: "moved"; readonly bytes: number; readonly says: number }
    | { readonly kind: "unreadable"; readonly bytes: number }
    | { readonly kind: "signature" | "size" };
  "hive-key": {
    readonly kind: "unreadable" | "parent" | "repeated" | "too-deep";
    readonly path: string;
  };
  "hive-list": {
    readonly kind: "unreadable" | "too-long" | "repeated" | "count";
    readonly of: "keys" | "values";
    readonly path: string;
  };
  "hive-value": {
    readonly kind: "unreadable" | "data" | "data-size" | "shared";
    readonly path: string;
    readonly name: string;
  };
  "text-size": { readonly mebibytes: number; readonly limit: number };
  "reg-line": { readonly kind: "unreadable" | "data" | "unended" | "no-key"; readonly line: number };
  "reg-header": NoData;
  "dump-directory": { readonly kind: "outside" | "streams"; readonly streams: number };
  "dump-stream": { readonly kind: "unreadable" | "count"; readonly stream: number };
  "dump-limit": NoData;
  "wer-line": { readonly line: number };
  "usn-damage": { readonly bytes: number };
  "usn-cut": { readonly missing: number };
  "usn-version": { readonly version: number; readonly bytes: number };
  "usn-sparse": { readonly bytes: number };
  /** So many more problems were found that they are only counted. */
  "more-problems": { readonly count: number };
}

export type ArtifactCode = keyof ArtifactDiagnostics;
export type ArtifactProblem<Code extends ArtifactCode = ArtifactCode> = Diagnostic<
  ArtifactDiagnostics,
  ArtifactPlace,
  Code
>;

const SEVERITIES: Readonly<Record<ArtifactCode, DiagnosticSeverity>> = {
  "hive-header": "error",
  "hive-size": "error",
  "hive-secrets": "info",
  "hive-dirty": "error",
  "hive-log": "warning",
  "hive-bin": "error",
  "hive-key": "warning",
  "hive-list": "warning",
  "hive-value": "warning",
  "text-size": "error",
  "reg-line": "warning",
  "reg-header": "warning",
  "dump-directory": "warning",
  "dump-stream": "warning",
  "dump-limit": "warning",
  "wer-line": "warning",
  "usn-damage": "error",
  "usn-cut": "warning",
  "usn-version": "warning",
  "usn-sparse": "info",
  "more-problems": "warning",
};

/** So many problems are listed; a wrecked file has one in every cell. */
const MOST_LISTED = 500;

/** The problems of one artifact, each once. Readers that read on demand add to it while they are asked. */
export class ProblemList {
  readonly all: ArtifactProblem[] = [];
  readonly #listed = new Set<string>();
  #more = 0;

  /** @param severity another than the code usually has */
  add<Code extends ArtifactCode>(
    code: Code,
    data: ArtifactDiagnostics[Code],
    offset: number,
    severity = SEVERITIES[code],
  ): void {
    const kind = "kind" in data ? String(data.kind) : "";
    const key = [code, offset, kind, "log" in data ? data.log : ""].join(" ");
    if (this.#listed.has(key)) return;
    if (this.#listed.size < MOST_LISTED) {
      this.#listed.add(key);
      this.all.push(problem(code, data, offset, severity));
      return;
    }
    this.all[MOST_LISTED] = problem("more-problems", { count: ++this.#more }, offset, "warning");
  }
}

function problem<Code extends ArtifactCode>(
  code: Code,
  data: ArtifactDiagnostics[Code],
  offset: number,
  severity: DiagnosticSeverity,
): ArtifactProblem {
  // That the data is that of the code is known here, and not once it is one of many.
  return { code, severity, data, offset } as unknown as ArtifactProblem;
}
