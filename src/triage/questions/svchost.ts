import { stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { fieldText, isSysmon, processOf } from "./event-fields.ts";
import { answered, isAnswer, ownRow, RecordReader, scopeOf } from "./scope.ts";
import { SERVICE_SIDS } from "./service-accounts.ts";
import { startOf } from "./start-of.ts";

const SVCHOST = /^[a-z]:\\windows\\system32\\svchost\.exe$/i;

/** Whether the writer was the genuine svchost under a service account, which the rule leaves out. */
export const SVCHOST_QUESTION: Question = {
  id: "svchost",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const { event, time } = alert;
    const own = await ownRow(scope);
    const sources = own === undefined ? [] : [own];
    const executable = fieldText(event, "process.executable");
    const name = processOf(event);
    if (executable === "")
      return answered(scope, "found", [stated({ code: "no-executable", process: name }, sources)]);
    if (name.toLowerCase() !== "svchost.exe")
      return answered(scope, "found", [stated({ code: "not-svchost", executable }, sources)]);
    if (!SVCHOST.test(executable))
      return answered(scope, "found", [stated({ code: "svchost-elsewhere", executable }, sources)]);
    const sid = fieldText(event, "user.id");
    const statements: Statement[] = [
      SERVICE_SIDS.has(sid)
        ? stated({ code: "svchost-excluded", executable }, sources)
        : stated({ code: "svchost-account", sid }, sources),
    ];
    if (isSysmon(event)) statements.push(stated({ code: "svchost-sensor-account" }, sources));
    const entity = fieldText(event, "process.entity_id");
    const pid = fieldText(event, "process.pid");
    const start = await startOf(scope, { entity, pid, name, time });
    if (start === undefined) return answered(scope, "found", statements, [{ code: "no-writer-start" }]);
    const reader = new RecordReader(evidence);
    const [record] = await reader.read([start.row]);
    const commandLine = fieldText(record?.event, "process.command_line") || start.row.object;
    statements.push(stated({ code: "svchost-service", commandLine }, [start.row]));
    return answered(scope, "found", statements, reader.missing);
  },
};
