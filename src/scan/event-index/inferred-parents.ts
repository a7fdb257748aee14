import type { Dictionary } from "../../columns/index.ts";
import { hostKey } from "../../ecs/index.ts";
import { CUT_TEXT } from "./event-query.ts";
import type { CodeTable, IndexedPart } from "./indexed-part.ts";

/**
 * Finds the parents of processes whose start names them by number alone, as the Security log's 4688 does: the last start
 * of that number on the same host before, unless that process has ended since, the host has started again, or the start
 * gives the parent another name. Windows gives numbers again, so each is a guess, as good as the log is whole.
 *
 * The events are gone over once in the order of time. What is kept is one process for each number of a host.
 *
 * @returns for each row of the table of processes the code of its parent's `process.entity_id`; 0 where nothing was found
 */
export function inferParents(
  parts: readonly IndexedPart[],
  { texts, kinds, processes }: { texts: Dictionary; kinds: CodeTable; processes: CodeTable },
): Uint32Array {
  const parents = new Uint32Array(processes.size);
  const kindOf = Array.from({ length: kinds.size }, (_, row) => eventKind(kinds.codesOf(row), texts));
  const hosts = new Map<string, Host>();
  const hostOf = new Map<number, Host>();
  const host = (code: number): Host => {
    let known = hostOf.get(code);
    if (known === undefined) {
      const key = hostKey(texts.textOf(code));
      hosts.set(key, (known = hosts.get(key) ?? new Host()));
      hostOf.set(code, known);
    }
    return known;
  };
  const cut = texts.find(CUT_TEXT) ?? 0;
  const isText = (code: number): boolean => code !== 0 && code !== cut;
  eachInTime(
    parts,
    (kind) => kindOf[kind]!,
    (kind, part, row) => {
      const time = part.times[row]!;
      const on = host(part.hosts[row]!);
      if (kind === BOOT) {
        on.boot(time - BOOT_MILLIS);
        return;
      }
      const process = part.processes[row]!;
      const [entity, name, pid, parentEntity, parentPid, parentName] = processes.codesOf(process);
      if (!isText(pid!)) return;
      if (kind === END) {
        on.end(pid!);
        return;
      }
      // The first process of Windows but for the kernel's own: whatever ran before runs no longer.
      if (texts.textOf(parentPid!) === KERNEL_PID && isNamed(texts.textOf(name!), FIRST_PROCESS))
        on.boot(time);
      if (kind === SECURITY_START && isText(entity!) && !isText(parentEntity!) && isText(parentPid!)) {
        const parent = on.find(parentPid!);
        const isOther = parent === undefined || parent === process;
        if (!isOther && isSameName(texts, processes.codesOf(parent)[1]!, parentName!))
          parents[process] = processes.codesOf(parent)[0]!;
      }
      if (isText(entity!)) on.start(pid!, process, kind, time);
    },
  );
  return parents;
}

const [NONE, SECURITY_START, SYSMON_START, END, BOOT] = [0, 1, 2, 3, 4];

const KERNEL_PID = "4";
const FIRST_PROCESS = "smss.exe";
/**
 * How long Windows takes from its first process to the record that says it has started, at most: services.exe, which
 * starts the service that writes it, must not be taken for a process from before.
 */
const BOOT_MILLIS = 180_000;

/**
 * What an event says of processes. Code 12 of the System log is none: several sources use it, of which the index does not
 * know which it was, and 6005 and 6009 come with it.
 */
function eventKind(codes: readonly number[], texts: Dictionary): number {
  const [channel, code] = codes.map((each) => texts.textOf(each));
  switch (code) {
    case "4688":
      return SECURITY_START;
    case "4689":
      return END;
    case "1":
      return isSysmon(channel!) ? SYSMON_START : NONE;
    case "5":
      return isSysmon(channel!) ? END : NONE;
    case "4608":
      return BOOT;
    case "6005":
    case "6009":
      return channel!.toLowerCase() === "system" ? BOOT : NONE;
    default:
      return NONE;
  }
}

