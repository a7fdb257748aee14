import type { EventFilter, EventQuery } from "../../scan/index.ts";
import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { logonFrom } from "./chain.ts";
import { lastRows, topOfKind } from "./kinds.ts";
import { answered, DAY, everywhere, isAnswer, RecordReader, type Scope, scopeOf } from "./scope.ts";
import { isMachineAccount, personOf } from "./service-accounts.ts";

const LOGON: EventFilter = { field: "event.code", values: ["4624"] };
const PRIVILEGES: EventFilter = { field: "event.code", values: ["4672"] };

/** The most accounts that an answer has a sentence for. */
const MOST_ACCOUNTS = 6;

/** Which accounts were on the host from a day before the alert on: their credentials may be in a dump. */
export const EXPOSED_QUESTION: Question = {
  id: "exposed-accounts",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (Number.isNaN(alert.time)) return answered(scope, "cannot", [], [{ code: "no-time" }]);
    const range = { from: alert.time - DAY };
    const query: EventQuery = { ...range, filters: [scope.onHost] };
    const reader = new RecordReader(evidence);
    const { statements, total } = await logonsIn(scope, query, reader);
    const privileged = await privilegedIn(scope, query);
    const ran = await ranAs(scope, query);
    const missing: Missing[] = [
      ...(total === 0 ? [{ code: "source", source: "security" } as const] : []),
      { code: "sessions" },
      ...reader.missing,
    ];
    const found = [...statements, ...privileged, ...ran];
    if (found.length > 0) return answered(scope, "found", found, missing, range);
    if (total === 0) return answered(scope, "cannot", [], missing, range);
    return answered(
      scope,
      "nothing",
      [stated({ code: "no-logon-of-person", logons: total })],
      missing,
      range,
    );
  },
};

/** Logons to the host since the alert, and of the alert's user to other hosts. */
export const LOGONS_QUESTION: Question = {
  id: "logons",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (Number.isNaN(alert.time)) return answered(everywhere(scope), "cannot", [], [{ code: "no-time" }]);
    const range = { from: alert.time };
    const reader = new RecordReader(evidence);
    const { statements, total } = await logonsIn(scope, { ...range, filters: [scope.onHost] }, reader);
    const found = [...statements, ...(await logonsElsewhere(scope))];
    const missing: Missing[] = [
      ...(total === 0 ? [{ code: "source", source: "security" } as const] : []),
      ...reader.missing,
    ];
    if (found.length > 0) return answered(everywhere(scope), "found", found, missing, range);
    if (total === 0) return answered(everywhere(scope), "cannot", [], missing, range);
    return answered(
      scope,
      "nothing",
      [stated({ code: "no-logon-of-person", logons: total })],
      missing,
      range,
    );
  },
};

/** The logons that a query finds, by account of a person; with their number, those of Windows included. */
export async function logonsIn(
  { evidence: { index }, onHost }: Scope,
  query: EventQuery,
  reader: RecordReader,
): Promise<{ readonly statements: Statement[]; readonly total: number }> {
  const logons: EventQuery = { from: -Infinity, ...query, filters: [...(query.filters ?? []), LOGON] };
  const all = await index.top(logons, "user.name", Infinity);
  const people = all.filter(([user]) => !isMachineAccount(user));
  const statements: Statement[] = [];
  for (const [user, count] of people.slice(0, MOST_ACCOUNTS)) {
    const theirs: EventFilter[] = [onHost, LOGON, { field: "user.name", values: [user] }];
    const [last] = await reader.read(await lastRows(index, { ...logons, filters: theirs }, 1));
    if (last === undefined) continue;
    const { row, event } = last;
    statements.push(stated({ code: "logons", user, count, ...logonFrom(event), time: row.time }, [row]));
  }
  const more = people.length - MOST_ACCOUNTS;
  if (more > 0) statements.push(stated({ code: "more-accounts", count: more }));
  return { statements, total: all.reduce((sum, [, count]) => sum + count, 0) };
}

/** Accounts that logged on with the rights of an administrator. */
async function privilegedIn({ evidence: { index } }: Scope, query: EventQuery): Promise<Statement[]> {
  const asked: EventQuery = { ...query, filters: [...(query.filters ?? []), PRIVILEGES] };
  const users = (await index.top(asked, "user.name", Infinity))
    .map(([user]) => user)
    .filter((user) => !isMachineAccount(user));
  if (users.length === 0) return [];
  const theirs: EventFilter = { field: "user.name", values: users };
  const rows = await index.rows({ ...asked, filters: [...asked.filters!, theirs] }, 0, 2);
  return [stated({ code: "privileged", users }, rows)];
}

/** Accounts under which programs were started. */
async function ranAs({ evidence: { index } }: Scope, query: EventQuery): Promise<Statement[]> {
  const users = (await topOfKind(index, query, "process", "user.name"))
    .map(([user]) => user)
    .filter((user) => !isMachineAccount(user));
  if (users.length === 0) return [];
  const theirs: EventFilter = { field: "user.name", values: users };
  const rows = await index.rows({ ...query, filters: [...(query.filters ?? []), theirs] }, 0, 1);
  return [stated({ code: "ran-as", users }, rows)];
}

/** Logons of the alert's user on other hosts since the alert. */
export async function logonsElsewhere({ evidence: { index }, alert, hosts }: Scope): Promise<Statement[]> {
  const user = personOf(alert.event);
  if (user === "") return [];
  const filters: EventFilter[] = [
    { field: "host.name", values: hosts, isNot: true },
    LOGON,
    { field: "user.name", values: [user], ignoresCase: true },
  ];
  const query: EventQuery = { from: alert.time, filters };
  const statements: Statement[] = [];
  for (const [host, count] of (await index.top(query, "host.name", Infinity)).slice(0, MOST_ACCOUNTS)) {
    const onIt: EventFilter = { field: "host.name", values: [host] };
    const [first] = await index.rows({ ...query, filters: [...filters, onIt] }, 0, 1);
    if (first !== undefined)
      statements.push(stated({ code: "logon-elsewhere", user, host, count, time: first.time }, [first]));
  }
  return statements;
}
