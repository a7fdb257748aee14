import type { FlatEvent } from "../../ecs/index.ts";
import type { EventFilter, EventRow } from "../../scan/index.ts";
import { type Missing, type Parent, stated, type Statement } from "./answer.ts";
import { accountOf, baseName, fieldText, firstField, isSysmon, processOf } from "./event-fields.ts";
import { lastRows } from "./kinds.ts";
import { ownSources, type RecordReader, type Scope } from "./scope.ts";
import { SERVICE_LOGONS, SERVICE_SIDS } from "./service-accounts.ts";
import { type NamedProcess, parentsOf, type StartOf, startOf } from "./start-of.ts";

/** The most logons of an account that are read to find the one of a process. */
const MOST_LOGONS = 10;

/** The process of an alert's event: what started it, under which account, in which logon. */
export interface Chain {
  /** Empty if the event names no process. */
  readonly process: string;
  readonly statements: readonly Statement[];
  readonly missing: readonly Missing[];
  /** What its start says; undefined if the evidence has no start, or its file is not at hand. */
  readonly record: FlatEvent | undefined;
  /** What led to it, nearest first. */
  readonly parents: readonly Parent[];
}

/** @param code how the process is stated: it wrote a value, or is only named */
export async function chainOf(scope: Scope, reader: RecordReader, code: "writer" | "actor"): Promise<Chain> {
  const { event, time } = scope.alert;
  const own = await ownSources(scope);
  const [process, pid] = [processOf(event), fieldText(event, "process.pid")];
  const start = await startOf(scope, {
    entity: fieldText(event, "process.entity_id"),
    pid,
    name: process,
    time,
  });
  const { statements, record, parents } = await startedBy(scope, start, reader, own);
  const logon = await logonOf(scope, record, reader);
  return {
    process,
    statements: [
      stated({ code, process, pid, sid: sidOf(event), user: accountOf(event), time }, own),
      ...statements,
      ...(logon === null || logon === undefined ? [] : [logon]),
    ],
    missing: [
      ...(start === undefined
        ? [{ code: code === "writer" ? "no-writer-start" : "no-process-start" } as const]
        : []),
      ...(logon === null ? [{ code: "no-logon" } as const] : []),
    ],
    record,
    parents,
  };
}

async function startedBy(
  scope: Scope,
  start: StartOf | undefined,
  reader: RecordReader,
  own: readonly EventRow[],
): Promise<Pick<Chain, "record" | "parents"> & { readonly statements: Statement[] }> {
  if (start !== undefined) return started(scope, start, reader);
  const parent = parentIn(scope.alert.event);
  if (parent === undefined) return { statements: [], record: undefined, parents: [] };
  const parents = [named(parent)];
  return {
    statements: [stated({ code: "started-by", parents, by: "entity" }, own)],
    record: undefined,
    parents,
  };
}

async function started(scope: Scope, { row, by }: StartOf, reader: RecordReader) {
  const recordOf = async (each: EventRow): Promise<FlatEvent | undefined> =>
    (await reader.read([each]))[0]?.event;
  const record = await recordOf(row);
  const commandLine = fieldText(record, "process.command_line") || row.object;
  const statements: Statement[] = [
    stated({ code: "writer-started", commandLine, by, time: row.time }, [row]),
  ];
  const chain = await parentsOf(scope, row, async (each) => {
    const event = await recordOf(each);
    return event === undefined ? undefined : parentIn(event);
  });
  const parents = [
    ...chain.starts.map(({ process, pid, user }) => ({ process, pid, user })),
    ...(chain.beyond === undefined ? [] : [named(chain.beyond)]),
  ];
  if (parents.length > 0)
    statements.push(stated({ code: "started-by", parents, by: chain.by }, chain.starts));
  return { statements, record, parents };
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

/** The SID of the account that acted. Sysmon gives that of its own service, which would name the wrong account. */
function sidOf(event: FlatEvent): string {
  return isSysmon(event) ? "" : fieldText(event, "user.id");
}

/** The logon in which the process ran; null if it was not found, undefined if nothing says which it was. */
async function logonOf(
  { alert, evidence, onHost }: Scope,
  record: FlatEvent | undefined,
  reader: RecordReader,
): Promise<Statement | null | undefined> {
  const id = (logonIn(record) || logonIn(alert.event)).toLowerCase();
  if (SERVICE_SIDS.has(sidOf(alert.event)) || SERVICE_LOGONS.has(id) || isOfWindows(alert.event))
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
  return stated({ code: "logon", user: accountOf(event), ...logonFrom(event), time: row.time }, [row]);
}

/** What a logon says about how and from where it was made. */
export function logonFrom(event: FlatEvent | undefined): { readonly type: string; readonly address: string } {
  return {
    type: firstField(event, ["winlog.logon.type", "winlog.event_data.LogonType"]),
    address: firstField(event, ["source.ip", "winlog.event_data.IpAddress"]),
  };
}

/** Whether the account is of `NT AUTHORITY`, in whatever language of Windows. */
export function isOfWindows(event: FlatEvent): boolean {
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
