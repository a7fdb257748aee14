import type { CaseQuery } from "../../case/index.ts";
import { eqlSearch } from "../../export/index.ts";
import { type Rule, readRules, runnable } from "../../rules/index.ts";
import type { ScanRule } from "../../scan/index.ts";
import { nameOf } from "../hunt/kept-queries.ts";

/** A file of the hand-over with the body of an `_eql/search`. */
export interface HandedQuery {
  /** Of characters that any system takes. */
  readonly file: string;
  /** The name of the rule, or what the hunt looks for. */
  readonly title: string;
  readonly body: Record<string, unknown>;
  /** The rule has filters or exceptions, which the body lacks. */
  readonly isWider: boolean;
}

/** Those of the case's rules that are written in EQL, and of the queries that were hunted with. */
export function handedQueries(rules: readonly ScanRule[], hunts: readonly Rule[]): HandedQuery[] {
  const ofRules = rules
    .filter(({ rule }) => rule.language === "eql")
    .map(({ rule, exceptions }, i) => ({
      file: `eql/rule-${numbered(i)}-${fileName(rule.rule_id)}.json`,
      title: rule.name,
      body: eqlSearch(rule, "tail"),
      isWider: rule.filters.length > 0 || exceptions.length > 0,
    }));
  const ofHunts = hunts
    .filter(({ language }) => language === "eql")
    .map((rule, i) => ({
      file: `eql/hunt-${numbered(i)}.json`,
      title: rule.name,
      body: eqlSearch(rule, "head"),
      isWider: false,
    }));
  return [...ofRules, ...ofHunts];
}

/** The queries that were hunted with, as rules: those that run. */
export function huntedRules(queries: readonly CaseQuery[]): Rule[] {
  return queries.flatMap(({ language, text, title }) => {
    const type = language === "eql" ? "eql" : "query";
    const rule = { rule_id: "hunt", name: nameOf({ title, text }), type, language, query: text };
    return readRules(JSON.stringify(rule), "hunt.ndjson").rules.filter(
      (read) => runnable(read, []).state === "runs",
    );
  });
}

function numbered(index: number): string {
  return String(index + 1).padStart(3, "0");
}

/** Ids of rules come from rule files. */
function fileName(id: string): string {
  return id.replace(/[^\w-]+/g, "-").slice(0, 60);
}
