import { SvelteMap } from "svelte/reactivity";
import {
  beginWith,
  type CaseExceptionItem,
  type CaseRule,
  type CaseStore,
  decisionKey,
  exceptionItemKey,
  itemsOf,
  type KeptRules,
  type RuleFileReport,
  type RuleOrigin,
} from "../../case/index.ts";
import {
  type ExceptionItem,
  isCompanion,
  isPractice,
  type Rule,
  type Runnable,
  runnable,
} from "../../rules/index.ts";
import { type ScanRule, sha256Hex } from "../../scan/index.ts";
import { olderRuleWords, ruleProblemSentence } from "../../wording/index.ts";
import type { RuleFileRead } from "../intake/rule-file-read.ts";

/** A companion check, whether the case has it or not. */
export interface Companion {
  readonly rule: Rule;
  readonly inCase: boolean;
  readonly on: boolean;
}

/** The rules of an open case: which there are, which are enabled, and which of them can run. */
export class CaseRules {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #builtin: ReadonlyMap<string, Rule>;

  /** In the order in which they were added: the shipped ones first. */
  list = $state.raw<readonly CaseRule[]>([]);
  files = $state.raw<readonly RuleFileReport[]>([]);
  #items = $state.raw<readonly CaseExceptionItem[]>([]);

