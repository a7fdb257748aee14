import { Dictionary, sortRows } from "../../columns/index.ts";
import { type EventPart, TABLE_WIDTH } from "./event-part.ts";
import {
  CUT_TEXT,
  type EventAround,
  type EventDensity,
  type EventField,
  type EventFilter,
  type EventQuery,
  type EventRow,
} from "./event-query.ts";

/** A part with its codes changed to those of the whole index. */
interface IndexedPart {
  readonly evidenceId: string;
  readonly count: number;
  readonly times: Float64Array;
  /** The number of rows with a time. */
  readonly dated: number;
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
  readonly members: Uint16Array | Uint32Array;
  readonly hosts: Uint16Array | Uint32Array;
  readonly users: Uint16Array | Uint32Array;
  readonly objects: Uint16Array | Uint32Array;
  readonly values: Uint16Array | Uint32Array;
  readonly kinds: Uint16Array | Uint32Array;
  readonly processes: Uint16Array | Uint32Array;
}

type CodeColumn = "hosts" | "users" | "objects" | "kinds" | "processes";

/** Where a field is: in a column of texts, or at a position of the rows of a table. */
const FIELDS: Readonly<Record<EventField, readonly [column: CodeColumn, position: number | null]>> = {
  "host.name": ["hosts", null],
  "user.name": ["users", null],
  object: ["objects", null],
  "winlog.channel": ["kinds", 0],
  "event.code": ["kinds", 1],
  "event.category": ["kinds", 2],
  "event.action": ["kinds", 3],
  "process.entity_id": ["processes", 0],
  "process.name": ["processes", 1],
  "process.pid": ["processes", 2],
};

/** The most events that are kept: about 250 MB. */
const MAX_EVENTS = 8_000_000;
/** The most different texts that are kept: further ones are shown as cut. */
const MAX_TEXTS = 2_000_000;

/**
 * All events of a case in columns, about thirty bytes each. Questions are answered by going over the columns of the parts
 * whose time fits; texts are compared once, not for each event.
 */
export class EventIndex {
  readonly #texts = new Dictionary();
  readonly #tables = { kinds: new CodeTable(), processes: new CodeTable() };
  #parts: IndexedPart[] = [];
  #count = 0;
  readonly #maxEvents: number;
  readonly #maxTexts: number;

  /** @param limits how much is kept: for tests */
  constructor(limits: { readonly events?: number; readonly texts?: number } = {}) {
    this.#maxEvents = limits.events ?? MAX_EVENTS;
    this.#maxTexts = limits.texts ?? MAX_TEXTS;
    this.#texts.codeOf("");
    this.#texts.codeOf(CUT_TEXT);
  }

  /** The number of events. */
  get count(): number {
    return this.#count;
  }

  /** The number of events of each file. */
  countsOfFiles(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { evidenceId, count } of this.#parts)
      counts.set(evidenceId, (counts.get(evidenceId) ?? 0) + count);
    return counts;
  }

  /** @returns whether there was room for the part */
  add(evidenceId: string, part: EventPart): boolean {
    if (this.#count + part.count > this.#maxEvents) return false;
    this.#count += part.count;
    const texts = part.texts.map((text) => this.#codeOf(text));
    const { kinds, processes } = this.#tables;
    const kindRows = rowsOf(part.kindTable, (codes) => {
      const known = codes.map((code) => texts[code]!);
      return kinds.rowOf(known.join(" "), known);
    });
    const hosts = new Map<number, number>();
    for (let row = 0; row < part.count; row++) hosts.set(part.processes[row]!, part.hosts[row]!);
    const processRows = rowsOf(part.processTable, (codes, row) => {
      const known = codes.map((code) => texts[code]!);
      const host = texts[hosts.get(row) ?? 0]!;
      return processes.rowOf(`${host} ${known[0]} ${known[1]} ${known[2]}`, known);
    });
    const mapped = (column: Uint32Array, to: readonly number[]): Uint16Array | Uint32Array =>
      narrow(column.map((code) => to[code]!));
    const dated = part.times.findIndex(Number.isNaN);
    this.#parts.push({
      evidenceId,
      count: part.count,
      times: part.times,
      dated: dated < 0 ? part.count : dated,
      offsets: part.offsets,
      lengths: part.lengths,
      members: mapped(part.members, texts),
      hosts: mapped(part.hosts, texts),
      users: mapped(part.users, texts),
      objects: mapped(part.objects, texts),
      values: mapped(part.values, texts),
      kinds: mapped(part.kinds, kindRows),
      processes: mapped(part.processes, processRows),
    });
    return true;
  }

  #codeOf(text: string): number {
    return this.#texts.size < this.#maxTexts
      ? this.#texts.codeOf(text)
      : (this.#texts.find(text) ?? this.#texts.find(CUT_TEXT)!);
  }

