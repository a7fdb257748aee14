import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { answered, DAY, everywhere, isAnswer, rowsAt, type Scope, scopeOf } from "./scope.ts";
import { personOf } from "./service-accounts.ts";

/** Other alerts of the host, and of its user on any host, within 48 hours on either side. */
export const ALERTS_QUESTION: Question = {
  id: "other-alerts",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (Number.isNaN(alert.time)) return answered(everywhere(scope), "cannot", [], [{ code: "no-time" }]);
    const range = { from: alert.time - 2 * DAY, to: alert.time + 2 * DAY };
    const found = await otherAlerts(scope, range);
    if (found.length > 0) return answered(everywhere(scope), "found", found, [], range);
    const { rulesRun } = evidence.otherAlerts({ ...range });
    const none = stated({
      code: "no-alerts-of",
      whose: { isHost: true, user: personOf(alert.event) },
      rulesRun,
    });
    return answered(everywhere(scope), "nothing", [none], [], range);
  },
};

/** The alerts of the host and of the user in a range of time, each if there are any. */
export async function otherAlerts(
  { evidence, alert, hosts }: Scope,
  range: { readonly from: number; readonly to: number },
): Promise<Statement[]> {
  const user = personOf(alert.event);
  const searches = [
    [{ isHost: true, user: "" }, { hosts }],
    ...(user === "" ? [] : [[{ isHost: false, user }, { user }] as const]),
  ] as const;
  const statements: Statement[] = [];
  for (const [whose, search] of searches) {
    const { count, rules, nearest } = evidence.otherAlerts({ ...search, ...range });
    if (count === 0) continue;
    const rows = await rowsAt(evidence.index, nearest);
    statements.push(stated({ code: "alerts-of", whose, count, rules: rules.map(([name]) => name) }, rows));
  }
  return statements;
}

/** Whether other hosts of the evidence have alerts of the same rule. */
export const PREVALENCE_QUESTION: Question = {
  id: "prevalence",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const { statements, missing } = await prevalence(scope);
    const [first] = statements;
    if (first === undefined) return answered(everywhere(scope), "cannot", [], missing);
    return answered(everywhere(scope), first.code === "same-rule" ? "found" : "nothing", statements, missing);
  },
};

async function prevalence({
  evidence,
  hosts,
}: Scope): Promise<{ readonly statements: Statement[]; readonly missing: Missing[] }> {
  const all = await evidence.index.top({}, "host.name", Infinity);
  const others = all.filter(([name]) => name !== "" && !hosts.includes(name)).length;
  if (others === 0) return { statements: [], missing: [{ code: "one-host" }] };
  const {
    count,
    hosts: found,
    nearest,
  } = evidence.otherAlerts({
    hosts,
    isElsewhere: true,
    isSameRule: true,
    from: -Infinity,
    to: Infinity,
  });
  if (count === 0) return { statements: [stated({ code: "same-rule-nowhere", hosts: others })], missing: [] };
  const names = found.map(([name]) => name);
  const rows = await rowsAt(evidence.index, nearest);
  return { statements: [stated({ code: "same-rule", count, hosts: names }, rows)], missing: [] };
}
