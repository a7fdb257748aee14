import type { EventFilter, EventQuery, EventRow } from "../../scan/index.ts";
import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { fieldText, firstField } from "./event-fields.ts";
import { countOfKind, firstOfKind, inOrder, lastRows, topOfKind } from "./kinds.ts";
import { namesOf, type Tool } from "./known-tools.ts";
import { registryKey } from "./registry-path.ts";
import { answered, DAY, HOUR, isAnswer, RecordReader, type Scope, scopeOf } from "./scope.ts";
import { registryRows } from "./value.ts";

const MOST_LISTED = 5;
/** The most crashes whose records are read. */
const MOST_READ = 8;
const WEEK = 7 * DAY;

/** Which programs of the host crash, have dumps of their own set up, or are debugged: they may need full dumps. */
export const DUMP_OWNERS_QUESTION: Question = {
  id: "dump-owners",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (Number.isNaN(alert.time)) return answered(scope, "cannot", [], [{ code: "no-time" }]);
    const { index } = evidence;
    const range = { from: alert.time - WEEK, to: alert.time + DAY };
    const query: EventQuery = { ...range, filters: [scope.onHost] };
    const reader = new RecordReader(evidence);
    const statements = [
      ...(await programKeys(scope)),
      ...(await crashes(scope, query, reader)),
      ...(await startsOf(scope, query, "debugger", "debugger")),
    ];
    const bring: Missing[] = [{ code: "dump-owner" }, ...reader.missing];
    const isApplication: EventFilter = { field: "winlog.channel", values: ["Application"] };
    const logged = await index.countOf({ ...query, filters: [scope.onHost, isApplication] });
    if (logged === 0) bring.push({ code: "source", source: "application" });
    if (statements.length > 0) return answered(scope, "found", statements, bring, range);
    if (logged === 0) return answered(scope, "cannot", [], bring, range);
    return answered(scope, "nothing", [stated({ code: "no-crash", events: logged })], bring, range);
  },
};

/** Values of the keys below `LocalDumps`, each of a program. */
async function programKeys(scope: Scope): Promise<Statement[]> {
  const path = fieldText(scope.alert.event, "registry.path");
  const depth = registryKey(path).split("\\").length;
  const last = new Map<string, EventRow>();
  for (const row of inOrder(await registryRows(scope, path)))
    if (row.value !== "" && isProgramsOwn(registryKey(row.object), depth))
      last.set(registryKey(row.object), row);
  return [...last.values()].slice(-MOST_LISTED).map((row) => {
    const { object, value, process, user, time } = row;
    return stated({ code: "program-key", path: object, data: value, process, user, time }, [row]);
  });
}

/** Whether a path names a value in the subkey of a program, `LocalDumps\erp.exe\DumpType`. */
function isProgramsOwn(key: string, depth: number): boolean {
  const parts = key.split("\\");
  return parts.length === depth + 1 && parts[depth - 1]!.endsWith(".exe");
}

/** Which programs the Application log has crashes of: its event 1000 names each in its data. */
async function crashes(
  { evidence, onHost }: Scope,
  query: EventQuery,
  reader: RecordReader,
): Promise<Statement[]> {
  const filters: EventFilter[] = [
    onHost,
    { field: "winlog.channel", values: ["Application"] },
    { field: "event.code", values: ["1000"] },
  ];
  const read = await reader.read(await lastRows(evidence.index, { ...query, filters }, MOST_READ));
  const byProgram = new Map<string, { readonly program: string; readonly rows: EventRow[] }>();
  for (const { row, event } of read) {
    const program = firstField(event, ["winlog.event_data.AppName", "winlog.event_data.param1"]);
    // Other programs use the number 1000 as well, but only these name a program.
    if (!/\.exe$/i.test(program)) continue;
    const known = byProgram.get(program.toLowerCase());
    if (known === undefined) byProgram.set(program.toLowerCase(), { program, rows: [row] });
    else known.rows.push(row);
  }
  return [...byProgram.values()].slice(0, MOST_LISTED).map(({ program, rows }) => {
    const last = rows.at(-1)!;
    return stated({ code: "crashes", program, count: rows.length, last: last.time }, [last]);
  });
}

/** The starts of programs of a kind, the first of each program. */
export async function startsOf(
  { evidence: { index }, onHost }: Scope,
  query: EventQuery,
  tool: Tool,
  code: "debugger" | "installer",
): Promise<Statement[]> {
  const statements: Statement[] = [];
  const wanted = new Set(namesOf(tool));
  const names = (await topOfKind(index, query, "process", "process.name")).filter(([name]) =>
    wanted.has(name.toLowerCase()),
  );
  for (const [name, count] of names.slice(0, MOST_LISTED)) {
    const filters: EventFilter[] = [onHost, { field: "process.name", values: [name] }];
    const [row] = await firstOfKind(index, { ...query, filters }, "process", 1);
    if (row === undefined) continue;
    const { process, user, time, object: commandLine } = row;
    statements.push(stated({ code, process, user, time, count, commandLine }, [row]));
  }
  return statements;
}

/** The most records about installations that are read. */
const MOST_INSTALLS = 6;

/** What was installed within an hour of the alert. */
export async function installs(
  scope: Scope,
  reader: RecordReader,
): Promise<{ readonly statements: Statement[]; readonly isRecorded: boolean }> {
  const { evidence, alert, onHost } = scope;
  const { index } = evidence;
  const query: EventQuery = { from: alert.time - HOUR, to: alert.time + HOUR, filters: [onHost] };
  const inLog = (channel: string, ...codes: string[]): EventQuery => ({
    ...query,
    filters: [
      onHost,
      { field: "winlog.channel", values: [channel] },
      ...(codes.length === 0 ? [] : [{ field: "event.code", values: codes } as const]),
    ],
  });
  const statements: Statement[] = [];
  const sources = [
    ["msi", inLog("Application", "1033", "11707", "1035", "11728"), "MsiInstaller"],
    ["windows-update", inLog("System", "19"), "Microsoft-Windows-WindowsUpdateClient"],
  ] as const;
  for (const [by, asked, provider] of sources)
    for (const { row, event } of await reader.read(await index.rows(asked, 0, MOST_INSTALLS / 2))) {
      if (fieldText(event, "winlog.provider_name") !== provider) continue;
      const what = firstField(event, ["winlog.event_data.updateTitle", "winlog.event_data.param1"]);
      statements.push(stated({ code: "installed", what, by, time: row.time }, [row]));
    }
  const starts = await startsOf(scope, query, "installer", "installer");
  const managed = await startsOf(scope, query, "management", "installer");
  const isRecorded =
    (await countOfKind(index, query, "process")) > 0 ||
    ((await index.countOf(inLog("Application"))) > 0 && (await index.countOf(inLog("System"))) > 0);
  return { statements: [...statements, ...starts, ...managed], isRecorded };
}
