import type { FlatEvent } from "../../ecs/index.ts";
import type { EventFilter, EventRow } from "../../scan/index.ts";
import { type Missing, type Parent, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { accountOf, baseName, fieldText, firstField, isSysmon, processOf } from "./event-fields.ts";
import { lastRows } from "./kinds.ts";
import { answered, isAnswer, ownRow, RecordReader, type Scope, scopeOf } from "./scope.ts";
import { type NamedProcess, parentsOf, type StartOf, startOf } from "./start-of.ts";

/** The accounts of Windows itself, and the logons that they always have. */
const SERVICE_SIDS = new Set(["S-1-5-18", "S-1-5-19", "S-1-5-20"]);
const SERVICE_LOGONS = new Set(["0x3e7", "0x3e5", "0x3e4"]);

/** The most logons of an account that are read to find the one of a process. */
const MOST_LOGONS = 10;

/** Who wrote: the process, what started it, the account and its logon. */
export const WRITER_QUESTION: Question = {
  id: "writer",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const { event, time } = alert;
    const own = await ownRow(scope);
    const reader = new RecordReader(evidence);
    const [process, pid] = [processOf(event), fieldText(event, "process.pid")];
    // Sysmon gives the SID of its own service, which would name the wrong account.
    const sid = isSysmon(event) ? "" : fieldText(event, "user.id");
    const statements: Statement[] = [
      stated(
        { code: "writer", process, pid, sid, user: accountOf(event), time },
        own === undefined ? [] : [own],
      ),
    ];
    const entity = fieldText(event, "process.entity_id");
    const start = await startOf(scope, { entity, pid, name: process, time });
    if (start !== undefined) statements.push(...(await started(scope, start, reader)));
    else {
      const parent = parentIn(event);
      if (parent !== undefined)
        statements.push(
          stated(
            { code: "started-by", parents: [named(parent)], by: "entity" },
            own === undefined ? [] : [own],
          ),
        );
    }
    const logon = await logonOf(scope, start, reader);
    if (logon !== undefined && logon !== null) statements.push(logon);
    const missing: Missing[] = [
      ...(start === undefined ? [{ code: "no-writer-start" } as const] : []),
      ...(logon === null ? [{ code: "no-logon" } as const] : []),
    ];
    return answered(scope, "found", statements, [...missing, ...reader.missing]);
  },
};

async function started(scope: Scope, start: StartOf, reader: RecordReader): Promise<Statement[]> {
  const recordOf = async (each: EventRow): Promise<FlatEvent | undefined> =>
    (await reader.read([each]))[0]?.event;
  const { row, by } = start;
  const record = await recordOf(row);
  const commandLine = fieldText(record, "process.command_line") || row.object;
  const statements: Statement[] = [
    stated({ code: "writer-started", commandLine, by, time: row.time }, [row]),
  ];
  const {
    starts,
    by: howParents,
    beyond,
  } = await parentsOf(scope, row, async (each) => {
    const event = await recordOf(each);
    return event === undefined ? undefined : parentIn(event);
  });
  const parents = [
    ...starts.map(({ process, pid, user }) => ({ process, pid, user })),
    ...(beyond === undefined ? [] : [named(beyond)]),
  ];
  if (parents.length > 0) statements.push(stated({ code: "started-by", parents, by: howParents }, starts));
  return statements;
}

/** What an event says about the parent of its process. */
function parentIn(event: FlatEvent): NamedProcess | undefined {
  const name =
    fieldText(event, "process.parent.name") || baseName(fieldText(event, "process.parent.executable"));
  const pid = fieldText(event, "process.parent.pid");
  if (name === "" && pid === "") return undefined;
  return { entity: fieldText(event, "process.parent.entity_id"), pid, name, time: NaN };
}

function named({ name, pid }: NamedProcess): Parent {
  return { process: name, pid, user: "" };
}

/** The logon in which the writer ran; null if it was not found, undefined if nothing says which it was. */
async function logonOf(
  scope: Scope,
  start: StartOf | undefined,
  reader: RecordReader,
): Promise<Statement | null | undefined> {
  const { alert, evidence, onHost } = scope;
  const [record] = start === undefined ? [] : await reader.read([start.row]);
  const id = (logonIn(record?.event) || logonIn(alert.event)).toLowerCase();
  const sid = isSysmon(alert.event) ? "" : fieldText(alert.event, "user.id");
  if (SERVICE_SIDS.has(sid) || SERVICE_LOGONS.has(id) || isOfWindows(alert.event))
    return stated({ code: "service-account" });
  if (id === "" || Number.isNaN(alert.time)) return undefined;
  const isLogon: EventFilter = { field: "event.code", values: ["4624"] };
  const user = fieldText(alert.event, "user.name");
  const isTheirs: EventFilter[] = user === "" ? [] : [{ field: "user.name", values: [user], isPart: true }];
  const query = { from: -Infinity, to: alert.time, filters: [onHost, isLogon, ...isTheirs] };
  const logons = await reader.read((await lastRows(evidence.index, query, MOST_LOGONS)).reverse());
  const logon = logons.find(({ event }) => logonIn(event).toLowerCase() === id);
  if (logon?.event === undefined) return null;
  const { event, row } = logon;
  const type = firstField(event, ["winlog.logon.type", "winlog.event_data.LogonType"]);
  const address = firstField(event, ["source.ip", "winlog.event_data.IpAddress"]);
  return stated({ code: "logon", user: accountOf(event), type, address, time: row.time }, [row]);
}

/** Whether the account is of `NT AUTHORITY`, in whatever language of Windows. */
function isOfWindows(event: FlatEvent): boolean {
  return /^[a-z]{2} auth?ori/i.test(fieldText(event, "user.domain"));
}

/** The logon that an event names: of a logon the new one, else that in which the process ran. */
function logonIn(event: FlatEvent | undefined): string {
  return firstField(event, [
    "winlog.event_data.TargetLogonId",
    "winlog.logon.id",
    "winlog.event_data.LogonId",
    "winlog.event_data.SubjectLogonId",
  ]);
}
