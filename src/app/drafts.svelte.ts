import type { ExceptionCondition } from "../case/index.ts";
import { LANGUAGES, type Rule, type Severity } from "../rules/index.ts";

type Editable<T> = { -readonly [key in keyof T]: T[key] };

/** An exception that is being written. */
export class ExceptionDraft {
  readonly #begin: readonly ExceptionCondition[];
  entries = $state<Editable<ExceptionCondition>[]>([]);
  why = $state("");
  expires = $state("");

  /** @param begin the conditions that are proposed: while the analyst has not changed them, nothing would be lost */
  constructor(begin: readonly ExceptionCondition[]) {
    this.#begin = begin;
    this.clear();
  }

  get touched(): boolean {
    return (
      this.why.trim() !== "" ||
      this.expires !== "" ||
      this.entries.length !== this.#begin.length ||
      this.entries.some(({ field, operator, value }, i) => {
        const before = this.#begin[i]!;
        return field !== before.field || operator !== before.operator || value !== before.value;
      })
    );
  }

  clear(): void {
    this.entries = this.#begin.map((entry) => ({ ...entry }));
    this.why = "";
    this.expires = "";
  }
}

/** What the form for a new rule begins with. */
export interface NewRule {
  readonly name: string;
  readonly query: string;
  /** One of `LANGUAGES`; EQL if it is left out. */
  readonly language?: string;
}

/** A rule that is being written or changed. */
export class RuleDraft {
  readonly ruleId: string;
  /** Whether it changes a rule that the case has. */
  readonly edits: boolean;
  readonly #begin: { readonly name: string; readonly query: string };
  name = $state("");
  /** One of `LANGUAGES`. */
  language = $state("eql");
  query = $state("");
  severity = $state<Severity>("medium");

  constructor(begin: Rule | NewRule) {
    const rule = "rule_id" in begin ? begin : null;
    this.ruleId = rule?.rule_id ?? crypto.randomUUID();
    this.edits = rule !== null;
    this.#begin = begin;
    this.name = begin.name;
    this.query = begin.query;
    if (begin.language !== undefined && LANGUAGES.has(begin.language)) this.language = begin.language;
    if (rule !== null) this.severity = rule.severity;
  }

  /** Only text counts: a language or a severity is quickly chosen again. */
  get touched(): boolean {
    return this.name.trim() !== this.#begin.name.trim() || this.query.trim() !== this.#begin.query.trim();
  }
}

/**
 * Text in the forms of a case that is not saved yet. It is still there when the analyst comes back to its alert or rule,
 * and only the analyst throws it away.
 */
export class Drafts {
  readonly #exceptions = new Map<string, ExceptionDraft>();
  #rules = $state.raw<readonly RuleDraft[]>([]);
  /** The rule whose form is open. */
  rule = $state.raw<RuleDraft | null>(null);

  /** @param begin conditions that a new draft proposes */
  exceptionOf(alertId: string, begin: () => readonly ExceptionCondition[]): ExceptionDraft {
    const kept = this.#exceptions.get(alertId);
    // The proposals may have changed with the record, so only a draft that was edited is reused.
    if (kept?.touched) return kept;
    const draft = new ExceptionDraft(begin());
    this.#exceptions.set(alertId, draft);
    return draft;
  }

  /** Discards the exceptions being written for alerts of one file, which are gone. */
  dropOfFile(evidenceId: string): void {
    for (const alertId of this.#exceptions.keys()) {
      if (alertId.startsWith(`${evidenceId}.`)) this.#exceptions.delete(alertId);
    }
  }

  /** Opens the form for a new rule. */
  writeRule(begin: NewRule): void {
    this.#open(new RuleDraft(begin));
  }

  /** Opens the form for a rule of the case, with the text that was left in it. */
  editRule(rule: Rule): void {
    this.#open(this.#rules.find(({ ruleId }) => ruleId === rule.rule_id) ?? new RuleDraft(rule));
  }

  /** Opens the form of a draft that was left unsaved. */
  resume(draft: RuleDraft): void {
    this.#open(draft);
  }

  /** Closes the form and keeps its text. */
  leaveRule(): void {
    this.#rules = this.#rules.filter(({ touched }) => touched);
    this.rule = null;
  }

  /** Closes the open form and discards its text, which is saved by now or not wanted. */
  dropRule(): void {
    this.#rules = this.#rules.filter((draft) => draft !== this.rule);
    this.rule = null;
  }

  /** Drafts with text in them whose form is not open. */
  get leftRules(): readonly RuleDraft[] {
    return this.#rules.filter((draft) => draft !== this.rule && draft.touched);
  }

  /** How many edited drafts would be lost if the page or the case were closed. */
  get unsaved(): number {
    const exceptions = [...this.#exceptions.values()].filter(({ touched }) => touched);
    return exceptions.length + this.#rules.filter(({ touched }) => touched).length;
  }

  #open(draft: RuleDraft): void {
    this.leaveRule();
    if (!this.#rules.includes(draft)) this.#rules = [...this.#rules, draft];
    this.rule = draft;
  }
}
