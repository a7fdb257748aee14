import { hostKey } from "../../ecs/index.ts";
import type { EventFilter, EventRow } from "../../scan/index.ts";
import { type Missing, stated, type Statement } from "./answer.ts";
import type { Question } from "./asked.ts";
import { fieldText, processOf } from "./event-fields.ts";
import { countOfKind, inOrder, topOfKind } from "./kinds.ts";
import { isRegistryPath, registryKey } from "./registry-path.ts";
import { answered, everywhere, HOUR, isAnswer, type Scope, scopeOf } from "./scope.ts";

const MOST_HOSTS = 5;
/** The most events about the value on all hosts that are looked through. */
const MOST_ROWS = 5000;

/** Where else the value was set, and where else the writer ran. */
export const OTHER_HOSTS_QUESTION: Question = {
  id: "other-hosts",
  async ask(evidence, alert) {
    const scope = await scopeOf(evidence, alert);
    if (isAnswer(scope)) return scope;
    const { statements, missing } = await valueElsewhere(scope);
    const tool = await toolElsewhere(scope);
    if (tool !== null) return answered(everywhere(scope), "found", [...statements, tool], missing);
    const [first] = statements;
    if (first === undefined) return answered(everywhere(scope), "cannot", [], missing);
    return answered(
      everywhere(scope),
      first.code === "value-nowhere" ? "nothing" : "found",
      statements,
      missing,
    );
  },
};

/** The same value with the same data on other hosts: for each host the event nearest to the alert. */
export async function valueElsewhere({
  evidence: { index },
  alert,
  hosts,
}: Scope): Promise<{ readonly statements: Statement[]; readonly missing: Missing[] }> {
  const elsewhere: EventFilter = { field: "host.name", values: [...hosts, ""], isNot: true };
  const others = (await index.top({ filters: [elsewhere] }, "host.name", Infinity)).length;
  if (others === 0) return { statements: [], missing: [{ code: "one-host" }] };
  if ((await countOfKind(index, { filters: [elsewhere] }, "registry")) === 0)
    return { statements: [], missing: [{ code: "other-logs" }] };
  const path = fieldText(alert.event, "registry.path");
  const data = fieldText(alert.event, "registry.data.strings");
  const tail = registryKey(path).split("\\").slice(2).join("\\");
  const about: EventFilter = { field: "object", values: [tail], isPart: true };
  const rows =
    tail === "" || data === "" ? [] : await index.rows({ filters: [elsewhere, about] }, 0, MOST_ROWS);
  const nearest = new Map<string, EventRow>();
  const distance = ({ time }: EventRow): number => {
    const apart = Math.abs(time - alert.time);
    return Number.isNaN(apart) ? Infinity : apart;
  };
  for (const row of rows) {
    const isSame = isRegistryPath(row.object) && registryKey(row.object) === registryKey(path);
    if (!isSame || !isSameData(row.value, data)) continue;
    const known = nearest.get(hostKey(row.host));
    if (known === undefined || distance(row) < distance(known)) nearest.set(hostKey(row.host), row);
  }
  if (nearest.size === 0)
    return { statements: [stated({ code: "value-nowhere", hosts: others })], missing: [] };
  const found = inOrder([...nearest.values()].sort((a, b) => distance(a) - distance(b)).slice(0, MOST_HOSTS));
  const statements = found.map((row) => {
    const { host, process, user, time, value } = row;
    const isSoon = distance(row) <= HOUR;
    return stated({ code: "value-on-host", host, path, data: value, isSoon, process, user, time }, [row]);
  });
  const more = nearest.size - found.length;
  if (more > 0) statements.push(stated({ code: "value-on-more-hosts", count: more }));
  return { statements, missing: [] };
}

/** `2` and `0x00000002` are one number. */
function isSameData(a: string, b: string): boolean {
  return a === b || (a !== "" && b !== "" && Number(a) === Number(b));
}

/** Other hosts on which a program ran that is none of Windows' own: those run everywhere. */
async function toolElsewhere({ evidence: { index }, alert, hosts }: Scope): Promise<Statement | null> {
  const process = processOf(alert.event);
  const path = fieldText(alert.event, "process.executable");
  if (
    process === "" ||
    path === "" ||
    /^[a-z]:\\windows\\(?:system32|syswow64)\\|^[a-z]:\\windows\\[^\\]+$/i.test(path)
  )
    return null;
  const filters: EventFilter[] = [
    { field: "host.name", values: [...hosts, ""], isNot: true },
    { field: "process.name", values: [process], ignoresCase: true },
  ];
  const found = await topOfKind(index, { filters }, "process", "host.name");
  if (found.length === 0) return null;
  const rows = await index.rows({ filters }, 0, 3);
  return stated({ code: "tool-on-hosts", process, hosts: found.map(([host]) => host) }, rows);
}
