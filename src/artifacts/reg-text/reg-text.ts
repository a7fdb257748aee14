import type { ArtifactProblem } from "../diagnostic.ts";
import type { RegistryData } from "../regf/index.ts";
import type { TextEncodingName } from "../decoded-text.ts";

/** A value that a text sets, or shows. */
export interface RegTextValue {
  /** In full, spelled as in the text: `HKEY_LOCAL_MACHINE\SOFTWARE\…`. */
  readonly key: string;
  /** Empty for the default value. */
  readonly name: string;
  readonly type: string;
  readonly data: RegistryData;
  readonly strings: readonly string[];
  /** Lines are counted from 1. */
  readonly line: number;
}

/** A key or a value that a text deletes when it is imported. */
export interface RegTextDeletion {
  readonly key: string;
  /** Null if the whole key is deleted. */
  readonly name: string | null;
  readonly line: number;
}

/**
 * What a text about the registry says. It has no times and names no host.
 *
 * `looksLike`: an `export` and a `query` show what was set when they were made; a `script` sets it when it is imported,
 * and nobody knows whether it was. `unsure` may be either.
 */
export interface RegText {
  readonly form: "reg" | "query" | "unknown";
  readonly header: "5.00" | "REGEDIT4" | null;
  /** Null for text that was decoded by the caller. */
  readonly encoding: TextEncodingName | null;
  readonly looksLike: "export" | "script" | "query" | "unsure";
  readonly values: readonly RegTextValue[];
  readonly deleted: readonly RegTextDeletion[];
  readonly problems: readonly ArtifactProblem[];
}
