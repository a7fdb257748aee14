import { AlertList } from "../../../src/app/list/alert-list.svelte.ts";
import { CaseState } from "../../../src/app/case/case-state.svelte.ts";
import { newEvidence } from "../../../src/app/case/file-outcome.ts";
import { CaseStore } from "../../../src/case/index.ts";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import type { Rule } from "../../../src/rules/index.ts";
import type { Finding } from "../../../src/scan/index.ts";
import { anyRule } from "./columns-of.ts";

/** An event and the rule that matched it; `r` by default. */
export type Found = FlatEvent & { readonly ruleId?: string };

export function findingsOf(found: readonly Found[], first = 0): Finding[] {
  return found.map(({ ruleId = "r", ...event }, i) => ({
    ruleId,
    place: { offset: 10 * (first + i), length: 10, line: first + i + 1 },
    source: "ecs",
    index: "",
    fields: JSON.stringify({ "@timestamp": 1000 * (first + i), ...event }),
    raw: "{}",
  }));
}

/** A list with one alert for each event, in their order and without groups, and a case that can be changed. */
export async function openedList(
  found: readonly Found[],
  rules: readonly Rule[] = [anyRule("r"), anyRule("s", { severity: "high" })],
) {
  const store = await CaseStore.open();
  const info = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
  const state = CaseState.create(store, info, new Map(rules.map((rule) => [rule.rule_id, rule])));
  const evidence = newEvidence("c", 0, new File(["x"], "a.ndjson"), "a.ndjson");
  state.addEvidence(evidence);
  await state.alerts.add(evidence.id, findingsOf(found));
  state.alerts.refresh();
  state.ledger.publish();
  const list = new AlertList(state);
  list.grouping = [];
  return { list, state, store, evidence };
}