  /** Forgets all parts of a file. */
  remove(evidenceId: string): void {
    this.#parts = this.#parts.filter((part) => part.evidenceId !== evidenceId);
    this.#count = this.#parts.reduce((sum, { count }) => sum + count, 0);
  }

  /** The number of events that a query finds. */
  countOf(query: EventQuery): number {
    let count = 0;
    this.#each(query, () => void count++);
    return count;
  }

  /** The values of a field among the events that a query finds, with their counts, largest first; the empty one as well. */
  top(query: EventQuery, field: EventField, limit: number): (readonly [value: string, count: number])[] {
    const [column, position] = FIELDS[field];
    const counts = new Float64Array(position === null ? this.#texts.size : this.#tableOf(column).size);
    this.#each(query, (part, row) => void counts[part[column][row]!]!++);
    const byText = position === null ? counts : this.#byText(counts, column, position);
    return Array.from(byText, (count, code) => [code, count] as const)
      .filter(([, count]) => count > 0)
      .sort((a, b) => b[1] - a[1])
      .slice(0, limit)
      .map(([code, count]) => [this.#texts.textOf(code), count]);
  }

  /** Events over time. Those without a time are left out. */
  density(
    query: EventQuery,
    steps: number,
    field: EventField | null = null,
    limit = 10,
  ): EventDensity | null {
    let start = Infinity;
    let end = -Infinity;
    this.#each(query, ({ times }, row) => {
      const time = times[row]!;
      if (time < start) start = time;
      if (time > end) end = time;
    });
    if (start > end) return null;
    const step = Math.max(1, Math.ceil((end - start + 1) / steps));
    const length = Math.ceil((end - start + 1) / step);
    const values = field === null ? [""] : this.top(query, field, limit).map(([value]) => value);
    const series = values.map((value) => [value, new Uint32Array(length)] as const);
    const [column, position] = field === null ? (["hosts", null] as const) : FIELDS[field];
    const seriesOf = new Int32Array(position === null ? this.#texts.size : this.#tableOf(column).size);
    if (field !== null) {
      const bySeries = new Map(values.map((value, i) => [this.#texts.find(value)!, i]));
      for (let code = 0; code < seriesOf.length; code++)
        seriesOf[code] = bySeries.get(this.#textCode(column, position, code)) ?? -1;
    }
    this.#each(query, (part, row) => {
      const time = part.times[row]!;
      const at = seriesOf[part[column][row]!]!;
      if (at >= 0 && !Number.isNaN(time)) series[at]![1][Math.floor((time - start) / step)]!++;
    });
    return { start, step, series };
  }

  /** The events that a query finds, in the order of their times, then of their files and offsets. */
  rows(query: EventQuery, skip: number, limit: number): EventRow[] {
    const parts: IndexedPart[] = [];
    const numbers: number[] = [];
    this.#each(query, (part, row) => {
      parts.push(part);
      numbers.push(row);
    });
    const found = Uint32Array.from(parts, (_, i) => i);
    const byOffset = sortRows(found, (i) => parts[i]!.offsets[numbers[i]!]!);
    const byTime = sortRows(byOffset, (i) => parts[i]!.times[numbers[i]!]!);
    return Array.from(byTime.subarray(skip, skip + limit), (i) => this.#rowAt(parts[i]!, numbers[i]!));
  }

  /**
   * The events that a query finds before and after a moment.
   *
   * @param time epoch milliseconds
   * @param limit the most events on either side: those that are nearest
   */
  around({ from, to, filters }: EventQuery, time: number, limit: number): EventAround {
    const until: EventQuery = { ...(from !== undefined && { from }), to: time, ...(filters && { filters }) };
    const since: EventQuery = {
      from: time + 1,
      ...(to !== undefined && { to }),
      ...(filters && { filters }),
    };
    const countBefore = this.countOf(until);
    return {
      before: this.rows(until, Math.max(0, countBefore - limit), limit),
      after: this.rows(since, 0, limit),
      countBefore,
      countAfter: this.countOf(since),
    };
  }

  /** A query that finds the events of a process, of those that it started, and so on, on one host. */
  descendants(host: string, entity: string): EventQuery {
    const children = new Map<string, string[]>();
    const { processes } = this.#tables;
    for (let row = 0; row < processes.size; row++) {
      const [own, , , parent] = processes.codesOf(row).map((code) => this.#texts.textOf(code));
      if (own === "" || parent === "") continue;
      const known = children.get(parent!);
      if (known === undefined) children.set(parent!, [own!]);
      else known.push(own!);
    }
    // A set: damaged or forged records may say that a process is its own ancestor.
    const found = new Set([entity]);
    for (const each of found) for (const child of children.get(each) ?? []) found.add(child);
    return {
      filters: [
        { field: "host.name", values: [host] },
        { field: "process.entity_id", values: [...found] },
      ],
    };
  }

  #rowAt(part: IndexedPart, row: number): EventRow {
    const text = (code: number): string => this.#texts.textOf(code);
    const [channel, code, category, action] = this.#tables.kinds.codesOf(part.kinds[row]!).map(text);
    const [entity, process, pid, parentEntity] = this.#tables.processes
      .codesOf(part.processes[row]!)
      .map(text);
    const member = text(part.members[row]!);
    return {
      evidenceId: part.evidenceId,
      ...(member !== "" && { member: member.slice(1) }),
      offset: part.offsets[row]!,
      length: part.lengths[row]!,
      time: part.times[row]!,
      host: text(part.hosts[row]!),
      user: text(part.users[row]!),
      object: text(part.objects[row]!),
      value: text(part.values[row]!),
      ...{ channel: channel!, code: code!, category: category!, action: action! },
      ...{ process: process!, pid: pid!, entity: entity!, parentEntity: parentEntity! },
    };
  }

  /** Calls back for each event that a query finds, part by part, in each part in the order of time. */
  #each({ from, to, filters = [] }: EventQuery, found: (part: IndexedPart, row: number) => void): void {
    const tests = filters.map((filter) => {
      const { field, isNot = false } = filter;
      const [column, position] = FIELDS[field];
      const isWanted = this.#wantedBy(filter);
      const size = position === null ? this.#texts.size : this.#tableOf(column).size;
      const accepts = new Uint8Array(size);
      for (let code = 0; code < size; code++)
        accepts[code] = isWanted(this.#textCode(column, position, code)) === isNot ? 0 : 1;
      return [column, accepts] as const;
    });
    for (const part of this.#parts) {
      const isTimed = from !== undefined || to !== undefined;
      const start = from === undefined ? 0 : firstNotBelow(part.times, part.dated, from);
      const end = to === undefined ? part.dated : firstNotBelow(part.times, part.dated, to + 1);
      const last = isTimed ? end : part.count;
      rows: for (let row = start; row < last; row++) {
        for (const [column, accepts] of tests) if (accepts[part[column][row]!] === 0) continue rows;
        found(part, row);
      }
    }
  }

  /** Whether a filter names a text, by the text's code. */
  #wantedBy({ values, isPart = false }: EventFilter): (code: number) => boolean {
    if (isPart) {
      const parts = values.map((value) => value.toLowerCase());
      return (code) => {
        const text = this.#texts.textOf(code).toLowerCase();
        return parts.some((part) => text.includes(part));
      };
    }
    const wanted = new Set(values.map((value) => this.#texts.find(value)));
    return (code) => wanted.has(code);
  }

  #tableOf(column: CodeColumn): CodeTable {
    return column === "kinds" ? this.#tables.kinds : this.#tables.processes;
  }

  /** The code of the text that a field has, given the code in its column. */
  #textCode(column: CodeColumn, position: number | null, code: number): number {
    return position === null ? code : this.#tableOf(column).codesOf(code)[position]!;
  }

  #byText(counts: Float64Array, column: CodeColumn, position: number): Float64Array {
    const byText = new Float64Array(this.#texts.size);
    counts.forEach((count, row) => {
      if (count > 0) byText[this.#textCode(column, position, row)]! += count;
    });
    return byText;
  }
}

/** Rows of codes, each with a key. */
class CodeTable {
  readonly #rows = new Map<string, number>();
  readonly #codes: (readonly number[])[] = [];

  get size(): number {
    return this.#codes.length;
  }

  codesOf(row: number): readonly number[] {
    return this.#codes[row]!;
  }

  /** The row with a key, which gets the codes that it still lacks. */
  rowOf(key: string, codes: readonly number[]): number {
    const known = this.#rows.get(key);
    if (known === undefined) {
      this.#rows.set(key, this.#codes.length);
      return this.#codes.push(codes) - 1;
    }
    this.#codes[known] = this.#codes[known]!.map((code, i) => code || codes[i]!);
    return known;
  }
}

/** What is made of each row of a packed table. */
function rowsOf(
  table: Uint32Array,
  make: (codes: readonly number[], row: number) => number,
): readonly number[] {
  return Array.from({ length: table.length / TABLE_WIDTH }, (_, row) =>
    make([...table.subarray(row * TABLE_WIDTH, (row + 1) * TABLE_WIDTH)], row),
  );
}

/** Most columns have fewer than 65,536 different values. */
function narrow(codes: Uint32Array<ArrayBuffer>): Uint16Array | Uint32Array {
  return codes.every((code) => code <= 0xffff) ? Uint16Array.from(codes) : codes;
}

/** The first of `length` ascending times that is not below a time. */
function firstNotBelow(times: Float64Array, length: number, time: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
