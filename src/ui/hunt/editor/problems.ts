import { nearest } from "../../../eql/index.ts";
import { LANGUAGES } from "../../../rules/index.ts";
import { emptyQueryWords, fieldLackingWords, fieldUnknownWords } from "../../../wording/index.ts";
import { piecesOf } from "./pieces.ts";

/** What is wrong with a query, or probably is. */
export interface QueryProblem {
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** What was probably meant instead. */
  readonly instead?: string;
}

/** What the editor has to know of fields. */
export interface FieldNames {
  readonly names: readonly string[];
  get(name: string): { readonly occurs: boolean } | undefined;
  /** Whether it is certain that no event has the field. */
  lacks(name: string): boolean;
}

/** @returns the mistake because of which the query cannot run, if there is one; otherwise the fields that are in doubt */
export function problemsOf(language: string, text: string, fields: FieldNames): readonly QueryProblem[] {
  if (text.trim() === "") return [];
  const mistake = mistakeIn(language, text);
  return mistake === null ? doubtfulFields(language, text, fields) : [mistake];
}

/** Whether a text is a query that can run. */
export function isQuery(language: string, text: string): boolean {
  return text.trim() !== "" && mistakeIn(language, text) === null;
}

function mistakeIn(language: string, text: string): QueryProblem | null {
  const compiler = LANGUAGES.get(language)!;
  try {
    compiler.compile(text, {});
    return null;
  } catch (error) {
    if (!(error instanceof compiler.QueryError)) throw error;
    const { line, column, message } = error;
    const offending = (error as { readonly offending?: string }).offending ?? "";
    const from = Math.min(offsetOf(text, line, column), text.length);
    const length = offending.endsWith("…") ? 1 : Math.max(1, offending.length);
    return { ...rangeIn(text, from, length), severity: "error", message: message || emptyQueryWords(), line };
  }
}

/** A mark needs a character: at the end of the text it is the last one. */
function rangeIn(text: string, at: number, length: number): { readonly from: number; readonly to: number } {
  const to = Math.min(text.length, at + length);
  return { from: Math.max(0, Math.min(at, to - 1)), to };
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf("\n", start);
    if (end < 0) break;
    start = end + 1;
  }
  return start + column - 1;
}

function doubtfulFields(language: string, text: string, fields: FieldNames): readonly QueryProblem[] {
  const problems: QueryProblem[] = [];
  for (const { kind, from, to, text: name } of piecesOf(language, text)) {
    if (kind !== "field" || name.includes("*")) continue;
    const doubt = doubtAbout(name, fields);
    if (doubt !== null)
      problems.push({
        from,
        to,
        severity: "warning",
        line: text.slice(0, from).split("\n").length,
        ...doubt,
      });
  }
  return problems;
}

function doubtAbout(
  name: string,
  fields: FieldNames,
): { readonly message: string; readonly instead?: string } | null {
  const known = fields.get(name);
  if (known?.occurs === true) return null;
  if (fields.lacks(name)) return { message: fieldLackingWords(name) };
  // Until a field of the evidence is known, none is in doubt.
  if (known !== undefined || fields.names.length === 0) return null;
  const instead = nearest(name, fields.names);
  return { message: fieldUnknownWords(name, instead), ...(instead !== null && { instead }) };
}