  readonly #byId: ReadonlyMap<string, CaseRule> = $derived(
    new Map(this.list.map((caseRule) => [caseRule.rule.rule_id, caseRule])),
  );
  readonly #exceptionItems: readonly ExceptionItem[] = $derived(this.#items.map(({ item }) => item));
  /**
   * A rule is compiled once, however often the list changes. The decision key alone would not do as a key: the warnings
   * about a rule depend on more than how it decides.
   */
  readonly #compiled = new WeakMap<Rule, { readonly key: string; readonly compiled: Runnable }>();
  readonly #keys = new WeakMap<Rule, { readonly items: readonly ExceptionItem[]; readonly key: string }>();

  /** The rules that a scan would run now, in the form that the workers take. */
  readonly running: readonly ScanRule[] = $derived(
    this.list
      .filter(({ rule, on }) => on && this.runnable(rule).state === "runs")
      .map(({ rule }) => ({ rule, exceptions: itemsOf(rule, this.#exceptionItems) })),
  );
  /** Loupe's own checks beside the shipped rule: a case has one once it was enabled. */
  readonly companions: readonly Companion[] = $derived.by(() =>
    [...this.#builtin.values()].filter(isCompanion).map((rule) => {
      const caseRule = this.get(rule.rule_id);
      return { rule, inCase: caseRule !== undefined, on: caseRule?.on === true };
    }),
  );
  /** Those of them that correlate events: sequence and sample rules. */
  readonly sequences: readonly ScanRule[] = $derived(
    this.running.filter(({ rule }) => {
      const compiled = this.runnable(rule);
      return compiled.state === "runs" && compiled.kind !== "event";
    }),
  );
  /** Those of them that still have to be run over the files that were scanned. */
  readonly unsearched: readonly Rule[] = $derived(
    this.sequences.map(({ rule }) => rule).filter((rule) => this.get(rule.rule_id)?.pending === true),
  );
  /** Equal if and only if the same rules are enabled, decide alike and have kept their alerts. */
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

  /** The generations of each set of rules that a file was scanned with, by the set's key. */
  readonly #sets = new SvelteMap<string, ReadonlySet<string>>();

  /** What tells the rules of the database apart when they were last loaded. */
  #loaded = "";
  /** What a new case began with, until it is stored with the case. */
  #begun: ReturnType<typeof beginWith> | null = null;

  constructor(store: CaseStore, caseId: string, builtin: ReadonlyMap<string, Rule>) {
    this.#store = store;
    this.#caseId = caseId;
    this.#builtin = builtin;
    this.list = this.#shippedRules();
  }

  /**
   * Loads what the database has, if that differs from what was loaded before. A shipped rule is the one of this copy of
   * Loupe, unless a file replaced it.
   */
  async load(): Promise<void> {
    const [rules, files, items, sets] = await Promise.all([
      this.#store.rules(this.#caseId),
      this.#store.ruleFiles(this.#caseId),
      this.#store.exceptionItems(this.#caseId),
      this.#store.ruleSets(this.#caseId),
    ]);
    const loaded = JSON.stringify([
      rules.map(({ rule, changedAt, on, pending }) => [rule.rule_id, changedAt, on, pending]),
      files,
      items,
      sets.map(({ key }) => key),
    ]);
    if (loaded === this.#loaded) return;
    this.#loaded = loaded;
    for (const { key, decisions } of sets) this.#sets.set(key, new Set(decisions));
    const found = new Map(this.#shippedRules().map((caseRule) => [caseRule.rule.rule_id, caseRule]));
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

  /**
   * A new case begins with the rules that are kept for new cases. They are stored with the case: see `storeBegun`.
   *
   * @param now epoch milliseconds
   */
  begin(kept: readonly KeptRules[], now: number): void {
    if (kept.length === 0) return;
    this.#begun = beginWith(kept, this.#caseId, this.#builtin, now);
    const { rules, items } = this.#begun;
    const found = new Map(this.list.map((caseRule) => [caseRule.rule.rule_id, caseRule]));
    for (const caseRule of rules) found.set(caseRule.rule.rule_id, caseRule);
    this.#items = items;
    this.list = [...found.values()];
  }

  /** Stores what the case began with, once the case itself is stored. */
  storeBegun(): void {
    if (this.#begun === null) return;
    const { rules, items } = this.#begun;
    this.#begun = null;
    void this.#store.saveRules(rules);
    void this.#store.saveExceptionItems(items);
  }

  /** The exception items of exports that the case has, whichever rules they are for. */
  get exceptionItems(): readonly CaseExceptionItem[] {
    return this.#items;
  }

  /** The exception items that apply to a rule. */
  itemsOf(rule: Rule): readonly ExceptionItem[] {
    return itemsOf(rule, this.#exceptionItems);
  }

  /** The rules that every case has. */
  #shippedRules(): CaseRule[] {
    return [...this.#builtin.values()]
      .filter((rule) => !isCompanion(rule))
      .map((rule) => this.#shipped(rule));
  }

  #shipped(rule: Rule): CaseRule {
    return { caseId: this.#caseId, rule, origin: { kind: "builtin" }, on: true, changedAt: 0 };
  }

  get(ruleId: string): CaseRule | undefined {
    return this.#byId.get(ruleId);
  }

  /** Whether the case still has this rule, deciding as it did: only then is a result for it an alert of the case. */
  isCurrent({ rule, changedAt }: CaseRule): boolean {
    return this.get(rule.rule_id)?.changedAt === changedAt;
  }

  /** The rule compiled with the exceptions of the case, or why it cannot run. */
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
   * A rule that was removed or replaced and then added again decides as before, but its alerts are gone: files that were
   * scanned with it have to be scanned again.
   */
  #generation(rule: Rule): string {
    return `${this.decisionKey(rule)} ${this.get(rule.rule_id)?.changedAt}`;
  }

  /** The decision key of each rule, by rule id. */
  #decisions(): ReadonlyMap<string, string> {
    return new Map(this.list.map(({ rule }) => [rule.rule_id, this.decisionKey(rule)]));
  }

  /**
   * Adds the rules and exceptions of files, all in one step: there may be hundreds. A rule replaces one with the same id
   * and keeps its switch.
   *
   * @returns ids of rules that decide otherwise now: the alerts they have are no longer valid
   */
  add(files: readonly RuleFileRead[]): readonly string[] {
    const before = this.#decisions();
    this.#addItems(files);
    const counts = this.#merge(
      files.map(({ path, isArchive = false, result }) => {
        const archive = isArchive ? { archive: path.slice(path.lastIndexOf("/") + 1) } : {};
        return result.rules.map(({ rule, file }) => ({
          rule,
          origin: { kind: "file", name: file, ...archive } as const,
        }));
      }),
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
        // The store returns reports of the same moment in the order of their ids.
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

  /** Adds a rule that the analyst wrote. Returns as `add` does. */
  addOwn(rule: Rule): readonly string[] {
    const before = this.#decisions();
    this.#merge([[{ rule, origin: { kind: "own" } }]], before);
    return this.#changedSince(before);
  }

  /** @returns for each group, how many of its rules were new, replaced another, or changed nothing */
  #merge(
    groups: readonly (readonly { readonly rule: Rule; readonly origin: RuleOrigin }[])[],
    keysBefore: ReadonlyMap<string, string>,
  ): (Pick<RuleFileReport, "added" | "replaced" | "unchanged"> & { readonly older: readonly string[] })[] {
    const merged = new Map(this.list.map((caseRule) => [caseRule.rule.rule_id, caseRule]));
    const saved = new Map<string, CaseRule>();
    const now = Date.now();
    const counts = groups.map((incoming) => {
      const ofGroup = { added: 0, replaced: 0, unchanged: 0, older: [] as string[] };
      for (const { rule, origin } of incoming) {
        const known = merged.get(rule.rule_id);
        if (known === undefined) ofGroup.added++;
        else if (JSON.stringify(known.rule) === JSON.stringify(rule)) ofGroup.unchanged++;
        else ofGroup.replaced++;
        if (known !== undefined && isOlder(rule, known.rule))
          ofGroup.older.push(olderRuleWords(rule, known.rule));
        const isSame = known !== undefined && keysBefore.get(rule.rule_id) === this.decisionKey(rule);
        const caseRule: CaseRule = isSame
          ? { ...known, rule, origin }
          : { caseId: this.#caseId, rule, origin, on: known?.on ?? !isPractice(rule), changedAt: now };
        merged.set(rule.rule_id, caseRule);
        saved.set(rule.rule_id, caseRule);
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
    const merged = new Map(this.#items.map((item) => [exceptionItemKey(item.item), item]));
    for (const item of saved) merged.set(exceptionItemKey(item.item), item);
    this.#items = [...merged.values()];
    void this.#store.saveExceptionItems(saved);
  }

  /** Marks the rules that decide otherwise now as changed: new exceptions change rules that the case had already. */
  #changedSince(before: ReadonlyMap<string, string>): readonly string[] {
    const now = Date.now();
    const changed: CaseRule[] = [];
    const list = this.list.map((caseRule) => {
      const key = before.get(caseRule.rule.rule_id);
      if (key === undefined || key === this.decisionKey(caseRule.rule)) return caseRule;
      const later = { ...caseRule, changedAt: now };
      changed.push(later);
      return later;
    });
    if (changed.length > 0) {
      this.list = list;
      void this.#store.saveRules(changed);
    }
    return changed.map(({ rule }) => rule.rule_id);
  }

  /** Enables or disables rules. A companion check comes into the case when it is first enabled. */
  switch(ruleIds: ReadonlySet<string>, on: boolean): void {
    if (on) this.#takeIn(ruleIds);
    this.#change(ruleIds, (caseRule) => caseRule.on !== on, { on });
  }

  #takeIn(ruleIds: ReadonlySet<string>): void {
    const added = this.companions
      .filter(({ rule, inCase }) => !inCase && ruleIds.has(rule.rule_id))
      .map(({ rule }) => this.#shipped(rule));
    if (added.length === 0) return;
    this.list = [...this.list, ...added];
    void this.#store.saveRules(added);
  }

  #change(
    ruleIds: ReadonlySet<string>,
    applies: (caseRule: CaseRule) => boolean,
    change: Partial<Pick<CaseRule, "on" | "notes" | "pending">>,
  ): void {
    const changed: CaseRule[] = [];
    const list = this.list.map((caseRule) => {
      if (!ruleIds.has(caseRule.rule.rule_id) || !applies(caseRule)) return caseRule;
      const other = { ...caseRule, ...change };
      changed.push(other);
      return other;
    });
    if (changed.length === 0) return;
    this.list = list;
    void this.#store.saveRules(changed);
  }

  /** Removes rules from the case. A shipped rule that a file had replaced comes back, but no companion check. */
  remove(ruleIds: ReadonlySet<string>): void {
    const now = Date.now();
    const list: CaseRule[] = [];
    for (const caseRule of this.list) {
      const { rule_id } = caseRule.rule;
      if (!ruleIds.has(rule_id) || caseRule.origin.kind === "builtin") list.push(caseRule);
      else {
        const shipped = this.#builtin.get(rule_id);
        if (shipped === undefined || isCompanion(shipped)) void this.#store.deleteRule(this.#caseId, rule_id);
        else {
          const back = { ...this.#shipped(shipped), changedAt: now };
          list.push(back);
          void this.#store.saveRules([back]);
        }
      }
    }
    this.list = list;
  }

  /** Stores the current set of rules under its key, before a file is scanned with it. */
  rememberSet(): void {
    if (this.#sets.has(this.key)) return;
    const decisions = this.running.map(({ rule }) => this.#generation(rule));
    this.#sets.set(this.key, new Set(decisions));
    void this.#store.saveRuleSet({ caseId: this.#caseId, key: this.key, decisions });
  }

  /** Whether a file was scanned with a rule as it decides now. @param rulesKey of the file's last scan */
  wasRun(rule: Rule, rulesKey: string | undefined): boolean {
    return rulesKey !== undefined && this.#sets.get(rulesKey)?.has(this.#generation(rule)) === true;
  }

  /** The enabled rules that a file has not been scanned with, or that have not been run over its term matches since. */
  notRun(rulesKey: string | undefined): readonly Rule[] {
    return this.running
      .map(({ rule }) => rule)
      .filter((rule) => this.get(rule.rule_id)?.pending === true || !this.wasRun(rule, rulesKey));
  }

  /** Records that correlation rules still have to be run over scanned files, or have been. */
  setPending(ruleIds: ReadonlySet<string>, pending: boolean): void {
    this.#change(ruleIds, (caseRule) => (caseRule.pending === true) !== pending, { pending });
  }

  /** Saves the notes to show for the last run of a correlation rule. */
  note(ruleId: string, notes: readonly string[]): void {
    const applies = (caseRule: CaseRule): boolean =>
      JSON.stringify(caseRule.notes ?? []) !== JSON.stringify(notes);
    this.#change(new Set([ruleId]), applies, { notes });
  }

  /** Dismisses the reports on rule files. Their rules stay. */
  dismissFiles(): void {
    for (const { id } of this.files) void this.#store.deleteRuleFile(this.#caseId, id);
    this.files = [];
  }
}

function isOlder({ version }: Rule, before: Rule): boolean {
  return version !== undefined && before.version !== undefined && version < before.version;
}
