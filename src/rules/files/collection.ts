import { quote } from "../problems.ts";
import { readRuleText } from "../read-rules.ts";
import type { ExceptionItem, ExceptionList, Rule, RuleProblem, RulesFile } from "../rule.ts";
import { decodeText } from "./text.ts";

/** What a dropped rule file, or an archive of them, gave. */
export interface RuleFileResult {
  /** Each rule once; `file` is its path in the archive, or the file's own name. */
  readonly rules: readonly { readonly rule: Rule; readonly file: string }[];
  readonly exceptions: RulesFile["exceptions"];
  readonly problems: readonly { readonly file: string; readonly problem: RuleProblem }[];
  /** Connectors are of no use here; other files are those of an archive that hold no rules. */
  readonly skipped: { readonly connectors: number; readonly otherFiles: number };
}

/** All of Elastic's rules may be damaged in one way; more problems than a person would read are only said to be there. */
const MOST_PROBLEMS = 500;

/** Puts the rules of several files together. */
export class Collection {
  readonly #name: string;
  readonly #rules = new Map<string, { rule: Rule; file: string }>();
  readonly #lists: ExceptionList[] = [];
  readonly #items: ExceptionItem[] = [];
  readonly #problems: { file: string; problem: RuleProblem }[] = [];
  #moreProblems = false;
  #connectors = 0;
  #otherFiles = 0;

  constructor(name: string) {
    this.#name = name;
  }

  problem(file: string, problem: RuleProblem): void {
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push({ file, problem });
    else this.#moreProblems = true;
  }

  /** Reads one text. */
  add(bytes: Uint8Array, file: string): void {
    const { text, damaged } = decodeText(bytes);
    if (damaged) {
      const message = `${quote(file)} holds bytes that are no UTF-8; a query with them in it finds something else than it should. Save the file as UTF-8.`;
      this.problem(file, { code: "not-utf8", message });
    }
    const { rules, problems, exceptions, skipped } = readRuleText(text, file);
    for (const problem of problems) this.problem(file, problem);
    for (const rule of rules) this.#addRule(rule, file);
    for (const list of exceptions.lists) this.#lists.push(list);
    for (const item of exceptions.items) this.#items.push(item);
    this.#connectors += skipped.connectors;
  }

  /** Counts a file of an archive that holds no rule. */
  addOther(): void {
    this.#otherFiles++;
  }

  /** Of two rules with one id the later version stays; without versions, the last, as when Kibana imports them. */
  #addRule(rule: Rule, file: string): void {
    const before = this.#rules.get(rule.rule_id);
    const later = (rule.version ?? NaN) - (before?.rule.version ?? NaN);
    const older = later < 0;
    if (before !== undefined) {
      const used = quote(older ? before.file : file);
      const why = older || later > 0 ? "the higher version" : "the last one";
      const message = `The rule ${quote(rule.rule_id)} is in ${quote(before.file)} and in ${quote(file)}: ${why}, from ${used}, is used. Keep one of them.`;
      this.problem(file, { code: "duplicate-rule", message });
    }
    if (!older) this.#rules.set(rule.rule_id, { rule, file });
  }

  result(): RuleFileResult {
    this.#remarks();
    if (this.#moreProblems) {
      const message = `There are more than ${MOST_PROBLEMS} problems. Correct these first, then drop the file again.`;
      this.#problems.push({ file: this.#name, problem: { code: "more-problems", message } });
    }
    return {
      rules: [...this.#rules.values()],
      exceptions: { lists: this.#lists, items: this.#items },
      problems: this.#problems,
      skipped: { connectors: this.#connectors, otherFiles: this.#otherFiles },
    };
  }

  /** About the file as a whole: told however many problems there are. */
  #remarks(): void {
    const remark = (code: string, message: string): void =>
      void this.#problems.push({ file: this.#name, problem: { code, message } });
    const file = quote(this.#name);
    const unshipped = this.#unshipped();
    if (unshipped !== "") {
      // Elastic's release takes maturity "production" alone: detection_rules/etc/packages.yaml.
      const message = `Rules in ${file} that Elastic does not ship: ${unshipped}. They are listed and can be switched off.`;
      remark("not-shipped", message);
    }
    if (this.#rules.size + this.#lists.length + this.#items.length + this.#problems.length === 0) {
      const message = `${file} holds no rule and no exception. Drop a rule file (.toml), a Kibana rule export (.ndjson), or an archive of them.`;
      remark("no-rule", message);
    }
  }

  #unshipped(): string {
    const counts = new Map<string, number>();
    for (const { rule } of this.#rules.values()) {
      const maturity = rule.metadata?.maturity ?? "";
      if (maturity !== "" && maturity !== "production") counts.set(maturity, (counts.get(maturity) ?? 0) + 1);
    }
    return [...counts].map(([maturity, count]) => `${count} of maturity ${quote(maturity)}`).join(", ");
  }
}
