import type { EventFilter, EventQuery } from "../../scan/index.ts";
import { otherAlerts } from "./alerts.ts";
import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { accountOf, firstField } from "./event-fields.ts";
import { lastRows } from "./kinds.ts";
import { logonsElsewhere, logonsIn } from "./logons.ts";
import { answered, everywhere, isAnswer, RecordReader, type Scope, scopeOf } from "./scope.ts";

/** The most logons with other credentials that are read, and targets of connections that are named. */
const MOST_READ = 4;
const MOST_TARGETS = 5;

/** What leads to the host and away from it since the alert: how urgent isolation is, and which hosts are next. */
export const ISOLATION_QUESTION: Question = {
  id: "isolation",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (Number.isNaN(alert.time)) return answered(everywhere(scope), "cannot", [], [{ code: "no-time" }]);
    const range = { from: alert.time };
    const query: EventQuery = { ...range, filters: [scope.onHost] };
    const reader = new RecordReader(evidence);
    const bring: Missing[] = [{ code: "after-evidence" }];
    const [last] = await lastRows(evidence.index, query, 1);
    if (last === undefined || !(last.time > alert.time))
      return answered(everywhere(scope), "cannot", [], [{ code: "no-events-after" }, ...bring], range);
    const logons = await logonsIn(scope, query, reader);
    const found = [
      ...(await otherAlerts(scope, { ...range, to: Infinity })),
      ...(await explicitLogons(scope, query, reader)),
      ...(await logonsElsewhere(scope)),
      ...(await connections(scope, query)),
      ...logons.statements,
    ];
    const until = stated({ code: "host-until", until: last.time }, [last]);
    if (found.length > 0)
      return answered(everywhere(scope), "found", [...found, until], [...bring, ...reader.missing], range);
    // Without logons nothing would show who came and went.
    if (logons.total === 0)
      return answered(
        everywhere(scope),
        "cannot",
        [until],
        [{ code: "source", source: "security" }, ...bring],
        range,
      );
    return answered(everywhere(scope), "nothing", [stated({ code: "no-way" }), until], bring, range);
  },
};

/** Logons from the host to others with credentials that somebody typed or passed on. */
async function explicitLogons(
  { evidence: { index }, onHost }: Scope,
  query: EventQuery,
  reader: RecordReader,
): Promise<Statement[]> {
  const filters: EventFilter[] = [onHost, { field: "event.code", values: ["4648"] }];
  const read = await reader.read(await index.rows({ ...query, filters }, 0, MOST_READ));
  return read.flatMap(({ row, event }) => {
    const target = firstField(event, ["winlog.event_data.TargetServerName"]);
    // `localhost` is the host itself: a service or a task that was started under an account.
    if (target === "" || target === "-" || target.toLowerCase() === "localhost") return [];
    const user =
      firstField(event, ["winlog.event_data.TargetUserName"]) ||
      (event === undefined ? "" : accountOf(event));
    return [stated({ code: "explicit-logon", user, target, time: row.time }, [row])];
  });
}

async function connections({ evidence: { index }, onHost }: Scope, query: EventQuery): Promise<Statement[]> {
  const filters: EventFilter[] = [onHost, { field: "event.category", values: ["network"] }];
  const asked: EventQuery = { ...query, filters };
  const count = await index.countOf(asked);
  if (count === 0) return [];
  const targets = (await index.top(asked, "object", MOST_TARGETS))
    .map(([target]) => target)
    .filter((target) => target !== "");
  return [stated({ code: "connections", count, targets }, await index.rows(asked, 0, 1))];
}
