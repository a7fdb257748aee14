/** Finds the rules that have one of their required values in an event. */
import type { RequiredValue } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import type { FieldView, FieldViews } from "./field-view.ts";

export class RequiredValueIndex<T> {
  readonly #views: FieldViews;
  readonly #byView = new Map<FieldView, Map<string, T[]>>();
  #fields: readonly (readonly [FieldView, ReadonlyMap<string, readonly T[]>])[] = [];

  constructor(views: FieldViews) {
    this.#views = views;
  }

  add(requiredValues: readonly RequiredValue[], rule: T): void {
    for (const { field, value } of requiredValues) {
      const view = this.#views.of(field);
      const byValue = this.#byView.get(view) ?? new Map<string, T[]>();
      this.#byView.set(view, byValue);
      const rules = byValue.get(value);
      if (rules === undefined) byValue.set(value, [rule]);
      else rules.push(rule);
    }
    this.#fields = [...this.#byView];
  }

  /** Calls `found` with every rule that has a required value in the event, once for each such value. */
  find(event: FlatEvent, found: (rule: T) => void): void {
    for (const [view, byValue] of this.#fields) {
      for (const text of view.texts(event)) {
        const rules = byValue.get(text);
        if (rules !== undefined) for (const rule of rules) found(rule);
      }
    }
  }
}
