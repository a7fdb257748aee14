import type { EventFilter, EventQuery, EventRow } from "../../scan/index.ts";
import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { baseName, fieldText, firstField } from "./event-fields.ts";
import { countOfKind, inOrder, lastOfKind, spanOfKind } from "./kinds.ts";
import { isRegistryPath } from "./registry-path.ts";
import { answered, HOUR, isAnswer, RecordReader, type Scope, scopeOf } from "./scope.ts";

/** The most files and commands that an answer lists. */
const MOST_LISTED = 5;
const MOST_ROWS = 1000;
/** The most records of the Application log, and of accesses to processes, that are read. */
const MOST_READ = 5;

const names = (field: EventFilter["field"], ...values: string[]): EventFilter => ({
  field,
  values,
  isPart: true,
});

/** Which dump files there are since an hour before the alert, and what else points to a dump. */
export const DUMP_QUESTION: Question = {
  id: "dump-files",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    if (Number.isNaN(alert.time)) return answered(scope, "cannot", [], [{ code: "no-time" }]);
    const range = { from: alert.time - HOUR };
    const query: EventQuery = { ...range, filters: [scope.onHost] };
    const reader = new RecordReader(evidence);
    const files = await dumpFiles(scope, query);
    const statements = [
      ...files,
      ...(await faultHandlers(scope, query)),
      ...(await openedByFaultHandler(scope, query, reader)),
      ...(await crashes(scope, query, reader)),
    ];
    const hasFile = files.some(({ code }) => code === "dump-file");
    const bring: Missing[] = [{ code: hasFile ? "dump-file" : "dump-folder" }, ...reader.missing];
    if (!hasFile) {
      const { index } = evidence;
      const fileEvents = await countOfKind(index, query, "file");
      const last = fileEvents === 0 ? undefined : await lastOfKind(index, query, "file");
      if (last === undefined) {
        const elsewhere = await spanOfKind(index, query, "file");
        bring.unshift({ code: "no-events", of: "file", from: range.from, to: undefined, elsewhere });
        return answered(scope, statements.length > 0 ? "found" : "cannot", statements, bring, range);
      }
      statements.push(stated({ code: "no-dump-file", fileEvents, until: last.time }, [last]));
      return answered(scope, statements.length > 1 ? "found" : "nothing", statements, bring, range);
    }
    return answered(scope, "found", statements, bring, range);
  },
};

/** Files whose path has `.dmp` in it, LSASS first, and command lines that name one. */
export async function dumpFiles({ evidence, onHost }: Scope, query: EventQuery): Promise<Statement[]> {
  const about: EventQuery = { ...query, filters: [onHost, names("object", ".dmp")] };
  const rows = (await evidence.index.rows(about, 0, MOST_ROWS)).filter(
    ({ object }) => !isRegistryPath(object),
  );
  const commands = rows.filter(isCommand);
  // Creation and deletion of one file are two events; the first stands for both.
  const byPath = new Map<string, EventRow>();
  for (const row of inOrder(rows.filter((each) => !isCommand(each)))) {
    const path = row.object.toLowerCase();
    if (!byPath.has(path)) byPath.set(path, row);
  }
  const isLsass = ({ object }: EventRow): boolean => baseName(object).toLowerCase().startsWith("lsass");
  const all = [...byPath.values()];
  const files = [...all.filter(isLsass), ...all.filter((row) => !isLsass(row))];
  const listed = files.slice(0, MOST_LISTED).map((row) => {
    const { object: path, process, user, time } = row;
    return stated({ code: "dump-file", path, isLsass: isLsass(row), process, user, time }, [row]);
  });
  const more = files.slice(MOST_LISTED);
  return [
    ...listed,
    ...(more.length > 0
      ? [stated({ code: "more-dump-files", count: more.length }, more.slice(0, MOST_LISTED))]
      : []),
    ...commands.slice(0, MOST_LISTED).map((row) => {
      const { object: commandLine, process, user, time } = row;
      return stated({ code: "dump-command", commandLine, process, user, time }, [row]);
    }),
  ];
}

/** A process has its command line where a file has its path. */
function isCommand({ category, code }: EventRow): boolean {
  return category === "process" || code === "4688" || code === "1";
}

/** Windows Error Reporting was started; with `-p` it dumps a process that did not ask for it. */
export async function faultHandlers({ evidence, onHost }: Scope, query: EventQuery): Promise<Statement[]> {
  const about: EventQuery = {
    ...query,
    filters: [onHost, names("process.name", "werfault"), names("object", " -p ", "/pid ", "/p ")],
  };
  const rows = (await evidence.index.rows(about, 0, MOST_LISTED)).filter(isCommand);
  return rows.map((row) => {
    const { object: commandLine, process, user, time } = row;
    return stated({ code: "fault-handler", commandLine, process, user, time }, [row]);
  });
}

/** Sysmon's event 10 says in its data which process was opened. */
async function openedByFaultHandler(
  { evidence, onHost }: Scope,
  query: EventQuery,
  reader: RecordReader,
): Promise<Statement[]> {
  const records = await recordsOf(evidence, reader, query, [
    onHost,
    names("process.name", "werfault"),
    { field: "event.code", values: ["10"] },
    names("winlog.channel", "sysmon"),
  ]);
  return records.flatMap(({ row, event }) => {
    const target = baseName(fieldText(event, "winlog.event_data.TargetImage")).toLowerCase();
    if (target !== "lsass.exe") return [];
    const access = fieldText(event, "winlog.event_data.GrantedAccess");
    const { process, user, time } = row;
    return [stated({ code: "lsass-opened", access, process, user, time }, [row])];
  });
}

/** The Application log notes crashes: 1000 with the program and the exception. */
async function crashes(
  { evidence, onHost }: Scope,
  query: EventQuery,
  reader: RecordReader,
): Promise<Statement[]> {
  const records = await recordsOf(evidence, reader, query, [
    onHost,
    { field: "event.code", values: ["1000"] },
    { field: "winlog.channel", values: ["Application"] },
  ]);
  return records.flatMap(({ row, event }) => {
    const program = firstField(event, ["winlog.event_data.AppName", "winlog.event_data.param1"]);
    if (program.toLowerCase() !== "lsass.exe") return [];
    const exception = firstField(event, ["winlog.event_data.ExceptionCode", "winlog.event_data.param7"]);
    return [stated({ code: "lsass-crash", exception, time: row.time }, [row])];
  });
}

/** Reads the records of the events that filters find in the time of a query. */
async function recordsOf(
  evidence: Scope["evidence"],
  reader: RecordReader,
  query: EventQuery,
  filters: readonly EventFilter[],
): ReturnType<RecordReader["read"]> {
  return reader.read(await evidence.index.rows({ ...query, filters }, 0, MOST_READ));
}
