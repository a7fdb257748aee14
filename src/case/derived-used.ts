import { type Runnable, usesField } from "../rules/index.ts";
import { eventOf } from "../scan/index.ts";
import type { DerivedField } from "../sources/index.ts";
import { type AlertFinding, isSequence } from "./model.ts";

/** The derived fields of an alert's events that its rule looks at, each once. */
export function derivedUsed(compiled: Runnable, finding: AlertFinding): readonly DerivedField[] {
  const used = new Set<DerivedField>();
  const seen = isSequence(finding) ? finding.events.flatMap((event) => event?.seen ?? []) : [finding];
  for (const one of seen)
    for (const field of one.derived ?? [])
      if (!used.has(field) && usesField(compiled, field, () => eventOf(one))) used.add(field);
  return [...used];
}
