import type { Coded, NoData } from "../diagnostic/index.ts";
import type { ArchiveFaults } from "../bytes/index.ts";
import type { Severity } from "./rule.ts";

/**
 * The codes of problems in rule files, and the data of each. Texts from the file are excerpts (see `excerpt`), paths
 * and names are whole; all of it is hostile.
 */
export interface RuleProblems {
  "empty-file": NoData;
  /** The parser gave up, in the browser's words. */
  unreadable: { readonly detail: string };
  "no-rule": { readonly kind: "ndjson" | "toml" | "file" };
  "not-json": { readonly detail: string };
  "not-toml": { readonly detail: string };
  "not-an-object": InForm;
  "missing-key": InForm & { readonly keys: readonly string[] };
  "unknown-type": InForm & { readonly type: string; readonly known: readonly string[] };
  /** A value was replaced, or an entry of the guide left out. */
  "wrong-value":
    | (InForm & { readonly kind: "severity"; readonly used: Severity })
    | (InForm & { readonly kind: "risk_score" | "max_signals"; readonly used: number })
    | (InForm & { readonly kind: "osquery" | "investigate"; readonly entry: number });
  "duplicate-rule":
    | { readonly kind: "in-export"; readonly id: string }
    | {
        readonly kind: "in-files";
        readonly id: string;
        /** The file of the earlier one. */
        readonly earlier: string;
        readonly used: "earlier" | "this";
        readonly by: "version" | "order";
      };
  /** An export counts more than is in it, or Kibana could not export everything. */
  incomplete:
    | {
        readonly kind: "rules" | "exception-lists" | "exception-items";
        readonly exported: number;
        readonly found: number;
      }
    | { readonly kind: "not-exported"; readonly count: number };
  /** The list ends here: that of one text, or that of a dropped file with all its members. */
  "more-problems": { readonly kind: "text" | "file"; readonly most: number };
  "unreadable-file": NoData;
  "not-utf8": NoData;
  /** Rules that Elastic does not ship, counted by maturity. */
  "not-shipped": { readonly maturities: readonly { readonly maturity: string; readonly count: number }[] };
  "too-big": { readonly mebibytes: number; readonly archive?: string };
  encrypted: InArchive;
  "archive-damaged": UnpackFailure;
  "member-damaged": InArchive & (UnpackFailure | { readonly kind: "size" });
  "archive-bomb": InArchive & { readonly times: number };
  "archive-too-big": InArchive & { readonly mebibytes: number };
  /** The reader itself broke: an error in Loupe. */
  broken: { readonly detail: string };
}

/** A TOML file has one rule under `[rule]`. `ndjson` is what Kibana exports, also as plain JSON: many, one per line or in a list. */
export type RuleFileForm = "toml" | "ndjson";

interface InForm {
  readonly form: RuleFileForm;
}

/** The file is a member of this archive. */
interface InArchive {
  readonly archive: string;
}

export type UnpackFailure =
  | { readonly kind: "fault"; readonly fault: Coded<ArchiveFaults> }
  /** The archive could not be read at all, in the browser's words. */
  | { readonly kind: "error"; readonly detail: string };

/** Where in the rules that were dropped. */
export interface RuleLocation {
  /** The file's name; in an archive, the member's path. */
  readonly file: string;
  /** 1-based, where known. */
  readonly line?: number;
}

/** A code and its data, before it is known where. */
export type RuleFault = Coded<RuleProblems>;

/** Takes the problems of one rule as its reader finds them. */
export type ReportFault = (fault: RuleFault) => void;

/** Why a rule could not be read, or what was put in the place of a wrong value, and where: a value, never thrown. */
export type RuleProblem = RuleFault & RuleLocation;
