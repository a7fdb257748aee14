import type { EventFilter, EventRow } from "../../scan/index.ts";
import { type Fact, placeKey, stated, type Statement } from "./answer.ts";
import type { AskedAlert, Question } from "./asked.ts";
import { accountOf, fieldText, processOf } from "./event-fields.ts";
import { inOrder, lastOfKind, lastRows } from "./kinds.ts";
import { isRegistryPath, registryKey } from "./registry-path.ts";
import { answered, isAnswer, RecordReader, type Scope, scopeOf } from "./scope.ts";

/** The most events of each kind that an answer lists. */
const MOST_LISTED = 5;
/** More events about one key of a host, on either side of the alert, than any analyst reads. */
const MOST_ROWS = 1000;

/** Which registry events there are about the value that was set, and about the key that it is in. */
export const VALUE_QUESTION: Question = {
  id: "value",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const path = fieldText(alert.event, "registry.path");
    const rows = await registryRows(scope, path);
    const own = rows.find((row) => placeKey(row) === placeKey(alert));
    const [same, beside] = [rows.filter(isOf(path)), rows.filter((row) => !isOf(path)(row))];
    const reader = new RecordReader(evidence);
    const statements = [
      ...setByAlert(alert, path, own),
      ...earlier(alert, same),
      ...(await later(alert, path, same, beside, reader)),
      ...besides(beside),
    ];
    if (!statements.some(({ code }) => code === "value-later" || code === "value-gone"))
      statements.push(...(await unchanged(scope)));
    return answered(scope, "found", statements, [{ code: "registry-hive" }, ...reader.missing]);
  },
};

function isOf(path: string): (row: EventRow) => boolean {
  const wanted = registryKey(path);
  return (row) => registryKey(row.object) === wanted;
}

/** The registry events of the host about the key of a value: those nearest to the alert. */
export async function registryRows(
  { evidence: { index }, alert, onHost }: Scope,
  path: string,
): Promise<EventRow[]> {
  const parts = registryKey(path).split("\\");
  // Without hive and value: a hive has several names, and the 32-bit copy of a key has `WOW6432Node` after it.
  const key = parts.slice(parts.length > 3 ? 2 : 1, -1).join("\\");
  if (key === "") return [];
  const filters: EventFilter[] = [onHost, { field: "object", values: [key], isPart: true }];
  const time = Math.floor(alert.time);
  if (Number.isNaN(time)) return registryOnly(await index.rows({ filters }, 0, MOST_ROWS));
  const total = await index.countOf({ filters });
  const dated = await index.countOf({ from: -Infinity, filters });
  return registryOnly([
    ...(await lastRows(index, { from: -Infinity, to: time, filters }, MOST_ROWS)),
    ...(await index.rows({ from: time + 1, filters }, 0, MOST_ROWS)),
    // Events without a time come last.
    ...(total > dated ? await index.rows({ filters }, dated, MOST_ROWS) : []),
  ]);
}

function registryOnly(rows: readonly EventRow[]): EventRow[] {
  return rows.filter(({ object }) => isRegistryPath(object));
}

function setByAlert(alert: AskedAlert, path: string, own: EventRow | undefined): Statement[] {
  const { event, time } = alert;
  const data = [event["registry.data.strings"] ?? []].flat().map(String);
  const deed = { process: processOf(event), user: accountOf(event), time };
  const set: Fact = { code: "value-set", path, data: data[0] ?? "", ...deed };
  const sources = own === undefined ? [] : [own];
  // Defender for Endpoint gives the data before the change after the new data.
  const hasBefore = data.length > 1 && fieldText(event, "event.module") === "m365_defender";
  return hasBefore
    ? [stated(set, sources), stated({ code: "value-replaced", data: data[0]!, before: data[1]! }, sources)]
    : [stated(set, sources)];
}

function earlier(alert: AskedAlert, same: readonly EventRow[]): Statement[] {
  const before = inOrder(same).filter(({ time }) => time < alert.time);
  const undated = same.filter(({ time }) => Number.isNaN(time) && !Number.isNaN(alert.time));
  return [
    ...grouped(before)
      .slice(-MOST_LISTED)
      .map((rows) => stated({ code: "value-earlier", ...dataOf(rows[0]!) }, rows)),
    ...(undated.length > 0
      ? [stated({ code: "value-undated", count: undated.length }, undated.slice(0, MOST_LISTED))]
      : []),
  ];
}

export async function later(
  alert: AskedAlert,
  path: string,
  same: readonly EventRow[],
  beside: readonly EventRow[],
  reader: RecordReader,
): Promise<Statement[]> {
  const key = registryKey(path).split("\\").slice(0, -1).join("\\");
  const ofKey = beside.filter(({ object }) => registryKey(object) === key);
  const after = inOrder([...same, ...ofKey]).filter(({ time }) => time > alert.time);
  const statements: Statement[] = [];
  for (const rows of grouped(after).slice(0, 4 * MOST_LISTED)) {
    if (statements.length === MOST_LISTED) break;
    const row = rows[0]!;
    if (row.value !== "") statements.push(stated({ code: "value-later", ...dataOf(row) }, rows));
    else {
      const how = await removalOf(row, reader);
      if (how !== null)
        statements.push(stated({ code: "value-gone", how, ...deedOf(row), path: row.object }, rows));
    }
  }
  return statements;
}

/** Records of one event together: several exports of a log have the same. */
function grouped(rows: readonly EventRow[]): EventRow[][] {
  const groups = new Map<string, EventRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.time, registryKey(row.object), row.value, row.process.toLowerCase()]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** How an event without data changed a value or a key; null if it only created it. */
export async function removalOf(row: EventRow, reader: RecordReader): Promise<"deleted" | "unclear" | null> {
  const action = row.action.toLowerCase();
  const [deletes, creates] = [action.includes("delet"), action.includes("creat")];
  if (deletes && !creates) return "deleted";
  if (creates && !deletes) return null;
  // Sysmon's event 12 says only in its data whether a key was created or deleted.
  const [read] = await reader.read([row]);
  // The Security log's 4657 names the operation by the number of a message.
  if (fieldText(read?.event, "winlog.event_data.OperationType") === "%%1906") return "deleted";
  const type = fieldText(read?.event, "winlog.event_data.EventType").toLowerCase();
  if (type.includes("delet")) return "deleted";
  return type.includes("creat") ? null : "unclear";
}

/** What else was set in the key and below it: for each value what was written last. */
function besides(beside: readonly EventRow[]): Statement[] {
  const last = new Map<string, EventRow>();
  for (const row of inOrder(beside)) if (row.value !== "") last.set(registryKey(row.object), row);
  return [...last.values()]
    .slice(-MOST_LISTED)
    .map((row) => stated({ code: "value-beside", ...dataOf(row) }, [row]));
}

/** That no later event changes the value, and until when the registry events of the host reach. */
export async function unchanged({ evidence, alert, onHost }: Scope): Promise<Statement[]> {
  const last = await lastOfKind(evidence.index, { from: alert.time, filters: [onHost] }, "registry");
  return last === undefined ? [] : [stated({ code: "value-unchanged", until: last.time }, [last])];
}

function deedOf({ process, user, time }: EventRow) {
  return { process, user, time };
}

function dataOf(row: EventRow) {
  return { path: row.object, data: row.value, ...deedOf(row) };
}
