import type { Missing } from "./answer.ts";
import { endOf } from "./activity.ts";
import type { Question } from "./asked.ts";
import { dumpFiles, faultHandlers } from "./dump-files.ts";
import { processOf } from "./event-fields.ts";
import { answered, isAnswer, scopeOf } from "./scope.ts";

/** What there is to end: the writer, if it did not end, and what has written dumps since. */
export const STOP_QUESTION: Question = {
  id: "stop",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (Number.isNaN(alert.time)) return answered(scope, "cannot", [], [{ code: "no-time" }]);
    const range = { from: alert.time };
    const query = { ...range, filters: [scope.onHost] };
    const end =
      processOf(alert.event) === ""
        ? { statements: [], missing: [{ code: "no-process" } as const] }
        : await endOf(scope);
    const dumps = [...(await dumpFiles(scope, query)), ...(await faultHandlers(scope, query))];
    const missing: Missing[] = [...end.missing, { code: "live-processes" }];
    const statements = [...end.statements, ...dumps];
    return answered(scope, statements.length > 0 ? "found" : "cannot", statements, missing, range);
  },
};
