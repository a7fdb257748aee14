import type { CaseRule, Evidence } from "../../case/index.ts";
import {
  isPractice,
  LANGUAGES,
  type Languages,
  missingFields,
  type Rule,
  type Runnable,
  type RunsOverAll,
} from "../../rules/index.ts";
import {
  alternatives,
  count,
  missingFieldsSentence,
  plural,
  ruleWarningSentence,
  unsupportedSentence,
} from "../../wording/index.ts";

/** `warning` means that the rule runs, with warnings. */
export type RuleState = "runs" | "warning" | "unsupported";

/** The status that the list shows for a rule. */
export interface RuleStatus {
  readonly state: RuleState;
  /** Why the rule is unsupported, or its warnings. */
  readonly sentences: readonly string[];
  /** Which fields the evidence lacks that the rule needs; absent for none. */
  readonly missingFields?: string;
}

/** A shape for each state, so that it is clear without colour. */
export const STATE_SIGNS: Readonly<Record<RuleState, string>> = { runs: "●", warning: "◐", unsupported: "✕" };

/** The state alone, for the table: the switch beside it says whether the rule is enabled. */
export function stateName(state: RuleState): string {
  return state === "runs" ? "runs" : state === "warning" ? "warnings" : "unsupported";
}

/** The state of a rule in words: `enabled`, `disabled, with warnings`, `unsupported`. */
export function stateWords({ state }: RuleStatus, on: boolean): string {
  if (state === "unsupported") return "unsupported";
  const word = on ? "enabled" : "disabled";
  return state === "warning" ? `${word}, with warnings` : word;
}

/** What is known about the files that were scanned with a rule. */
export interface Seen {
  /** The number of files with events that were scanned with the rule; if it is 0, nothing is known. */
  readonly files: number;
  readonly fields: ReadonlySet<string>;
  /** Whether these are all files of the case, each read to its end and without loss. */
  readonly isComplete: boolean;
  /** Whether any other field that rules name is in no event of the case's evidence. */
  readonly exact: boolean;
  /** Event categories that rules require and none of these files contains. */
  readonly missingCategories: ReadonlySet<string>;
}

/** @param wasRun whether the rule was in the set of rules with this key */
export function seenIn(
  evidence: readonly Evidence[],
  wasRun: (rulesKey: string | undefined) => boolean,
): Seen {
  const scanned = evidence.filter(
    (file) => ["done", "locked"].includes(file.state) && file.records > 0 && wasRun(file.rulesKey),
  );
  const fields = new Set(scanned.flatMap((file) => file.fieldsSeen ?? []));
  const [first, ...others] = scanned.map((file) => new Set(file.missingCategories));
  const missing = [...(first ?? [])].filter((category) => others.every((set) => set.has(category)));
  const isComplete = evidence.every(
    (file) => file.state === "done" && file.lost === 0 && (file.records === 0 || wasRun(file.rulesKey)),
  );
  const exact = isComplete && evidence.every((file) => file.records === 0 || file.fieldsSeenExact === true);
  return { files: scanned.length, fields, isComplete, exact, missingCategories: new Set(missing) };
}

export function statusOf(
  { rule, on, notes = [], pending = false }: CaseRule,
  compiled: Runnable,
  seen: Seen,
): RuleStatus {
  if (compiled.state === "unsupported")
    return { state: "unsupported", sentences: [unsupportedSentence(compiled)] };
  const sentences = [...compiled.warnings.map(ruleWarningSentence), ...notes];
  if (on && pending) {
    sentences.push("Its correlation is unfinished: sequences may be missing until you scan again.");
  }
  if (rule.metadata?.maturity === "deprecated") {
    sentences.push("Elastic has withdrawn this rule: it is marked as deprecated.");
  }
  if (isPractice(rule))
    sentences.push(
      "Elastic made this rule for trying alerts out: it matches every event. It is disabled at first.",
    );
  if (!on || seen.files === 0) return { state: sentences.length > 0 ? "warning" : "runs", sentences };
  const missing = missingFields(compiled, (field) => isNeverSeen(field, seen));
  sentences.push(...blindSpots(compiled, seen, missing));
  if (missing.length === 0) return { state: sentences.length > 0 ? "warning" : "runs", sentences };
  return { state: "warning", sentences, missingFields: missingFieldsSentence(missing, seen.exact) };
}

/** `missingCategories` says more about the event's category. */
export function isNeverSeen(field: string, { fields }: Seen): boolean {
  return field !== "event.category" && !fields.has(field);
}

/** The most field names that are listed; a rule can name a hundred. */
const MAX_NAMED = 8;

