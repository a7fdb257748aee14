import type { QueryPiece } from "../../../match/index.ts";
import { piecesOf } from "./pieces.ts";

/**
 * What can be written at a place of a query. `start`: an event category, or the beginning of a sequence. `next`: what joins
 * conditions, or compares a field. `value`: a value of `field`; `quoted` if the place is within quotes.
 */
export type PlaceKind = "start" | "field" | "value" | "next" | "pipe" | "none";

export interface PlaceInQuery {
  readonly kind: PlaceKind;
  /** Where what is being written begins, and where it ends. */
  readonly from: number;
  readonly to: number;
  /** The field whose value is being written. */
  readonly field?: string;
  readonly isQuoted?: boolean;
  /** Whether a quote follows. */
  readonly isClosed?: boolean;
}

const NOWHERE = (at: number): PlaceInQuery => ({ kind: "none", from: at, to: at });

export function placeInQuery(language: string, text: string, at: number): PlaceInQuery {
  const pieces = piecesOf(language, text);
  const i = pieces.findIndex(({ from, to }) => from < at && at <= to);
  const here = pieces[i];
  const before = pieces.slice(0, i < 0 ? pieces.filter(({ to }) => to <= at).length : i);
  if (here?.kind === "comment" && at < here.to) return NOWHERE(at);
  const quoted = here === undefined ? null : quotedAt(text, here, at, before);
  if (quoted !== null) return quoted;
  if (here !== undefined && !isWord(here)) return placeAfter(language, [...before, here], at, at);
  return placeAfter(language, before, here?.from ?? at, here?.to ?? at);
}

function isWord({ kind, text }: QueryPiece): boolean {
  return kind !== "operator" && kind !== "string" && !(kind === "invalid" && text.startsWith('"'));
}

/** Within the quotes of a value, closed or not. */
function quotedAt(
  text: string,
  here: QueryPiece,
  at: number,
  before: readonly QueryPiece[],
): PlaceInQuery | null {
  const isOpen = here.kind === "invalid" && text[here.from] === '"';
  if (here.kind !== "string" && !isOpen) return null;
  // Behind the closing quote the value is complete.
  if (!isOpen && at === here.to) return null;
  const field = fieldOfValue(before);
  if (field === null) return NOWHERE(at);
  const to = isOpen ? at : here.to - 1;
  return { kind: "value", from: here.from + 1, to, field, isQuoted: true, isClosed: !isOpen };
}

/** The field to which a value after these pieces belongs: in a list, it is before the list. */
function fieldOfValue(before: readonly QueryPiece[]): string | null {
  for (let i = before.length - 1; i >= 0; i--) {
    const { kind, text } = before[i]!;
    if (kind === "field") return text;
    const isPartOfList =
      kind === "string" ||
      kind === "value" ||
      kind === "number" ||
      kind === "operator" ||
      kind === "function";
    const isListWord = kind === "keyword" && LIST_WORDS.has(text.toLowerCase());
    if (!isPartOfList && !isListWord) return null;
    if (kind === "operator" && (text === "[" || text === "]" || text === "|")) return null;
  }
  return null;
}

const LIST_WORDS: ReadonlySet<string> = new Set([
  "in",
  "in~",
  "like",
  "like~",
  "regex",
  "regex~",
  "or",
  "and",
  "not",
]);
const COMPARES: ReadonlySet<string> = new Set([":", "==", "!=", "<", "<=", ">", ">="]);

function placeAfter(language: string, before: readonly QueryPiece[], from: number, to: number): PlaceInQuery {
  const last = before.at(-1);
  const place = (kind: PlaceKind): PlaceInQuery => ({ kind, from, to });
  const ofValue = (): PlaceInQuery => {
    const field = fieldOfValue(before);
    return field === null ? place("field") : { ...place("value"), field };
  };
  if (last === undefined) return place(language === "kuery" ? "field" : "start");
  switch (last.kind) {
    case "operator":
      if (COMPARES.has(last.text)) return ofValue();
      if (last.text === "[" || last.text === "![") return place("start");
      if (last.text === "|") return place("pipe");
      if (last.text === "(" || last.text === ",") return isInList(before) ? ofValue() : place("field");
      return place(last.text === "?" || last.text === "{" ? "field" : "next");
    case "keyword":
      if (["like", "like~", "regex", "regex~", "in", "in~"].includes(last.text)) return ofValue();
      if (["where", "by", "and", "or", "not"].includes(last.text.toLowerCase()))
        return language === "kuery" && isInList(before) ? ofValue() : place("field");
      return place("next");
    case "comment":
      return placeAfter(language, before.slice(0, -1), from, to);
    default:
      return place("next");
  }
}

/** Whether the parenthesis that is open belongs to a field: `field : (`, `field in (`, in KQL also after an `or` in it. */
function isInList(before: readonly QueryPiece[]): boolean {
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const { kind, text } = before[i]!;
    if (kind !== "operator") continue;
    if (text === ")") depth++;
    else if (text === "(" && depth-- === 0) {
      const opener = before[i - 1];
      return opener !== undefined && (COMPARES.has(opener.text) || /^(?:in|like|regex)~?$/.test(opener.text));
    }
  }
  return false;
}
