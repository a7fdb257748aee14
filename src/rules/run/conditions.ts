/** Conditions that stand in a rule's data instead of in its query, decided as KQL decides the same. */
import { type Clause, junction } from "../../match/index.ts";
import { type Kql, type RangeOperator, compileNode } from "../../kql/index.ts";

/** Elasticsearch's match_phrase: on a keyword the whole value, on text words in a row. */
export function isPhrase(field: string, text: string): Clause {
  return compileNode(is(field, text, true));
}

export function isAnyPhrase(field: string, texts: readonly string[]): Clause {
  return compileNode({ kind: "or", terms: texts.map((text) => is(field, text, true)) });
}

/** Elasticsearch's match: on text any of the words. */
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

/** Clauses joined; a single one stays as it is. */
export function join(kind: "and" | "or", clauses: readonly Clause[]): Clause {
  if (clauses.length === 1) return clauses[0]!;
  return junction(kind, clauses, () => clauses.map((clause) => `(${clause.text()})`).join(` ${kind} `));
}

function is(field: string, text: string, quoted: boolean): Kql {
  return { kind: "is", field: { kind: "name", name: field }, value: { kind: "literal", text, quoted } };
}
