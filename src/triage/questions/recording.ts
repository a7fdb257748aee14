import type { EventFilter, EventQuery } from "../../scan/index.ts";
import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { fieldText } from "./event-fields.ts";
import { countOfKind, inOrder, lastOfKind } from "./kinds.ts";
import { channelsBySource } from "./other-sources.ts";
import { isRegistryPath, registryKey } from "./registry-path.ts";
import { answered, everywhere, isAnswer, type Scope, scopeOf } from "./scope.ts";
import { RECORDING } from "./traces.ts";

const MOST_ROWS = 5000;

/** Whether it happened again on any host, and whether the host still records it. */
export const RECORDING_QUESTION: Question = {
  id: "recording",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (Number.isNaN(alert.time)) return answered(everywhere(scope), "cannot", [], [{ code: "no-time" }]);
    const range = { from: alert.time + 1 };
    const query: EventQuery = { ...range, filters: [scope.onHost] };
    const repeats = await repeated(scope, range);
    const changes = await recordingChanges(scope, query);
    const { index } = evidence;
    const count = await countOfKind(index, query, "registry");
    const last = count === 0 ? undefined : await lastOfKind(index, query, "registry");
    const until =
      last === undefined
        ? []
        : [stated({ code: "recorded-until", count, until: last.time } as const, [last])];
    const missing: Missing[] = [
      ...(last === undefined
        ? [{ code: "no-events", of: "registry", from: range.from, to: undefined, elsewhere: null } as const]
        : []),
      { code: "alerting" },
    ];
    const found = [...repeats, ...changes];
    const statements = [...found, ...until];
    const kind = found.length > 0 ? "found" : until.length > 0 ? "nothing" : "cannot";
    return answered(everywhere(scope), kind, statements, missing, range);
  },
};

/** Later writes to the key of the value, or below it, on any host: as many as there are, with the first. */
async function repeated({ evidence: { index }, alert }: Scope, range: EventQuery): Promise<Statement[]> {
  const parts = registryKey(fieldText(alert.event, "registry.path")).split("\\");
  const key = parts.slice(2, -1).join("\\");
  if (key === "") return [];
  const about: EventFilter = { field: "object", values: [key], isPart: true };
  const rows = inOrder(await index.rows({ ...range, filters: [about] }, 0, MOST_ROWS)).filter(
    ({ object, value }) => value !== "" && isRegistryPath(object),
  );
  const [first] = rows;
  if (first === undefined) return [];
  const { object: path, process, user, time } = first;
  const hosts = [...new Set(rows.map(({ host }) => host))];
  return [
    stated({ code: "value-repeat", count: rows.length, hosts, path, process, user, time }, rows.slice(0, 3)),
  ];
}

async function recordingChanges(scope: Scope, query: EventQuery): Promise<Statement[]> {
  const { index } = scope.evidence;
  const channels = await channelsBySource(scope, query);
  const statements: Statement[] = [];
  for (const [change, source, ...codes] of RECORDING) {
    const values = channels.get(source);
    if (values === undefined) continue;
    const filters: EventFilter[] = [
      scope.onHost,
      { field: "winlog.channel", values },
      { field: "event.code", values: codes },
    ];
    const count = await index.countOf({ ...query, filters });
    const [first] = count === 0 ? [] : await index.rows({ ...query, filters }, 0, 1);
    if (first !== undefined)
      statements.push(stated({ code: "recording", change, count, time: first.time }, [first]));
  }
  return statements;
}
