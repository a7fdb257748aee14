import { type FlatEvent, hostKey } from "../../ecs/index.ts";
import type { InvestigatePlugin } from "../../rules/index.ts";
import type { EventField, EventFilter, EventQuery, EventRow } from "../../scan/index.ts";
import { applyDateMath, parseDateMath } from "../../time/index.ts";
import { type BoundCondition, bindInvestigation, looksForAlerts } from "../investigation.ts";
import { type Answer, type ById, placeKey, stated } from "./answer.ts";
import type { AskedAlert, AskedEvidence, Question } from "./asked.ts";
import { fieldText, processOf } from "./event-fields.ts";
import { STARTS } from "../around/starts.ts";
import { inOrder, lastRows } from "./kinds.ts";
import { answered, isAnswer, rowsAt, type Scope, scopeOf } from "./scope.ts";
import { personOf } from "./service-accounts.ts";
import { isId, startOf } from "./start-of.ts";

/** The most events of each group that are compared, to count an event once that several groups find. */
const MOST_ROWS = 5000;
/** The most records on either side of the alert that an answer names. */
const MOST_NAMED = 3;

/** Counts the events that an investigation of a guide searches for, where the index has its fields. */
export function searchQuestion(plugin: InvestigatePlugin): Question {
  return { id: "search", ask: (evidence, alert) => search(plugin, evidence, alert) };
}

async function search(
  plugin: InvestigatePlugin,
  evidence: AskedEvidence,
  alert: AskedAlert,
): Promise<Answer> {
  const scope = await scopeOf(evidence, alert);
  if (isAnswer(scope)) return scope;
  const { label } = plugin;
  const range = rangeOf(plugin, alert.time);
  if (range === null) return answered(scope, "cannot", [], [{ code: "no-time" }]);
  if (looksForAlerts(plugin)) return alertsFound(plugin, scope, range);
  const { event, by } = await withProcessIds(scope, plugin);
  const groups = bindInvestigation(plugin, event);
  if (groups === null) return answered(scope, "cannot", [], [{ code: "search-value", label }], range);
  const names = (await evidence.index.top({}, "host.name", Infinity)).map(([name]) => name);
  const queries: EventQuery[] = [];
  const unknown = new Set<string>();
  let isGuess = by === "pid";
  let ofStarts = false;
  for (const group of groups) {
    const filters: EventFilter[] = [];
    for (const condition of group) {
      const ofParent = await parentFilter(evidence, condition);
      const found = ofParent?.filters ?? filterOf(condition, alert, names);
      if (found === null) unknown.add(condition.field);
      else filters.push(...found);
      ofStarts ||= ofParent !== undefined;
      isGuess ||= ofParent?.by === "pid";
    }
    queries.push({ ...range, filters });
  }
  if (unknown.size > 0)
    return answered(scope, "cannot", [], [{ code: "search-fields", label, fields: [...unknown] }], range);
  const hasCategory = groups.flat().some(({ field }) => field === "event.category");
  const { count, isAtLeast } = await countOfAny(evidence, queries);
  if (count === 0)
    return hasCategory
      ? answered(scope, "cannot", [], [{ code: "search-categories", label }], range)
      : answered(scope, "nothing", [stated({ code: "search-none", label })], [], range);
  const counted = { label, count, isAtLeast: isAtLeast || hasCategory };
  const fact = ofStarts
    ? ({ code: "search-starts", ...counted, by: isGuess ? "pid" : "entity" } as const)
    : ({ code: "search", ...counted } as const);
  return answered(scope, "found", [stated(fact, await nearest(evidence, queries, alert.time))], [], range);
}

/** The range of an investigation in epoch milliseconds, rounded outwards as Kibana does; null if it needs a time. */
function rangeOf(
  { relativeFrom, relativeTo }: InvestigatePlugin,
  time: number,
): Pick<EventQuery, "from" | "to"> | null {
  if (relativeFrom === "" || relativeTo === "") return {};
  const [from, to] = [parseDateMath(relativeFrom), parseDateMath(relativeTo)];
  if (from === null || to === null || Number.isNaN(time)) return null;
  const end = applyDateMath(to, time);
  const last = to.at(-1);
  if (last?.kind !== "floor") return { from: applyDateMath(from, time), to: end };
  // The end of a range is rounded up to the end of its unit.
  const next = parseDateMath(`now+1${last.unit}`)!;
  return { from: applyDateMath(from, time), to: applyDateMath(next, end) - 1 };
}

