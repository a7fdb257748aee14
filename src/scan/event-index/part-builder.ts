import { Dictionary, NumberColumn, sortRows } from "../../columns/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import type { RecordLocation } from "../../formats/index.ts";
import { type EventPart, PARENT_WIDTH, TABLE_WIDTH } from "./event-part.ts";
import { inexactIn } from "./exact-fields.ts";
import { KeyedRows } from "./keyed-rows.ts";
import { type IndexedEvent, indexedEvent } from "./indexed-event.ts";

/** Events of one part: enough to be packed well, few enough to be built beside a scan. */
const MAX_EVENTS = 65_536;
const PROCESS_WIDTH = TABLE_WIDTH + PARENT_WIDTH;
/** Codes by which a process is known: see `processKey`. */
const KEY_WIDTH = 7;

/** Gathers the events of one part of a file. */
export class PartBuilder {
  #count = 0;
  #inexact = 0;
  #columns = newColumns();
  #texts = newTexts();
  #last = newLast();
  #kinds = new KeyedRows(TABLE_WIDTH, TABLE_WIDTH);
  #processes = new KeyedRows(PROCESS_WIDTH, KEY_WIDTH);
  #origins = new KeyedRows(TABLE_WIDTH, TABLE_WIDTH);

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
    if (member !== undefined) columns.members.set(row, this.#codeOf("member", `/${member}`));
    const host = this.#codeOf("host", indexed.host);
    columns.hosts.set(row, host);
    columns.users.set(row, this.#codeOf("user", indexed.user));
    columns.objects.set(row, this.#codeOf("object", indexed.object));
    if (indexed.value !== "") columns.values.set(row, this.#codeOf("value", indexed.value));
    columns.kinds.set(row, this.#kindOf(indexed));
    columns.processes.set(row, this.#processOf(host, indexed));
    columns.origins.set(row, this.#originOf(indexed));
    if (indexed.recordId !== 0) columns.recordIds.set(row, indexed.recordId);
  }

  /**
   * The code of a text. Events that follow each other often have the same text in a field, and comparing takes less time
   * than looking it up, for which the text is hashed.
   */
  #codeOf(field: keyof Last, text: string): number {
    if (text === "") return 0;
    const last = this.#last[field];
    if (last.text === text) return last.code;
    last.text = text;
    return (last.code = this.#texts.codeOf(text));
  }

  #kindOf({ channel, code, categories, action }: IndexedEvent): number {
    const codes = [
      this.#codeOf("channel", channel),
      this.#codeOf("code", code),
      this.#codeOf("categories", categories),
      this.#codeOf("action", action),
    ];
    return this.#kinds.rowOf(codes, codes);
  }

  #originOf({ address, workstation, logonType, failure }: IndexedEvent): number {
    const codes = [
      this.#codeOf("address", address),
      this.#codeOf("workstation", workstation),
      this.#codeOf("logonType", logonType),
      this.#codeOf("failure", failure),
    ];
    return this.#origins.rowOf(codes, codes);
  }

  #processOf(
    host: number,
    { process, pid, entity, parentEntity, parentPid, parentName }: IndexedEvent,
  ): number {
    const codes = [
      this.#codeOf("entity", entity),
      this.#codeOf("process", process),
      this.#codeOf("pid", pid),
      this.#codeOf("parentEntity", parentEntity),
      this.#codeOf("parentPid", parentPid),
      this.#codeOf("parentName", parentName),
    ];
    return this.#processes.rowOf(processKey(host, codes), codes);
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
    this.#last = newLast();
    this.#kinds = new KeyedRows(TABLE_WIDTH, TABLE_WIDTH);
    this.#processes = new KeyedRows(PROCESS_WIDTH, KEY_WIDTH);
    this.#origins = new KeyedRows(TABLE_WIDTH, TABLE_WIDTH);
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

type Last = ReturnType<typeof newLast>;

/** The last text of each field, and its code. */
function newLast() {
  const none = () => ({ text: "", code: 0 });
  return {
    ...{ member: none(), host: none(), user: none(), object: none(), value: none() },
    ...{ channel: none(), code: none(), categories: none(), action: none() },
    ...{ address: none(), workstation: none(), logonType: none(), failure: none() },
    ...{ entity: none(), process: none(), pid: none() },
    ...{ parentEntity: none(), parentPid: none(), parentName: none() },
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
export function processKey(host: number, codes: readonly number[]): number[] {
  const [entity, name, pid, parentEntity, parentPid, parentName] = codes;
  const parent = entity === 0 ? [parentEntity!, parentPid!, parentName!] : [0, 0, 0];
  return [host, entity!, name!, pid!, ...parent];
}
