import type { EventQuery } from "../../scan/index.ts";
import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { firstField } from "./event-fields.ts";
import { LOG_SOURCES, type LogSource, sourceOfChannel } from "./log-sources.ts";
import { answered, dayAround, isAnswer, ownRow, rowsAt, type Scope, scopeOf } from "./scope.ts";
import { TRACES } from "./traces.ts";

/** What an examination should have of a host, besides the log of the alert. One product of a kind is enough. */
const WANTED: readonly (readonly LogSource[])[] = [
  ["sysmon", "elastic-defend", "defender-endpoint", "endgame"],
  ["security"],
  ["defender", "defender-endpoint"],
  ["application"],
  ["system"],
];

/** Which other logs there are of the host and the time, and what in them points to an attack. */
export const SOURCES_QUESTION: Question = {
  id: "other-sources",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const range = dayAround(scope);
    if (range === null) return answered(scope, "cannot", [], [{ code: "no-time" }]);
    const query: EventQuery = { ...range, filters: [scope.onHost] };
    const channels = await channelsBySource(scope, query);
    const own = await ownSource(scope);
    const others = LOG_SOURCES.filter((source) => source !== own && channels.has(source));
    const statements: Statement[] = [];
    for (const source of others) {
      const filter = { field: "winlog.channel", values: channels.get(source)! } as const;
      const asked: EventQuery = { ...query, filters: [scope.onHost, filter] };
      const count = await evidence.index.countOf(asked);
      const [row] = await evidence.index.rows({ ...asked, from: alert.time }, 0, 1);
      statements.push(stated({ code: "source", source, count }, row === undefined ? [] : [row]));
    }
    const traces = await tracesIn(scope, query, channels);
    const alerts = evidence.otherAlerts({ hosts: scope.hosts, ...range });
    if (alerts.count > 0)
      traces.push(
        stated(
          { code: "other-alerts", count: alerts.count, rules: alerts.rules.map(([name]) => name) },
          await rowsAt(evidence.index, alerts.nearest),
        ),
      );
    const missing: Missing[] = WANTED.filter(
      (group) => !group.some((source) => source === own || channels.has(source)),
    ).map(([source]) => ({ code: "source", source: source! }));
    if (traces.length > 0) return answered(scope, "found", [...statements, ...traces], missing, range);
    if (others.length === 0) return answered(scope, "cannot", [], missing, range);
    return answered(scope, "nothing", [...statements, stated({ code: "no-trace" })], missing, range);
  },
};

/** The spellings of the channels of each source among the events that a query finds. */
export async function channelsBySource(
  { evidence }: Scope,
  query: EventQuery,
): Promise<ReadonlyMap<LogSource, string[]>> {
  const bySource = new Map<LogSource, string[]>();
  for (const [channel] of await evidence.index.top(query, "winlog.channel", Infinity)) {
    const source = sourceOfChannel(channel);
    if (source !== undefined) bySource.set(source, [...(bySource.get(source) ?? []), channel]);
  }
  return bySource;
}

async function ownSource(scope: Scope): Promise<LogSource | undefined> {
  const channel = firstField(scope.alert.event, ["winlog.channel", "event.dataset", "event.module"]);
  return sourceOfChannel((await ownRow(scope))?.channel ?? channel);
}

async function tracesIn(
  { evidence: { index }, onHost }: Scope,
  query: EventQuery,
  channels: ReadonlyMap<LogSource, string[]>,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  for (const [trace, source, ...codes] of TRACES) {
    const values = channels.get(source);
    if (values === undefined) continue;
    const asked: EventQuery = {
      ...query,
      filters: [onHost, { field: "winlog.channel", values }, { field: "event.code", values: codes }],
    };
    const count = await index.countOf(asked);
    if (count === 0) continue;
    const [row] = await index.rows(asked, 0, 1);
    const first = row!.object || row!.user;
    statements.push(stated({ code: "trace", trace, count, first }, [row!]));
  }
  return statements;
}
