/** Parses and compiles the text of a query. */
import {
  type Clause,
  explainClause,
  type Explanation,
  type RequiredTextClause,
  parseNumber,
} from "../match/index.ts";
import type { FlatEvent } from "../ecs/index.ts";
import { compileNode, fieldNames } from "./compile.ts";
import { requiredTextsOf } from "./required-texts.ts";
import { parse } from "./parser.ts";
import type { Kql } from "./syntax.ts";

export interface CompiledKql {
  readonly kind: "event";
  readonly query: Kql;
  readonly clause: Clause;
  /** The event category if the query asks for exactly one at its top level, else null. */
  readonly category: string | null;
  /** Every field the query names, in order of appearance, without wildcards such as `host.*`. */
  readonly fields: readonly string[];
  /** What a record must contain to match; see `RequiredTextClause`. */
  readonly requiredTexts: readonly RequiredTextClause[];
  readonly matches: (event: FlatEvent) => boolean;
  /** Explains the result of `matches`, clause by clause. */
  readonly explain: (event: FlatEvent) => Explanation;
}

/** Parses a query. Throws KqlError for what Kibana, or Elasticsearch after Kibana's translation, would refuse. */
export function parseKql(text: string): Kql {
  return parse(text);
}

/** Parses and compiles a query. Throws KqlError as `parseKql` does. */
export function compileKql(text: string): CompiledKql {
  const query = parse(text);
  const clause = compileNode(query);
  return {
    kind: "event",
    query,
    clause,
    category: categoryOf(query),
    fields: fieldNames(query),
    requiredTexts: requiredTextsOf(query),
    matches: clause.test,
    explain: (event) => explainClause(clause, event),
  };
}

function categoryOf(query: Kql): string | null {
  const terms = query.kind === "and" ? query.terms : [query];
  for (const term of terms) {
    if (term.kind === "is" && term.field?.kind === "name" && term.field.name === "event.category") {
      // A number also equals its other spellings, which dispatch by text would miss.
      if (term.value.kind === "literal" && parseNumber(term.value.text) === null) return term.value.text;
    }
  }
  return null;
}
