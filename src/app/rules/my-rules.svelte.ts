import {
  type CaseExceptionItem,
  type CaseRule,
  type CaseStore,
  DatabaseError,
  type KeptRules,
  keptRules,
  type NoDatabase,
} from "../../case/index.ts";
import { messageOf } from "../../wording/index.ts";

/** Why the rules that are kept for new cases could not be read or changed. */
export interface MyRulesFailure {
  readonly what: "read" | "keep" | "remove";
  /** Why there is no database; null if there is one, which refused. */
  readonly why: NoDatabase | null;
  /** In the browser's words. */
  readonly detail: string;
}

/** The rules that new cases begin with. Cases that exist are not changed by them. */
export class MyRules {
  readonly #store: CaseStore;
  readonly #onchange: () => void;
  /** In the order in which they were kept. */
  list = $state.raw<readonly KeptRules[]>([]);
  failure = $state.raw<MyRulesFailure | null>(null);
  /** Counts the reads: only what the last one found is shown. */
  #reading = 0;

  /** @param onchange called when this tab has changed what is kept */
  constructor(store: CaseStore, onchange: () => void) {
    this.#store = store;
    this.#onchange = onchange;
  }

  /** Reads what is kept: this tab or another one may have changed it. */
  async load(): Promise<void> {
    const reading = ++this.#reading;
    try {
      const list = await this.#store.keptRules();
      if (reading === this.#reading) this.list = list;
      if (this.failure?.what === "read") this.failure = null;
    } catch (error) {
      this.failure = failureOf("read", error);
    }
  }

  /**
   * Keeps rules of a case as they are now, in place of what was kept under the same id.
   *
   * @param items the exception items of the case
   * @returns whether they are stored; if not, `failure` says why
   */
  keep(
    as: Pick<KeptRules, "id" | "name">,
    rules: readonly CaseRule[],
    items: readonly CaseExceptionItem[],
  ): Promise<boolean> {
    const kept = keptRules(as, rules, items, Date.now());
    return this.#change("keep", () => this.#store.keepRules(kept));
  }

  /** Keeps again what was removed or replaced. */
  restore(kept: KeptRules): Promise<boolean> {
    return this.#change("keep", () => this.#store.keepRules(kept));
  }

  /** Everything that was stored has been deleted: new cases begin with the shipped rules only. */
  forget(): void {
    this.#reading++;
    this.list = [];
    this.failure = null;
  }

  remove(id: string): Promise<boolean> {
    return this.#change("remove", () => this.#store.removeKeptRules(id));
  }

  async #change(what: "keep" | "remove", change: () => Promise<void>): Promise<boolean> {
    this.failure = null;
    try {
      await change();
    } catch (error) {
      this.failure = failureOf(what, error);
      return false;
    }
    this.#onchange();
    await this.load();
    return true;
  }
}

function failureOf(what: MyRulesFailure["what"], error: unknown): MyRulesFailure {
  return { what, why: error instanceof DatabaseError ? error.why : null, detail: messageOf(error) };
}
