import { Dictionary, NumberColumn, sortRows } from "../../columns/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import type { RecordLocation } from "../../formats/index.ts";
import { type EventPart, PARENT_WIDTH, TABLE_WIDTH } from "./event-part.ts";
import { inexactIn } from "./exact-fields.ts";
import { type IndexedEvent, indexedEvent } from "./indexed-event.ts";

/** Events of one part: enough to be packed well, few enough to be built beside a scan. */
const MAX_EVENTS = 65_536;
const PROCESS_WIDTH = TABLE_WIDTH + PARENT_WIDTH;

/** Gathers the events of one part of a file. */
export class PartBuilder {
  #count = 0;
  #inexact = 0;
  #columns = newColumns();
  #texts = newTexts();
  #kinds = new Table();
  #processes = new Table(PROCESS_WIDTH);
  #origins = new Table();

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === MAX_EVENTS;
  }

  /**
   * Adds an event. The builder must not be full.
   *
   * @param time epoch milliseconds; NaN if there is none
   */
  add(
    event: FlatEvent,
    time: number,
    { offset, length, member }: Pick<RecordLocation, "offset" | "length" | "member">,
  ): void {
    const row = this.#count++;
    const indexed = indexedEvent(event);
    this.#inexact |= inexactIn(event, indexed);
    const columns = this.#columns;
    columns.times.set(row, Math.floor(time));
    columns.offsets.set(row, offset);
    columns.lengths.set(row, length);
    if (member !== undefined) columns.members.set(row, this.#texts.codeOf(`/${member}`));
    columns.hosts.set(row, this.#texts.codeOf(indexed.host));
    columns.users.set(row, this.#texts.codeOf(indexed.user));
    columns.objects.set(row, this.#texts.codeOf(indexed.object));
    if (indexed.value !== "") columns.values.set(row, this.#texts.codeOf(indexed.value));
    columns.kinds.set(row, this.#kindOf(indexed));
    columns.processes.set(row, this.#processOf(indexed));
    columns.origins.set(row, this.#originOf(indexed));
    if (indexed.recordId !== 0) columns.recordIds.set(row, indexed.recordId);
  }

  #kindOf({ channel, code, categories, action }: IndexedEvent): number {
    const codes = [channel, code, categories, action].map((text) => this.#texts.codeOf(text));
    return this.#kinds.rowOf(codes.join(" "), codes);
  }

  #originOf({ address, workstation, logonType, failure }: IndexedEvent): number {
    const codes = [address, workstation, logonType, failure].map((text) => this.#texts.codeOf(text));
    return this.#origins.rowOf(codes.join(" "), codes);
  }

  #processOf({ host, process, pid, entity, parentEntity, parentPid, parentName }: IndexedEvent): number {
    const codes = [entity, process, pid, parentEntity, parentPid, parentName].map((text) =>
      this.#texts.codeOf(text),
    );
    return this.#processes.rowOf(processKey(this.#texts.codeOf(host), codes), codes);
  }

  /** The events so far as a part. The builder is empty afterwards. */
  finish(): EventPart {
    const { times, offsets, lengths, members, hosts, users, objects, values } = this.#columns;
    const { kinds, processes, origins, recordIds } = this.#columns;
    const rows = Uint32Array.from({ length: this.#count }, (_, row) => row);
    const order = sortRows(rows, (row) => times.at(row));
    const codes = (column: NumberColumn): Uint32Array<ArrayBuffer> => order.map((row) => column.at(row));
    const part: EventPart = {
      count: this.#count,
      times: Float64Array.from(order, (row) => times.at(row)),
      offsets: Float64Array.from(order, (row) => offsets.at(row)),
      lengths: codes(lengths),
      members: codes(members),
      hosts: codes(hosts),
      users: codes(users),
      objects: codes(objects),
      values: codes(values),
      kinds: codes(kinds),
      processes: codes(processes),
      origins: codes(origins),
      recordIds: codes(recordIds),
      kindTable: this.#kinds.codes,
      processTable: columnsOf(this.#processes.codes, 0, TABLE_WIDTH),
      parentTable: columnsOf(this.#processes.codes, TABLE_WIDTH, PROCESS_WIDTH),
      originTable: this.#origins.codes,
      texts: this.#texts.all,
      inexact: this.#inexact,
    };
    this.clear();
    return part;
  }

  /** Forgets the events so far. */
  clear(): void {
    this.#count = 0;
    this.#inexact = 0;
    this.#columns = newColumns();
    this.#texts = newTexts();
    this.#kinds = new Table();
    this.#processes = new Table(PROCESS_WIDTH);
    this.#origins = new Table();
  }
}

function newColumns() {
  return {
    times: NumberColumn.doubles(),
    offsets: NumberColumn.doubles(),
    lengths: NumberColumn.codes(),
    members: NumberColumn.codes(),
    hosts: NumberColumn.codes(),
    users: NumberColumn.codes(),
    objects: NumberColumn.codes(),
    values: NumberColumn.codes(),
    kinds: NumberColumn.codes(),
    processes: NumberColumn.codes(),
    origins: NumberColumn.codes(),
    recordIds: NumberColumn.codes(),
  };
}

function newTexts(): Dictionary {
  const texts = new Dictionary();
  texts.codeOf("");
  return texts;
}

/** Some of the codes of each row of the table of processes. */
function columnsOf(table: Uint32Array, from: number, to: number): Uint32Array<ArrayBuffer> {
  return table.filter(
    (_, i) => i % PROCESS_WIDTH >= from && i % PROCESS_WIDTH < to,
  ) as Uint32Array<ArrayBuffer>;
}

/**
 * Identifies a process. Events of one process may name it differently, or not at all: what an event says is kept as it
 * says it. Without an id, the same number may be of several processes, which may have different parents.
 *
 * @param codes of its entity id, name, number, and the entity id, number and name of its parent
 */
export function processKey(host: number, codes: readonly number[]): string {
  const [entity, name, pid, ...parent] = codes;
  return `${host} ${entity} ${name} ${pid}${entity === 0 ? ` ${parent.join(" ")}` : ""}`;
}

/** Rows of codes, each once. */
class Table {
  readonly #rows = new Map<string, number>();
  readonly #codes: number[] = [];
  readonly #width: number;

  constructor(width = TABLE_WIDTH) {
    this.#width = width;
  }

  /** The row with a key, which gets the codes that it still lacks: only the start of a process tells its parent. */
  rowOf(key: string, codes: readonly number[]): number {
    const known = this.#rows.get(key);
    if (known === undefined) {
      const row = this.#rows.size;
      this.#rows.set(key, row);
      this.#codes.push(...codes);
      return row;
    }
    codes.forEach((code, i) => {
      if (this.#codes[known * this.#width + i] === 0) this.#codes[known * this.#width + i] = code;
    });
    return known;
  }

  get codes(): Uint32Array<ArrayBuffer> {
    return Uint32Array.from(this.#codes);
  }
}