/** The fields of the index that have what the field of the same name says. */
const FIELDS: ReadonlyMap<string, EventField> = new Map([
  ["host.name", "host.name"],
  ["winlog.computer_name", "host.name"],
  ["user.name", "user.name"],
  ["event.code", "event.code"],
  ["event.category", "event.category"],
  ["process.name", "process.name"],
  ["process.pid", "process.pid"],
  ["process.entity_id", "process.entity_id"],
]);

/** @returns null if the index cannot decide the condition */
function filterOf(
  { field, excluded, test }: BoundCondition,
  { event }: AskedAlert,
  names: readonly string[],
): readonly EventFilter[] | null {
  // An agent's id of a host is not in the index; its name is, and identifies it as well.
  const isHost = field === "host.id" || field === "host.name" || field === "winlog.computer_name";
  if (isHost) {
    if (test.kind !== "is") return null;
    const ids = [fieldText(event, "host.id"), fieldText(event, "agent.id")];
    const wanted = test.values.map((value) =>
      field === "host.id"
        ? ids.includes(String(value))
          ? fieldText(event, "host.name")
          : ""
        : String(value),
    );
    if (wanted.includes("")) return null;
    const keys = new Set(wanted.map(hostKey));
    const values = names.filter((name) => keys.has(hostKey(name)));
    return [{ field: "host.name", values, isNot: excluded }];
  }
  const known = FIELDS.get(field);
  // The index has the first category only, so it cannot say that an event is not of a category.
  if (known === undefined || test.kind !== "is" || (field === "event.category" && excluded)) return null;
  return [{ field: known, values: test.values.map(String), isNot: excluded }];
}

/**
 * The filters for a condition on the parent of a process. In raw logs only starts have it, and those of the Security log
 * by number alone, so starts are what is counted.
 *
 * @returns undefined for a condition on something else; no filters where the index cannot decide it
 */
async function parentFilter(
  { index }: AskedEvidence,
  { field, excluded, test }: BoundCondition,
): Promise<{ readonly filters: readonly EventFilter[] | null; readonly by: ById } | undefined> {
  if (field !== "process.parent.entity_id" && field !== "process.parent.pid") return undefined;
  if (test.kind !== "is" || excluded) return { filters: null, by: "entity" };
  const values = test.values.map(String);
  if (field === "process.parent.entity_id") {
    const { children, isInferred } = await index.childrenOf(values);
    const filters: EventFilter[] = [{ field: "process.entity_id", values: children }, ...STARTS];
    return { filters, by: isInferred ? "pid" : "entity" };
  }
  // What an earlier version indexed has no numbers of parents.
  const any: EventFilter = { field, values: [""], isNot: true };
  const isKnown = (await index.countOf({ filters: [any] })) > 0;
  return { filters: isKnown ? [{ field, values }, ...STARTS] : null, by: "pid" };
}

/** The fields by which a search names a process and its parent. Events of the Security log have neither. */
const PROCESS_ID = "process.entity_id";
const PARENT_ID = "process.parent.entity_id";

/**
 * The alert's event with the ids of its process and its parent that the search asks for and the event lacks: those of the
 * last start of the process's number before.
 */
async function withProcessIds(
  scope: Scope,
  plugin: InvestigatePlugin,
): Promise<{ readonly event: FlatEvent; readonly by: ById }> {
  const { event, time } = scope.alert;
  const asks = (field: string): boolean =>
    plugin.providers.some((group) => group.some(({ value }) => String(value).includes(`{{${field}}}`)));
  const lacks = (field: string): boolean => asks(field) && fieldText(event, field) === "";
  if (!lacks(PROCESS_ID) && !lacks(PARENT_ID)) return { event, by: "entity" };
  const own = fieldText(event, PROCESS_ID);
  const [pid, name] = [fieldText(event, "process.pid"), processOf(event)];
  const start = await startOf(scope, { entity: own, pid, name, time });
  if (start === undefined) return { event, by: "entity" };
  const { entity, parentEntity } = start.row;
  const [inferred] = isId(parentEntity) ? [] : await scope.evidence.index.inferredParents([entity]);
  const parent = isId(parentEntity) ? parentEntity : (inferred?.[1] ?? "");
  const filled: FlatEvent = Object.assign(Object.create(null) as object, event, {
    ...(own === "" && entity !== "" && { [PROCESS_ID]: entity }),
    ...(fieldText(event, PARENT_ID) === "" && parent !== "" && { [PARENT_ID]: parent }),
  });
  return { event: filled, by: start.by === "pid" || inferred !== undefined ? "pid" : "entity" };
}