function isSysmon(channel: string): boolean {
  return /sysmon/i.test(channel);
}

/** Whether a name, perhaps with its path, is that of a program. */
function isNamed(name: string, program: string): boolean {
  const lower = name.toLowerCase();
  return lower === program || lower.endsWith(`\\${program}`);
}

/** Older versions of Windows give no name of the parent. */
function isSameName(texts: Dictionary, name: number, wanted: number): boolean {
  return (
    wanted === 0 || name === 0 || texts.textOf(name).toLowerCase() === texts.textOf(wanted).toLowerCase()
  );
}

/** A process that runs, as either log saw its start. */
interface Running {
  security: number;
  securityTime: number;
  sysmon: number;
  sysmonTime: number;
}

/** Two starts of a number within this time are one process, which both logs saw. */
const SAME_MILLIS = 2000;

/** The processes that run on a host, by their numbers. */
class Host {
  readonly #running = new Map<number, Running>();

  start(pid: number, process: number, kind: number, time: number): void {
    let running = this.#running.get(pid);
    if (running === undefined) {
      running = { security: -1, securityTime: -Infinity, sysmon: -1, sysmonTime: -Infinity };
      this.#running.set(pid, running);
    }
    if (kind === SECURITY_START) {
      running.security = process;
      running.securityTime = time;
    } else {
      running.sysmon = process;
      running.sysmonTime = time;
    }
  }

  end(pid: number): void {
    this.#running.delete(pid);
  }

  /** Forgets what started before a time. */
  boot(since: number): void {
    for (const [pid, { securityTime, sysmonTime }] of this.#running)
      if (Math.max(securityTime, sysmonTime) < since) this.#running.delete(pid);
  }

  /** The row of the process with a number. Of two starts of one process, the Security log's: its family is of that log. */
  find(pid: number): number | undefined {
    const running = this.#running.get(pid);
    if (running === undefined) return undefined;
    const { security, securityTime, sysmon, sysmonTime } = running;
    return security >= 0 && securityTime >= sysmonTime - SAME_MILLIS ? security : sysmon;
  }
}

/**
 * Calls back for the events of some kinds in the order of time, then of the parts. Each part is in that order already,
 * so that only one event of each is compared at a time.
 *
 * @param kindOf what a row of the table of kinds is; 0 for one that does not matter
 */
function eachInTime(
  parts: readonly IndexedPart[],
  kindOf: (kind: number) => number,
  found: (kind: number, part: IndexedPart, row: number) => void,
): void {
  const next = new Int32Array(parts.length);
  const skip = (part: number): boolean => {
    const { kinds, dated } = parts[part]!;
    while (next[part]! < dated && kindOf(kinds[next[part]!]!) === NONE) next[part]!++;
    return next[part]! < dated;
  };
  const isBefore = (a: number, b: number): boolean => {
    const [timeA, timeB] = [parts[a]!.times[next[a]!]!, parts[b]!.times[next[b]!]!];
    return timeA < timeB || (timeA === timeB && a < b);
  };
  // A binary heap of the parts, the one with the earliest event first.
  const heap: number[] = [];
  const sink = (from: number): void => {
    for (let at = from; ;) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isBefore(heap[child]!, heap[first]!)) first = child;
      if (first === at) return;
      [heap[at], heap[first]] = [heap[first]!, heap[at]!];
      at = first;
    }
  };
  for (let part = 0; part < parts.length; part++) if (skip(part)) heap.push(part);
  for (let at = (heap.length >> 1) - 1; at >= 0; at--) sink(at);
  while (heap.length > 0) {
    const part = heap[0]!;
    const row = next[part]!++;
    found(kindOf(parts[part]!.kinds[row]!), parts[part]!, row);
    if (!skip(part)) {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      heap[0] = last;
    }
    sink(0);
  }
}