/** @param reported fields that are reported elsewhere */
function blindSpots(
  compiled: Exclude<Runnable, { state: "unsupported" }>,
  seen: Seen,
  reported: readonly string[],
): string[] {
  const sentences: string[] = [];
  const { wanted, unwanted } = categoriesOf(compiled);
  const missing = (categories: readonly string[]): string =>
    alternatives(categories.filter((category) => seen.missingCategories.has(category)));
  if (missing(wanted) !== "") {
    sentences.push(
      `The evidence has no ${missing(wanted)} events, so there is nothing for the rule to match.`,
    );
  }
  if (missing(unwanted) !== "") {
    sentences.push(
      `The evidence has no ${missing(unwanted)} events, so the rule cannot tell whether one was missing, as its query requires.`,
    );
  }
  if (sentences.length > 0) return sentences;
  // The sentences above cover missing categories, and more precisely.
  const never = compiled.fields.filter((field) => isNeverSeen(field, seen) && !reported.includes(field));
  if (never.length === 0) return [];
  const named = never.slice(0, MAX_NAMED).join(", ");
  const more = never.length > MAX_NAMED ? ` and ${count(never.length - MAX_NAMED)} more` : "";
  return [`Fields never seen in the decoded events of this evidence: ${named}${more}.`];
}

/** Event categories that a rule requires, and those of a sequence's missing events. */
export function categoriesOf(compiled: Exclude<Runnable, { state: "unsupported" }>): {
  wanted: readonly string[];
  unwanted: readonly string[];
} {
  if (compiled.kind === "event") {
    return { wanted: compiled.category === null ? [] : [compiled.category], unwanted: [] };
  }
  const ofTerms = (missing: boolean): readonly string[] => {
    const categories = compiled.terms
      .filter(({ role }) => (role === "missing") === missing)
      .map(({ category }) => category);
    return [...new Set(categories)].filter((category) => category !== null);
  };
  return { wanted: ofTerms(false), unwanted: ofTerms(true) };
}

const KIND_WORDS: Readonly<Record<RunsOverAll["kind"], string>> = {
  sequence: "sequence",
  sample: "sample",
  threshold: "threshold",
  "new-terms": "new terms",
};

/** The kind of a rule, in a word or two. */
export function kindOf(rule: Rule, compiled: Runnable): string {
  if (compiled.state === "unsupported") return TYPE_WORDS.get(rule.type) ?? rule.type;
  const { name } = compiled.language;
  return compiled.kind === "event" ? name : `${name} ${KIND_WORDS[compiled.kind]}`;
}

/** The languages whose rules run: `EQL and KQL`. */
export function languageNames(languages: Languages = LANGUAGES): string {
  return new Intl.ListFormat("en").format([...languages.values()].map(({ name }) => name));
}

/** The heading of the list. */
export function ruleCountWords(total: number, enabled: number, unsupported: number): string {
  if (total === 1) return `1 rule, ${enabled > 0 ? "enabled" : unsupported > 0 ? "unsupported" : "disabled"}`;
  if (enabled === total) return `${plural(total, "rule")}, all enabled`;
  const rest = unsupported === 0 ? "" : `, ${count(unsupported)} unsupported`;
  return `${plural(total, "rule")}: ${count(enabled)} enabled${rest}`;
}

export interface UnsupportedReason {
  readonly code: string;
  readonly kind: string;
}

/** Reasons that are not about the kind of rule. */
const CODE_WORDS: ReadonlyMap<string, string> = new Map([
  ["syntax", "with an error in the query"],
  ["language", "with a language that does not fit the type"],
  ["lucene", "Lucene"],
  ["no-query", "with only unsupported filters"],
]);

/** Whether the user can fix the rule itself; otherwise its kind is unsupported. */
export function isFixable(code: string): boolean {
  return code === "syntax" || code === "language";
}

/** Counts unsupported rules by reason: first those that can be fixed, then the most frequent. */
export function unsupportedWords(reasons: readonly UnsupportedReason[]): string {
  const groups = new Map<string, { readonly fixable: boolean; count: number }>();
  for (const { code, kind } of reasons) {
    const word = CODE_WORDS.get(code) ?? kind;
    const group = groups.get(word) ?? { fixable: isFixable(code), count: 0 };
    group.count++;
    groups.set(word, group);
  }
  return [...groups]
    .sort(([, a], [, b]) => Number(b.fixable) - Number(a.fixable) || b.count - a.count)
    .map(([word, group]) => `${count(group.count)} ${word}`)
    .join(", ");
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ["eql", "EQL"],
  ["query", "query"],
  ["esql", "ES|QL"],
  ["threshold", "threshold"],
  ["new_terms", "new terms"],
  ["machine_learning", "machine learning"],
  ["threat_match", "indicator match"],
  ["saved_query", "saved query"],
]);

/** The origin of the rule as a phrase: only a file takes "from". */
export function originOf({ origin }: CaseRule): string {
  switch (origin.kind) {
    case "builtin":
      return "built in";
    case "own":
      return "custom rule";
    case "file":
      return `from ${origin.name}`;
  }
}