async function countOfAny(
  { index }: AskedEvidence,
  queries: readonly EventQuery[],
): Promise<{ readonly count: number; readonly isAtLeast: boolean }> {
  if (queries.length === 1) return { count: await index.countOf(queries[0]!), isAtLeast: false };
  const places = new Set<string>();
  let isAtLeast = false;
  for (const query of queries) {
    const rows = await index.rows(query, 0, MOST_ROWS);
    for (const row of rows) places.add(placeKey(row));
    isAtLeast ||= rows.length === MOST_ROWS;
  }
  return { count: places.size, isAtLeast };
}

/** Some of the events that queries find: those nearest to a time. */
async function nearest(
  { index }: AskedEvidence,
  queries: readonly EventQuery[],
  time: number,
): Promise<EventRow[]> {
  const rows = new Map<string, EventRow>();
  for (const query of queries) {
    const { from = -Infinity, to = Infinity, filters = [] } = query;
    const found = Number.isNaN(time)
      ? await index.rows(query, 0, MOST_NAMED)
      : [
          ...(await lastRows(index, { from, to: Math.min(to, time), filters }, MOST_NAMED)),
          ...(await index.rows({ from: Math.max(from, time + 1), to, filters }, 0, MOST_NAMED)),
        ];
    for (const row of found) rows.set(placeKey(row), row);
  }
  const byDistance = [...rows.values()].sort((a, b) => Math.abs(a.time - time) - Math.abs(b.time - time));
  return inOrder(byDistance.slice(0, 2 * MOST_NAMED));
}

const OF_HOST: ReadonlySet<string> = new Set(["host.id", "host.name"]);
const OF_USER: ReadonlySet<string> = new Set(["user.id", "user.name"]);

/** Evidence has no alerts of Elastic, but the case has those of its own rules. */
async function alertsFound(
  { label, providers }: InvestigatePlugin,
  scope: Scope,
  range: Pick<EventQuery, "from" | "to">,
): Promise<Answer> {
  const { evidence, alert, hosts } = scope;
  const conditions = providers.flat();
  const fields = conditions.map(({ field }) => field);
  const others = conditions.filter(
    ({ field, excluded }) =>
      !field.startsWith("kibana.alert.") &&
      field !== "event.kind" &&
      (excluded || !(OF_HOST.has(field) || OF_USER.has(field))),
  );
  const isOfHost = fields.some((field) => OF_HOST.has(field));
  const isOfUser = fields.some((field) => OF_USER.has(field));
  if (others.length > 0 || !(isOfHost || isOfUser)) {
    const named = others.length > 0 ? others.map(({ field }) => field) : fields;
    return answered(scope, "cannot", [], [{ code: "search-fields", label, fields: named }], range);
  }
  const user = isOfUser ? personOf(alert.event) : "";
  // Every host has an account of Windows with the same name.
  if (isOfUser && user === "") return answered(scope, "cannot", [], [{ code: "search-user", label }], range);
  const { from = -Infinity, to = Infinity } = range;
  const found = evidence.otherAlerts({
    ...(isOfHost && { hosts }),
    ...(isOfUser && { user }),
    from,
    to,
  });
  if (found.count === 0)
    return answered(scope, "nothing", [stated({ code: "search-none", label })], [], range);
  const fact = {
    code: "search-alerts",
    label,
    count: found.count,
    rules: found.rules.map(([name]) => name),
    user,
    isOfHost,
  } as const;
  return answered(scope, "found", [stated(fact, await rowsAt(evidence.index, found.nearest))], [], range);
}
