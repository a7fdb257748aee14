import { conditionOf } from "../../case/index.ts";
import type { ExceptionSection } from "../../export/index.ts";
import { analystWords, count, reportWords, utc } from "../../wording/index.ts";
import type { Session } from "../session.svelte.ts";

export function exceptionsOf({ case: opened }: Session, suppressed: number): ExceptionSection {
  const { exceptions, rules, trail } = opened;
  const covered = exceptions.covered.counts();
  const items = rules.running.reduce((sum, rule) => sum + rule.exceptions.length, 0);
  return {
    intro: reportWords.exceptionIntro(exceptions.list.length, suppressed),
    exceptions: exceptions.list.map(({ id, ruleId, entries, why, expires, createdAt }) => {
      // The trail has no id of an exception; it was written within the same moment.
      const record = trail.records.find(
        ({ detail, at }) => detail?.kind === "exception-added" && Math.abs(at - createdAt) < 1000,
      );
      const by = record === undefined ? "" : `${analystWords(record)}, `;
      return {
        rule: rules.get(ruleId)?.rule.name ?? ruleId,
        conditions: entries.map((entry) => {
          const condition = conditionOf(entry);
          return condition === null
            ? "a condition that this version cannot read"
            : `${condition.field} ${condition.operator} ${condition.value}`.trim();
        }),
        why,
        expires: reportWords.expiryWords(expires),
        alerts: count(covered.get(id) ?? 0),
        made: `${by}${utc(createdAt).slice(0, 19)}`,
      };
    }),
    fromFiles: reportWords.ruleExceptionWords(items),
  };
}
