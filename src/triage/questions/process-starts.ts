import type { EventQuery } from "../../scan/index.ts";
import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { countOfKind, firstOfKind, spanOfKind, topOfKind } from "./kinds.ts";
import { answered, dayAround, HOUR, isAnswer, scopeOf } from "./scope.ts";

/** Programs that set registry values, dump processes or come with an intruder, most telling first. */
const NOTABLE = (
  "werfault.exe werfaultsecure.exe psexesvc.exe psexec.exe psexec64.exe procdump.exe procdump64.exe reg.exe " +
  "regedit.exe powershell.exe pwsh.exe rundll32.exe cmd.exe taskmgr.exe sc.exe schtasks.exe wmic.exe wmiprvse.exe " +
  "wsmprovhost.exe mshta.exe cscript.exe wscript.exe certutil.exe bitsadmin.exe 7z.exe rar.exe winrar.exe makecab.exe"
).split(" ");

/** The most programs that an answer names. */
const MOST_NAMED = 8;

/** What ran on the host from an hour before the alert to a day after it. */
export const PROCESS_QUESTION: Question = {
  id: "process-starts",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const range = dayAround(scope);
    if (range === null) return answered(scope, "cannot", [], [{ code: "no-time" }]);
    const { index } = evidence;
    const query: EventQuery = { ...range, filters: [scope.onHost] };
    const count = await countOfKind(index, query, "process");
    if (count === 0) {
      const elsewhere = await spanOfKind(index, query, "process");
      const missing: Missing = { code: "no-events", of: "process", ...range, elsewhere };
      return answered(scope, "cannot", [], [missing], range);
    }
    const inHour = await countOfKind(index, { ...query, to: alert.time + HOUR }, "process");
    const statements: Statement[] = [stated({ code: "starts", count, inHour })];
    const names = await topOfKind(index, query, "process", "process.name");
    const notable = NOTABLE.flatMap((wanted) => names.filter(([name]) => name.toLowerCase() === wanted));
    for (const [name, times] of notable.slice(0, MOST_NAMED)) {
      const named: EventQuery = {
        ...query,
        filters: [scope.onHost, { field: "process.name", values: [name] }],
      };
      const [row] = await firstOfKind(index, named, "process", 1);
      if (row === undefined) continue;
      const { process, user, time, object: commandLine } = row;
      statements.push(
        stated({ code: "notable-start", process, user, time, count: times, commandLine }, [row]),
      );
    }
    if (notable.length > 0) return answered(scope, "found", statements, [], range);
    return answered(scope, "nothing", [...statements, stated({ code: "no-notable-start" })], [], range);
  },
};
