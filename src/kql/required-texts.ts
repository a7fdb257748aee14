/**
 * The texts a record must contain to match, like EQL's required texts: a clause may be missing, but every event that
 * matches satisfies every clause.
 */
import { longestText, parseNumber, type RequiredText, type RequiredTextClause } from "../match/index.ts";
import { wordsOf } from "./analysis.ts";
import { type FieldKind, fieldUse } from "./fields.ts";
import type { Kql, KqlValue } from "./syntax.ts";
import { splitAtBlanks } from "./value-tests.ts";

export function requiredTextsOf(node: Kql, path = ""): readonly RequiredTextClause[] {
  switch (node.kind) {
    case "and":
      return node.terms.flatMap((term) => requiredTextsOf(term, path));
    case "or":
      return ofAny(node.terms.map((term) => requiredTextsOf(term, path)));
    case "nested":
      return requiredTextsOf(node.query, `${path}${node.path}.`);
    case "is": {
      if (node.field?.kind !== "name") return [];
      const { name, kind, parent } = fieldUse(path + node.field.name);
      const anyOf = parent === null ? textsOf(kind, node.value) : null;
      return anyOf === null || anyOf.length === 0 ? [] : [{ field: name, anyOf }];
    }
    default:
      return [];
  }
}

/**
 * Returns what every event satisfies that passes at least one of several conditions: clauses on the fields that all
 * conditions constrain. The whole list is handled at once, because joining thousands of values pair by pair would take
 * quadratic time.
 */
function ofAny(alternatives: readonly (readonly RequiredTextClause[])[]): readonly RequiredTextClause[] {
  const fields = new Set(alternatives[0]!.map((clause) => clause.field));
  return [...fields].flatMap((field) => {
    const chosen = alternatives.map((clauses) =>
      clauses.filter((clause) => clause.field === field).reduce(best, null),
    );
    if (!chosen.every((clause) => clause !== null)) return [];
    return [{ field, anyOf: chosen.flatMap((clause) => clause.anyOf) }];
  });
}

/** Returns the clause whose shortest text is longest, because it lets the fewest records through. */
function best(a: RequiredTextClause | null, b: RequiredTextClause): RequiredTextClause {
  return a === null || shortest(b) > shortest(a) ? b : a;
}

function shortest({ anyOf }: RequiredTextClause): number {
  return anyOf.reduce((length, { text }) => Math.min(length, text.length), Number.POSITIVE_INFINITY);
}

/** Returns texts of which a matching value contains at least one; null if none are known. */
function textsOf(kind: FieldKind, value: KqlValue): readonly RequiredText[] | null {
  switch (kind) {
    case "keyword":
      return all([value].map((v) => wholeValueText(v)));
    case "wildcard":
      return all((value.kind === "wildcard" ? splitAtBlanks(value) : [value]).map((v) => wholeValueText(v)));
    case "text":
    case "script":
      return all(wordTexts(kind, value));
    default:
      // Addresses and dates have many spellings, and required texts fold only ASCII letters.
      return null;
  }
}

function all(texts: readonly (RequiredText | null)[]): readonly RequiredText[] | null {
  return texts.every((text) => text !== null) ? texts : null;
}

function wholeValueText(value: KqlValue): RequiredText | null {
  // A number equals every spelling of itself.
  if (value.kind === "literal")
    return value.text === "" || parseNumber(value.text) !== null ? null : exact(value.text);
  return exact(longestText(value.parts));
}

function exact(text: string): RequiredText | null {
  return text === "" ? null : { text, ignoreCase: false };
}

function wordTexts(kind: "text" | "script", value: KqlValue): (RequiredText | null)[] {
  if (value.kind === "wildcard") {
    return splitAtBlanks(value).flatMap((part) =>
      part.kind === "wildcard" ? [segmentOf(kind, part.parts)] : wordTexts(kind, part),
    );
  }
  const words = wordsOf(kind, value.text);
  // A text without words matches nothing, so no text is required.
  if (words.length === 0) return [null];
  return value.quoted ? [segmentOf(kind, words)] : words.map((w) => segmentOf(kind, [w]));
}

/**
 * Returns the longest part of some words that must occur in the text itself, apart from the case of ASCII letters. Full
 * lower-casing turns the Kelvin sign into a k and the dotted capital I into an i, so a word is split at these letters.
 * The words of a script are ASCII only and need no such split.
 */
function segmentOf(kind: "text" | "script", words: readonly string[]): RequiredText | null {
  const cut = kind === "script" ? /[^a-z0-9_-]+/i : /[^a-z0-9_]+|[ki]+/i;
  const text = longestText(words.flatMap((word) => word.split(cut))).toLowerCase();
  return text === "" ? null : { text, ignoreCase: true };
}
