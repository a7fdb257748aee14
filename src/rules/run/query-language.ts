import type { CompiledSample, CompiledSequence } from "../../eql/index.ts";
import type { Clause, RequiredTextClause } from "../../match/index.ts";
import type { Rule } from "../rule.ts";
import type { Remark } from "./remark.ts";

/** A language that rules are written in. docs/add-a-rule-language.md says how to add one. */
export interface QueryLanguage {
  /** As a rule's `language` names it. */
  readonly id: string;
  /** As people name it. */
  readonly name: string;
  /** Its name with what it can ask for, to choose it by. */
  readonly label: string;
  /** A query, to begin with. */
  readonly example: string;
  /** The rule types whose query it may be; the first is that of rules written here. */
  readonly ruleTypes: readonly [string, ...string[]];
  /** What a field's name may end in where a clause means the field before it: `process.name.text`. */
  readonly multiFields: readonly string[];
  /** What `compile` throws for a query that its author can mend, and nothing else. */
  readonly QueryError: new (...args: never[]) => QueryError;
  readonly compile: (query: string, options: QueryOptions) => CompiledQuery;
}

export interface QueryError {
  /** A sentence that says what to do. */
  readonly message: string;
  /** Where in the query, 1-based. */
  readonly line: number;
  readonly column: number;
}

/** What a rule says about its query besides the text. Languages take of it what concerns them. */
export interface QueryOptions {
  /** The field of the event's category. Default: event.category. */
  readonly eventCategoryField?: string;
  /** The field events are ordered by. Default: @timestamp. */
  readonly timestampField?: string;
  /** The field that orders events of the same moment. */
  readonly tiebreakerField?: string;
}

interface Compiled {
  /** Every field the query names. */
  readonly fields: readonly string[];
  /** What a record must hold to have a chance; none says nothing. */
  readonly requiredTexts: readonly RequiredTextClause[];
  /** What must be said of the query though it runs. */
  readonly remarks: readonly Remark[];
  /** The field that is compared as a date whatever its name; null for none. Clauses of equal text decide alike only if it is equal. */
  readonly timestampField: string | null;
}

/** Its clause's texts print the conditions, so equal ones of several rules are asked once. */
export interface CompiledEventQuery extends Compiled {
  readonly kind: "event";
  readonly clause: Clause;
  /** The value of event.category every matching event has; null for any. */
  readonly category: string | null;
}

export type CompiledCorrelation = Compiled &
  (
    | Pick<CompiledSequence, "kind" | "query" | "category" | "terms" | "open">
    | Pick<CompiledSample, "kind" | "query" | "category" | "terms" | "open">
  );

/** Sequences and samples are EQL's: a language that has them compiles them with its help. */
export type CompiledQuery = CompiledEventQuery | CompiledCorrelation;

export type Languages = ReadonlyMap<string, QueryLanguage>;

export function languagesOf(...languages: readonly QueryLanguage[]): Languages {
  return new Map(languages.map((language) => [language.id, language]));
}

/** The language of a rule's query; undefined where there is none that its type may have. */
export function languageOf({ type, language }: Rule, languages: Languages): QueryLanguage | undefined {
  const found = languages.get(language);
  return found?.ruleTypes.includes(type) ? found : undefined;
}
