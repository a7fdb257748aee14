import type { CompiledSample, CompiledSequence } from "../../eql/index.ts";
import type { Clause, RequiredTextClause } from "../../match/index.ts";
import type { Rule } from "../rule.ts";
import type { RuleWarning } from "./rule-warning.ts";

/** A language of rules. docs/add-a-rule-language.md describes how to add one. */
export interface QueryLanguage {
  /** The value of a rule's `language`. */
  readonly id: string;
  /** Its usual name. */
  readonly name: string;
  /** Its name and the kinds of rules it can express, for a list to choose from. */
  readonly label: string;
  /** A query to begin with. */
  readonly example: string;
  /** The rule types that may use it; rules written in Loupe have the first. */
  readonly ruleTypes: readonly [string, ...string[]];
  /** Suffixes of field names with which a clause means the field itself: `text` in `process.name.text`. */
  readonly multiFields: readonly string[];
  /** What `compile` throws for a query that its author can correct, and nothing else. */
  readonly QueryError: new (...args: never[]) => QueryError;
  readonly compile: (query: string, options: QueryOptions) => CompiledQuery;
}

export interface QueryError {
  /** A sentence that says what to correct. */
  readonly message: string;
  /** Where in the query, 1-based. */
  readonly line: number;
  readonly column: number;
}

/** Settings of a rule for its query. A language uses those that concern it. */
export interface QueryOptions {
  /** The field of the event's category. Default: event.category. */
  readonly eventCategoryField?: string;
  /** The field that orders events. Default: @timestamp. */
  readonly timestampField?: string;
  /** The field that orders events with the same timestamp. */
  readonly tiebreakerField?: string;
}

interface Compiled {
  /** Every field that the query names. */
  readonly fields: readonly string[];
  /** Texts that a matching record must contain; without any, every record may match. */
  readonly requiredTexts: readonly RequiredTextClause[];
  /** What the author should know about the query although it runs. */
  readonly warnings: readonly RuleWarning[];
  /**
   * The field that is compared as a date whatever its name; null for none. Clauses with equal text are equal only if it
   * is equal too.
   */
  readonly timestampField: string | null;
}

/** Equal conditions of several rules are tested once: they are recognised by the texts of their clauses. */
export interface CompiledEventQuery extends Compiled {
  readonly kind: "event";
  readonly clause: Clause;
  /** The event.category of every matching event; null for any. */
  readonly category: string | null;
}

export type CompiledCorrelation = Compiled &
  (
    | Pick<CompiledSequence, "kind" | "query" | "category" | "terms" | "open">
    | Pick<CompiledSample, "kind" | "query" | "category" | "terms" | "open">
  );

/** Sequences and samples are EQL's. A language that has them compiles them with EQL's compiler. */
export type CompiledQuery = CompiledEventQuery | CompiledCorrelation;

export type Languages = ReadonlyMap<string, QueryLanguage>;

export function languagesOf(...languages: readonly QueryLanguage[]): Languages {
  return new Map(languages.map((language) => [language.id, language]));
}

/** Returns the language of a rule's query; undefined if the rule's type cannot have it. */
export function languageOf({ type, language }: Rule, languages: Languages): QueryLanguage | undefined {
  const found = languages.get(language);
  return found?.ruleTypes.includes(type) ? found : undefined;
}
