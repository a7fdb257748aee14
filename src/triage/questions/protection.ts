import type { EventFilter, EventQuery } from "../../scan/index.ts";
import { stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { fieldText } from "./event-fields.ts";
import { lastRows } from "./kinds.ts";
import { channelsBySource } from "./other-sources.ts";
import { isRegistryPath } from "./registry-path.ts";
import { answered, isAnswer, RecordReader, type Scope, scopeOf } from "./scope.ts";
import { PROTECTION } from "./traces.ts";

/**
 * Values that switch the protection of credentials on or off. Source: Microsoft's pages on LSA protection, Credential
 * Guard, WDigest and Windows Defender.
 */
const VALUES = [
  "\\Control\\Lsa\\RunAsPPL",
  "\\Control\\Lsa\\LsaCfgFlags",
  "\\Control\\Lsa\\DisableRestrictedAdmin",
  "\\Control\\DeviceGuard\\",
  "\\WDigest\\UseLogonCredential",
  "\\Windows Defender\\DisableAntiSpyware",
  "\\Real-Time Protection\\DisableRealtimeMonitoring",
  "\\Windows Defender Exploit Guard\\ASR\\",
  "\\Windows Defender\\Exclusions\\",
];
const MOST_VALUES = 5;
/** The most events 12 of the System log that are read: of several sources, only Wininit's is about LSASS. */
const MOST_READ = 6;

/** What the evidence says about the protection of credentials on the host, at any time. */
export const PROTECTION_QUESTION: Question = {
  id: "protection",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const query: EventQuery = { filters: [scope.onHost] };
    const reader = new RecordReader(evidence);
    const channels = await channelsBySource(scope, query);
    const defender = channels.get("defender") ?? [];
    const statements = [
      ...(await lsassProtected(scope, reader)),
      ...(await valuesSet(scope)),
      ...(await fromDefender(scope, defender)),
    ];
    const missing = [{ code: "protection-state" } as const, ...reader.missing];
    if (statements.length > 0) return answered(scope, "found", statements, missing);
    if (defender.length === 0)
      return answered(scope, "cannot", [], [{ code: "source", source: "defender" }, ...missing]);
    const isDefender: EventFilter = { field: "winlog.channel", values: defender };
    const events = await evidence.index.countOf({ filters: [scope.onHost, isDefender] });
    return answered(scope, "nothing", [stated({ code: "no-protection", events })], missing);
  },
};

/** Wininit's 12 in the System log: LSASS was started as a protected process. */
async function lsassProtected(
  { evidence: { index }, onHost }: Scope,
  reader: RecordReader,
): Promise<Statement[]> {
  const filters: EventFilter[] = [
    onHost,
    { field: "winlog.channel", values: ["System"] },
    { field: "event.code", values: ["12"] },
  ];
  const read = await reader.read(await lastRows(index, { from: -Infinity, filters }, MOST_READ));
  const last = read.findLast(({ event }) => /wininit/i.test(fieldText(event, "winlog.provider_name")));
  if (last === undefined) return [];
  const { row } = last;
  return [stated({ code: "protection", event: "lsass-protected", count: 1, time: row.time }, [row])];
}

async function valuesSet({ evidence: { index }, onHost }: Scope): Promise<Statement[]> {
  const filters: EventFilter[] = [onHost, { field: "object", values: VALUES, isPart: true }];
  const rows = (await lastRows(index, { from: -Infinity, filters }, 200)).filter(
    ({ object, value }) => value !== "" && isRegistryPath(object),
  );
  return rows.slice(-MOST_VALUES).map((row) => {
    const { object: path, value: data, process, user, time } = row;
    return stated({ code: "protection-set", path, data, process, user, time }, [row]);
  });
}

async function fromDefender({ evidence: { index }, onHost }: Scope, channels: readonly string[]) {
  const statements: Statement[] = [];
  if (channels.length === 0) return statements;
  for (const [event, , ...codes] of PROTECTION) {
    const filters: EventFilter[] = [
      onHost,
      { field: "winlog.channel", values: channels },
      { field: "event.code", values: codes },
    ];
    const count = await index.countOf({ filters });
    const [row] = count === 0 ? [] : await lastRows(index, { from: -Infinity, filters }, 1);
    if (row !== undefined)
      statements.push(stated({ code: "protection", event, count, time: row.time }, [row]));
  }
  return statements;
}
