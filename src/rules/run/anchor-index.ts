/** Finds, among rules that each need one of some values, those whose value an event has. */
import { type Anchor, type FlatEvent, asciiLower, scalarText } from "../../eql/index.ts";

export class AnchorIndex<T> {
  private readonly byField = new Map<string, Map<string, T[]>>();
  private fields: readonly (readonly [string, ReadonlyMap<string, readonly T[]>])[] = [];

  add(anchors: readonly Anchor[], rule: T): void {
    for (const { field, value } of anchors) {
      const byValue = this.byField.get(field) ?? new Map<string, T[]>();
      this.byField.set(field, byValue);
      const rules = byValue.get(value);
      if (rules === undefined) byValue.set(value, [rule]);
      else rules.push(rule);
    }
    this.fields = [...this.byField];
  }

  /** Calls `found` with the rules an anchor of which the event has: with a rule again for each of its anchors. */
  find(event: FlatEvent, found: (rules: readonly T[]) => void): void {
    for (const [field, byValue] of this.fields) {
      const value = event[field];
      if (value === undefined) continue;
      for (const one of typeof value === "object" ? value : [value]) {
        const rules = byValue.get(asciiLower(scalarText(one)));
        if (rules !== undefined) found(rules);
      }
    }
  }
}
