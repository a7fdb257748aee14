/**
 * What a file or its reader has to say, as values: a code, data and a place. The sentence is made in src/wording, so
 * that nothing below it knows English, and nothing has to read a sentence back.
 */

/**
 * `error`: something could not be read or used, and may be missing from the result. `warning`: it was read, and may be
 * wrong or incomplete. `info`: nothing is wrong, but a reader may wonder.
 */
export type DiagnosticSeverity = "error" | "warning" | "info";

/** One of some codes with its data. `Codes` maps each code to its data: plain values, for they go between threads and are stored. */
export type Coded<Codes extends object, Code extends keyof Codes = keyof Codes> = {
  [C in Code]: { readonly code: C; readonly data: Codes[C] };
}[Code];

export type Diagnostic<Codes extends object, Where = unknown, Code extends keyof Codes = keyof Codes> = {
  [C in Code]: { readonly code: C; readonly severity: DiagnosticSeverity; readonly data: Codes[C] } & Where;
}[Code];

/** For codes that say all by themselves. */
export type NoData = Readonly<Record<never, never>>;
