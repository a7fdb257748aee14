import type { RuleProblem } from "../problem.ts";
import { excerpt } from "../problems.ts";
import { readRuleText } from "../read-rules.ts";
import type { ExceptionItem, ExceptionList, Rule } from "../rule.ts";
import type { RulesFile } from "../rules-file.ts";
import { decodeText } from "./text.ts";

/** The content of a rule file, or of an archive of rule files. */
export interface RuleFileResult {
  /** Each rule once; `file` is its path in the archive, or the name of the file itself. */
  readonly rules: readonly { readonly rule: Rule; readonly file: string }[];
  readonly exceptions: RulesFile["exceptions"];
  readonly problems: readonly RuleProblem[];
  /** Connectors are not used here; other files are those in an archive that contain no rules. */
  readonly skipped: { readonly connectors: number; readonly otherFiles: number };
}

/** All of Elastic's rules may be damaged in the same way: more problems than anyone would read are only mentioned. */
const MOST_PROBLEMS = 500;

/** Collects the rules of several files. */
export class Collection {
  readonly #name: string;
  readonly #rules = new Map<string, { rule: Rule; file: string }>();
  readonly #lists: ExceptionList[] = [];
  readonly #items: ExceptionItem[] = [];
  readonly #problems: RuleProblem[] = [];
  #moreProblems = false;
  #connectors = 0;
  #otherFiles = 0;

  constructor(name: string) {
    this.#name = name;
  }

  problem(problem: RuleProblem): void {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(problem);
    else this.#moreProblems = true;
  }

  /** Reads one text file. */
  add(bytes: Uint8Array, file: string): void {
    const { text, damaged } = decodeText(bytes);
    if (damaged) this.problem({ code: "not-utf8", data: {}, file });
    const { rules, problems, exceptions, skipped } = readRuleText(text, file);
    for (const problem of problems) this.problem(problem);
    for (const rule of rules) this.#addRule(rule, file);
    for (const list of exceptions.lists) this.#lists.push(list);
    for (const item of exceptions.items) this.#items.push(item);
    this.#connectors += skipped.connectors;
  }

  /** Counts a file in an archive that contains no rule. */
  addOther(): void {
    this.#otherFiles++;
  }

  /**
   * Of two rules with the same id, the later version stays; without versions, the last one, as when Kibana imports
   * them.
   */
  #addRule(rule: Rule, file: string): void {
    const before = this.#rules.get(rule.rule_id);
    const later = (rule.version ?? NaN) - (before?.rule.version ?? NaN);
    const older = later < 0;
    if (before !== undefined) {
      this.problem({
        code: "duplicate-rule",
        data: {
          kind: "in-files",
          id: excerpt(rule.rule_id),
          earlier: excerpt(before.file),
          used: older ? "earlier" : "this",
          by: older || later > 0 ? "version" : "order",
        },
        file,
      });
    }
    if (!older) this.#rules.set(rule.rule_id, { rule, file });
  }

  result(): RuleFileResult {
    this.#addWarnings();
    if (this.#moreProblems) {
      this.#problems.push({
        code: "more-problems",
        data: { kind: "file", most: MOST_PROBLEMS },
        file: this.#name,
      });
    }
    return {
      rules: [...this.#rules.values()],
      exceptions: { lists: this.#lists, items: this.#items },
      problems: this.#problems,
      skipped: { connectors: this.#connectors, otherFiles: this.#otherFiles },
    };
  }

  /** Adds the problems of the file as a whole, however many others there are. */
  #addWarnings(): void {
    const file = this.#name;
    const maturities = this.#unshipped();
    if (maturities.length > 0) this.#problems.push({ code: "not-shipped", data: { maturities }, file });
    if (this.#rules.size + this.#lists.length + this.#items.length + this.#problems.length === 0)
      this.#problems.push({ code: "no-rule", data: { kind: "file" }, file });
  }

  /** Elastic's release contains only rules of maturity "production": detection_rules/etc/packages.yaml. */
  #unshipped(): { readonly maturity: string; readonly count: number }[] {
    const counts = new Map<string, number>();
    for (const { rule } of this.#rules.values()) {
      const maturity = excerpt(rule.metadata?.maturity ?? "");
      if (maturity !== "" && maturity !== "production") counts.set(maturity, (counts.get(maturity) ?? 0) + 1);
    }
    return [...counts].map(([maturity, count]) => ({ maturity, count }));
  }
}
