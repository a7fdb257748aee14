import { SvelteMap } from "svelte/reactivity";
import {
  type CaseExceptionItem,
  type CaseRule,
  type CaseStore,
  decisionKey,
  exceptionItemKey,
  itemsOf,
  type RuleFileReport,
  type RuleOrigin,
} from "../../case/index.ts";
import { type ExceptionItem, type Rule, type Runnable, runnable } from "../../rules/index.ts";
import { type ScanRule, sha256Hex } from "../../scan/index.ts";
import { ruleProblemSentence } from "../../wording/index.ts";
import type { RuleFileRead } from "../intake/rule-file-read.ts";

/** The rules of an open case: which there are, which are on, and which of them can run. */
export class CaseRules {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #builtin: ReadonlyMap<string, Rule>;

  /** In the order in which they came: the shipped ones first. */
  list = $state.raw<readonly CaseRule[]>([]);
  files = $state.raw<readonly RuleFileReport[]>([]);
  #items = $state.raw<readonly CaseExceptionItem[]>([]);

  readonly #byId: ReadonlyMap<string, CaseRule> = $derived(
    new Map(this.list.map((one) => [one.rule.rule_id, one])),
  );
  readonly #exceptionItems: readonly ExceptionItem[] = $derived(this.#items.map(({ item }) => item));
  /**
   * A rule is compiled once, however often the list changes. The decision key alone would not do: what has to be said
   * of a rule depends on more than how it decides.
   */
  readonly #compiled = new WeakMap<Rule, { readonly key: string; readonly compiled: Runnable }>();
  readonly #keys = new WeakMap<Rule, { readonly items: readonly ExceptionItem[]; readonly key: string }>();

  /** The rules that a scan would run now, as the workers take them. */
  readonly running: readonly ScanRule[] = $derived(
    this.list
      .filter(({ rule, on }) => on && this.runnable(rule).state === "runs")
      .map(({ rule }) => ({ rule, exceptions: itemsOf(rule, this.#exceptionItems) })),
  );
  /** Those of them that find several events together. */
  readonly sequences: readonly ScanRule[] = $derived(
    this.running.filter(({ rule }) => {
      const compiled = this.runnable(rule);
      return compiled.state === "runs" && compiled.kind !== "event";
    }),
  );
  /** Those of them whose sequences are still to be looked for in what was scanned. */
  readonly unsearched: readonly Rule[] = $derived(
    this.sequences.map(({ rule }) => rule).filter((rule) => this.get(rule.rule_id)?.pending === true),
  );
  /** Equal exactly if the same rules are on, decide alike and have kept their alerts. */
  readonly key: string = $derived(
    sha256Hex(
      new TextEncoder().encode(
        this.running
          .map(({ rule }) => this.#generation(rule))
          .sort()
          .join("\n"),
      ),
    ),
  );

  /** The generations of each set of rules that some file was scanned with. */
  readonly #sets = new SvelteMap<string, ReadonlySet<string>>();

  constructor(store: CaseStore, caseId: string, builtin: ReadonlyMap<string, Rule>) {
    this.#store = store;
    this.#caseId = caseId;
    this.#builtin = builtin;
    this.list = [...builtin.values()].map((rule) => this.#shipped(rule));
  }

  /** Takes in what the case has kept. A shipped rule is as this copy of Loupe has it, unless a file replaced it. */
  async load(): Promise<void> {
    const [rules, files, items, sets] = await Promise.all([
      this.#store.rules(this.#caseId),
      this.#store.ruleFiles(this.#caseId),
      this.#store.exceptionItems(this.#caseId),
      this.#store.ruleSets(this.#caseId),
    ]);
    for (const { key, decisions } of sets) this.#sets.set(key, new Set(decisions));
    const found = new Map(this.list.map((one) => [one.rule.rule_id, one]));
    for (const kept of rules) {
      const shipped = this.#builtin.get(kept.rule.rule_id);
      if (kept.origin.kind === "builtin" && shipped === undefined) continue;
      const rule = kept.origin.kind === "builtin" ? shipped! : kept.rule;
      found.set(rule.rule_id, { ...kept, rule });
    }
    this.#items = items;
    this.list = [...found.values()];
    this.files = files;
  }

  #shipped(rule: Rule): CaseRule {
    return { caseId: this.#caseId, rule, origin: { kind: "builtin" }, on: true, changedAt: 0 };
  }

  get(ruleId: string): CaseRule | undefined {
    return this.#byId.get(ruleId);
  }

  /** Whether a rule decides as it did, and has been in the case all the while: what is found for it is its alert. */
  isCurrent({ rule, changedAt }: CaseRule): boolean {
    return this.get(rule.rule_id)?.changedAt === changedAt;
  }

  /** What it takes to run a rule with the exceptions of the case, or why it cannot. */
  runnable(rule: Rule): Runnable {
    const key = this.decisionKey(rule);
    const known = this.#compiled.get(rule);
    if (known?.key === key) return known.compiled;
    const compiled = runnable(rule, itemsOf(rule, this.#exceptionItems));
    this.#compiled.set(rule, { key, compiled });
    return compiled;
  }

  decisionKey(rule: Rule): string {
    const known = this.#keys.get(rule);
    if (known?.items === this.#exceptionItems) return known.key;
    const key = decisionKey(rule, this.#exceptionItems);
    this.#keys.set(rule, { items: this.#exceptionItems, key });
    return key;
  }

  /**
   * A rule that was taken away, or replaced, and has come back decides as before, but its alerts are gone: files that
   * were scanned with it then have to be scanned again.
   */
  #generation(rule: Rule): string {
    return `${this.decisionKey(rule)} ${this.get(rule.rule_id)?.changedAt}`;
  }

  /** How each rule decides now. */
  #decisions(): ReadonlyMap<string, string> {
    return new Map(this.list.map(({ rule }) => [rule.rule_id, this.decisionKey(rule)]));
  }

  /**
   * Takes in the rules and exceptions of files, all in one step: hundreds may come together. Of two rules with one id
   * the newcomer stays, with its own switch as it was.
   *
   * @returns ids of rules that decide otherwise now: the alerts they have are not theirs any more
   */
  add(files: readonly RuleFileRead[]): readonly string[] {
    const before = this.#decisions();
    this.#addItems(files);
    const counts = this.#merge(
      files.map(({ result }) =>
        result.rules.map(({ rule, file }) => ({ rule, origin: { kind: "file", name: file } as const })),
      ),
      before,
    );
    const now = Date.now();
    const together = crypto.randomUUID();
    const reports = files.map(({ path, result }, i): RuleFileReport => {
      const { older, ...counted } = counts[i]!;
      const problems = result.problems.map((problem) => ({
        file: problem.file,
        message: ruleProblemSentence(problem),
      }));
      return {
        caseId: this.#caseId,
        // Reports of one moment come out of the store in the order of their ids.
        id: `${together} ${String(i).padStart(6, "0")}`,
        name: path,
        addedAt: now,
        ...counted,
        exceptionItems: result.exceptions.items.length,
        skipped: result.skipped,
        problems: [...problems, ...older.map((message) => ({ file: path, message }))],
      };
    });
    this.files = [...this.files, ...reports];
    void this.#store.saveRuleFiles(reports);
    return this.#changedSince(before);
  }

  /** Takes in a rule that was written here. */
  addOwn(rule: Rule): readonly string[] {
    const before = this.#decisions();
    this.#merge([[{ rule, origin: { kind: "own" } }]], before);
    return this.#changedSince(before);
  }

  /** @returns what came of the rules, for each group of them */
  #merge(
    groups: readonly (readonly { readonly rule: Rule; readonly origin: RuleOrigin }[])[],
    keysBefore: ReadonlyMap<string, string>,
  ): (Pick<RuleFileReport, "added" | "replaced" | "unchanged"> & { readonly older: readonly string[] })[] {
    const merged = new Map(this.list.map((one) => [one.rule.rule_id, one]));
    const saved = new Map<string, CaseRule>();
    const now = Date.now();
    const counts = groups.map((incoming) => {
      const ofGroup = { added: 0, replaced: 0, unchanged: 0, older: [] as string[] };
      for (const { rule, origin } of incoming) {
        const known = merged.get(rule.rule_id);
        if (known === undefined) ofGroup.added++;
        else if (JSON.stringify(known.rule) === JSON.stringify(rule)) ofGroup.unchanged++;
        else ofGroup.replaced++;
        if (known !== undefined) ofGroup.older.push(...isOlder(rule, known.rule));
        const isSame = known !== undefined && keysBefore.get(rule.rule_id) === this.decisionKey(rule);
        const one: CaseRule = isSame
          ? { ...known, rule, origin }
          : { caseId: this.#caseId, rule, origin, on: known?.on ?? true, changedAt: now };
        merged.set(rule.rule_id, one);
        saved.set(rule.rule_id, one);
      }
      return ofGroup;
    });
    this.list = [...merged.values()];
    void this.#store.saveRules([...saved.values()]);
    return counts;
  }

  #addItems(files: readonly RuleFileRead[]): void {
    const saved = files.flatMap(({ path, result }) =>
      result.exceptions.items.map((item): CaseExceptionItem => ({ caseId: this.#caseId, item, file: path })),
    );
    if (saved.length === 0) return;
    const merged = new Map(this.#items.map((one) => [exceptionItemKey(one.item), one]));
    for (const one of saved) merged.set(exceptionItemKey(one.item), one);
    this.#items = [...merged.values()];
    void this.#store.saveExceptionItems(saved);
  }

  /** New exceptions change rules that were there already: theirs are noted as changed too. */
  #changedSince(before: ReadonlyMap<string, string>): readonly string[] {
    const now = Date.now();
    const changed: CaseRule[] = [];
    const list = this.list.map((one) => {
      const key = before.get(one.rule.rule_id);
      if (key === undefined || key === this.decisionKey(one.rule)) return one;
      const later = { ...one, changedAt: now };
      changed.push(later);
      return later;
    });
    if (changed.length > 0) {
      this.list = list;
      void this.#store.saveRules(changed);
    }
    return changed.map(({ rule }) => rule.rule_id);
  }

  switch(ruleIds: ReadonlySet<string>, on: boolean): void {
    this.#change(ruleIds, (one) => one.on !== on, { on });
  }

  #change(
    ruleIds: ReadonlySet<string>,
    applies: (one: CaseRule) => boolean,
    change: Partial<Pick<CaseRule, "on" | "notes" | "pending">>,
  ): void {
    const changed: CaseRule[] = [];
    const list = this.list.map((one) => {
      if (!ruleIds.has(one.rule.rule_id) || !applies(one)) return one;
      const other = { ...one, ...change };
      changed.push(other);
      return other;
    });
    if (changed.length === 0) return;
    this.list = list;
    void this.#store.saveRules(changed);
  }

  /** Takes rules out of the case; a shipped rule that a file had replaced comes back. */
  remove(ruleIds: ReadonlySet<string>): void {
    const now = Date.now();
    const list: CaseRule[] = [];
    for (const one of this.list) {
      const { rule_id } = one.rule;
      if (!ruleIds.has(rule_id) || one.origin.kind === "builtin") list.push(one);
      else {
        const shipped = this.#builtin.get(rule_id);
        if (shipped === undefined) void this.#store.deleteRule(this.#caseId, rule_id);
        else {
          const back = { ...this.#shipped(shipped), changedAt: now };
          list.push(back);
          void this.#store.saveRules([back]);
        }
      }
    }
    this.list = list;
  }

  /** Remembers the rules of now under their key, before a file is scanned with them. */
  rememberSet(): void {
    if (this.#sets.has(this.key)) return;
    const decisions = this.running.map(({ rule }) => this.#generation(rule));
    this.#sets.set(this.key, new Set(decisions));
    void this.#store.saveRuleSet({ caseId: this.#caseId, key: this.key, decisions });
  }

  /** Whether a rule, as it decides now, was among those that a file was scanned with. */
  wasRun(rule: Rule, rulesKey: string | undefined): boolean {
    return rulesKey !== undefined && this.#sets.get(rulesKey)?.has(this.#generation(rule)) === true;
  }

  /** The rules in use that a file has not been scanned with, or whose sequences have not been looked for since. */
  notRun(rulesKey: string | undefined): readonly Rule[] {
    return this.running
      .map(({ rule }) => rule)
      .filter((rule) => this.get(rule.rule_id)?.pending === true || !this.wasRun(rule, rulesKey));
  }

  /** Puts down that the sequences of rules are still to be looked for, or have been. */
  setPending(ruleIds: ReadonlySet<string>, pending: boolean): void {
    this.#change(ruleIds, (one) => (one.pending === true) !== pending, { pending });
  }

  /** Puts down what the last run of a sequence rule has to be told with. */
  note(ruleId: string, notes: readonly string[]): void {
    const applies = (one: CaseRule): boolean => JSON.stringify(one.notes ?? []) !== JSON.stringify(notes);
    this.#change(new Set([ruleId]), applies, { notes });
  }

  /** Takes the reports on rule files off the page; their rules stay. */
  dismissFiles(): void {
    for (const { id } of this.files) void this.#store.deleteRuleFile(this.#caseId, id);
    this.files = [];
  }
}

/** What must be said when a rule takes the place of a later version: whoever dropped it may not know. */
function isOlder({ name, version }: Rule, before: Rule): string[] {
  if (version === undefined || before.version === undefined || version >= before.version) return [];
  return [
    `“${name}” is version ${version} and has taken the place of version ${before.version}, which the case had: drop the later one again if it is the one you want.`,
  ];
}
