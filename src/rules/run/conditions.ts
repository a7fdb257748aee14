/** Compiles conditions in a rule's data, outside its query, as the same conditions in KQL. */
import { type Clause, junction } from "../../match/index.ts";
import { type Kql, type RangeOperator, compileNode } from "../../kql/index.ts";

/** Elasticsearch's match_phrase: the whole value of a keyword, or successive words of a text. */
export function isPhrase(field: string, text: string): Clause {
  return compileNode(is(field, text, true));
}

export function isAnyPhrase(field: string, texts: readonly string[]): Clause {
  return compileNode({ kind: "or", terms: texts.map((text) => is(field, text, true)) });
}

/** Elasticsearch's match: any of the words of a text. */
export function hasWords(field: string, text: string): Clause {
  return compileNode(is(field, text, false));
}

export function exists(field: string): Clause {
  return compileNode({
    kind: "is",
    field: { kind: "name", name: field },
    value: { kind: "wildcard", parts: ["", ""] },
  });
}

export function inRange(field: string, operator: RangeOperator, text: string): Clause {
  return compileNode({
    kind: "range",
    field: { kind: "name", name: field },
    operator,
    value: { kind: "literal", text, quoted: true },
  });
}

/** Joins clauses; a single one is returned as it is. */
export function join(kind: "and" | "or", clauses: readonly Clause[]): Clause {
  if (clauses.length === 1) return clauses[0]!;
  return junction(kind, clauses, () => clauses.map((clause) => `(${clause.text()})`).join(` ${kind} `));
}

function is(field: string, text: string, quoted: boolean): Kql {
  return { kind: "is", field: { kind: "name", name: field }, value: { kind: "literal", text, quoted } };
}
