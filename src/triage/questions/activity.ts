import type { EventFilter, EventQuery } from "../../scan/index.ts";
import { type ActivityKind, type ById, type Missing, placeKey, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { fieldText, processOf } from "./event-fields.ts";
import { countOfKind, firstOfKind, lastOfKind } from "./kinds.ts";
import { answered, DAY, HOUR, isAnswer, type Scope, scopeOf } from "./scope.ts";
import { personOf } from "./service-accounts.ts";
import { isId } from "./start-of.ts";

const KINDS: readonly ActivityKind[] = ["process", "file", "registry", "network"];

/** What else the process of the alert did. */
export const PROCESS_ACTIVITY_QUESTION: Question = {
  id: "process-activity",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const name = processOf(alert.event);
    const entity = fieldText(alert.event, "process.entity_id");
    const pid = fieldText(alert.event, "process.pid");
    const by: ById = isId(entity) ? "entity" : "pid";
    if (by === "pid" && (pid === "" || name === ""))
      return answered(scope, "cannot", [], [{ code: "no-process" }]);
    const filters: EventFilter[] =
      by === "entity"
        ? [{ field: "process.entity_id", values: [entity] }]
        : [
            { field: "process.pid", values: [pid] },
            { field: "process.name", values: [name], ignoresCase: true },
          ];
    // Windows gives numbers again, so events far from the alert may be of another process.
    const range = by === "entity" ? {} : { from: alert.time - HOUR, to: alert.time + HOUR };
    if (by === "pid" && Number.isNaN(alert.time)) return answered(scope, "cannot", [], [{ code: "no-time" }]);
    return activity(scope, { ...range, filters: [scope.onHost, ...filters] }, { whose: "process", name, by });
  },
};

/** What else the account of the alert did on the host, within a day on either side. */
export const USER_ACTIVITY_QUESTION: Question = {
  id: "user-activity",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const name = personOf(alert.event);
    if (name === "") return answered(scope, "cannot", [], [{ code: "no-account" }]);
    if (Number.isNaN(alert.time)) return answered(scope, "cannot", [], [{ code: "no-time" }]);
    const isTheirs: EventFilter = { field: "user.name", values: [name], ignoresCase: true };
    const range = { from: alert.time - DAY, to: alert.time + DAY };
    return activity(scope, { ...range, filters: [scope.onHost, isTheirs] }, { whose: "user", name });
  },
};

async function activity(
  scope: Scope,
  query: EventQuery,
  who: { readonly whose: "process" | "user"; readonly name: string; readonly by?: ById },
) {
  const { index } = scope.evidence;
  const counted: (readonly [ActivityKind, number])[] = [];
  const examples: Statement[] = [];
  for (const kind of KINDS) {
    const asked: EventQuery =
      kind === "network"
        ? { ...query, filters: [...query.filters!, { field: "event.category", values: ["network"] }] }
        : query;
    const count = kind === "network" ? await index.countOf(asked) : await countOfKind(index, asked, kind);
    if (count === 0) continue;
    counted.push([kind, count]);
    const rows =
      kind === "network" ? await index.rows(asked, 0, 2) : await firstOfKind(index, asked, kind, 2);
    const other = rows.find((row) => placeKey(row) !== placeKey(scope.alert));
    if (other === undefined || other.object === "") continue;
    const { object, process, user, time } = other;
    examples.push(stated({ code: "activity-example", kind, object, process, user, time }, [other]));
  }
  const total = await index.countOf(query);
  if (counted.length === 0 || (total === 1 && examples.length === 0)) {
    const { whose, name } = who;
    const none = stated({ code: "no-activity", whose, name, events: total });
    return answered(scope, "nothing", [none], [], query);
  }
  return answered(
    scope,
    "found",
    [stated({ code: "activity", ...who, kinds: counted }), ...examples],
    [],
    query,
  );
}

/** Whether the process of the alert ended, as far as events say so. */
export async function endOf(
  scope: Scope,
): Promise<{ readonly statements: Statement[]; readonly missing: Missing[] }> {
  const { evidence, alert, onHost } = scope;
  const { index } = evidence;
  const { event, time } = alert;
  const [process, pid] = [processOf(event), fieldText(event, "process.pid")];
  const entity = fieldText(event, "process.entity_id");
  const by: ById = isId(entity) ? "entity" : "pid";
  const isIt: EventFilter =
    by === "entity"
      ? { field: "process.entity_id", values: [entity] }
      : { field: "process.pid", values: [pid] };
  const ends: EventQuery[] = [
    { from: time, filters: [onHost, { field: "event.code", values: ["5"] }, SYSMON] },
    { from: time, filters: [onHost, { field: "event.code", values: ["4689"] }] },
    { from: time, filters: [onHost, { field: "event.category", values: ["process"] }, END, NOT_CODED] },
  ];
  let total = 0;
  let until = -Infinity;
  for (const query of ends) {
    const count = await index.countOf(query);
    if (count === 0) continue;
    total += count;
    const [row] = await index.rows({ ...query, filters: [...query.filters!, isIt] }, 0, 1);
    const isSame = by === "entity" || row?.process.toLowerCase() === process.toLowerCase();
    if (row !== undefined && isSame && (by === "entity" || pid !== ""))
      return {
        statements: [stated({ code: "ended", process, pid, by, time: row.time }, [row])],
        missing: [],
      };
    const [last] = await index.rows(query, count - 1, 1);
    until = Math.max(until, last?.time ?? -Infinity);
  }
  if (total === 0) return { statements: [], missing: [{ code: "no-ends" }] };
  const last = await lastOfKind(index, { from: time, filters: [onHost] }, "process");
  return {
    statements: [
      stated({ code: "not-ended", process, pid, ends: total, until }, last === undefined ? [] : [last]),
    ],
    missing: [],
  };
}

const SYSMON: EventFilter = { field: "winlog.channel", values: ["sysmon"], isPart: true };
const END: EventFilter = {
  field: "event.action",
  values: ["end", "termination_event", "exited-process", "Process terminated", "processterminated"],
};
const NOT_CODED: EventFilter = { field: "event.code", values: ["5", "4689"], isNot: true };
