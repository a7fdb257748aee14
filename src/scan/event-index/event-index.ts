import { Dictionary, sortRows } from "../../columns/index.ts";
import { EventGrouping, facetOf, GapSearch } from "./event-groups.ts";
import { CATEGORY_SEPARATOR } from "./indexed-event.ts";
import { RecordIdSearch } from "./record-id-search.ts";
import { AnswerBuilder, type IndexAnswer } from "./index-answer.ts";
import { type Conditions, Verdicts } from "./verdicts.ts";
import { type EventPart, PARENT_WIDTH, TABLE_WIDTH } from "./event-part.ts";
import {
  CUT_TEXT,
  type EventAround,
  type EventDensity,
  type EventFacet,
  type EventField,
  type EventGap,
  type EventGroups,
  type EventPlace,
  type EventQuery,
  type EventRow,
  type RecordIdGaps,
} from "./event-query.ts";
import { type CodeColumn, CodeTable, FIELDS, type IndexedPart } from "./indexed-part.ts";
import { inferParents } from "./inferred-parents.ts";
import { processKey } from "./part-builder.ts";
import { QueryTests, type QueryTest, type RowTest } from "./query-tests.ts";

/** The most events that are kept: about 250 MB. */
export const MOST_INDEXED = 8_000_000;
/** The most different texts that are kept: further ones are shown as cut. */
const MAX_TEXTS = 2_000_000;

/** Where marked events are. */
export interface MarkedPlaces {
  readonly offsets: readonly number[];
  /** The member of an archive that each is in; undefined for the file itself. */
  readonly members: readonly (string | undefined)[];
}

const searchKey = (words: readonly string[]): string =>
  JSON.stringify(words.map((word) => word.toLowerCase()));

/** Some events in an order: for each, the number of its part and its row there. */
interface Ordered {
  readonly parts: Uint32Array;
  readonly rows: Uint32Array;
}

/**
 * All events of a case in columns, about thirty bytes each. Questions are answered by going over the columns of the parts
 * whose time fits; texts are compared once, not for each event.
 */
export class EventIndex {
  readonly #texts = new Dictionary();
  readonly #tables = { kinds: new CodeTable(), processes: new CodeTable(), origins: new CodeTable() };
  /** What searches through the files have found: by their words, a byte for each event of a part. */
  readonly #marks = new Map<string, Map<IndexedPart, Uint8Array>>();
  readonly #tests = new QueryTests({ texts: this.#texts, ...this.#tables }, (words) => {
    const marks = this.#marks.get(searchKey(words));
    return marks === undefined ? null : (part, row) => marks.get(part)?.[row] === 1;
  });
  /** The events of the query whose rows were asked for last: a list asks for them page by page. */
  #ordered: { readonly key: string; readonly events: Ordered } | null = null;
  /** The parents that were inferred, by row of the table of processes; null until they are asked for. */
  #inferred: Uint32Array | null = null;
  #parts: IndexedPart[] = [];
  #count = 0;
  readonly #maxEvents: number;
  readonly #maxTexts: number;

  /** @param limits how much is kept: for tests */
  constructor(limits: { readonly events?: number; readonly texts?: number } = {}) {
    this.#maxEvents = limits.events ?? MOST_INDEXED;
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
    this.#changed();
    this.#count += part.count;
    const texts = part.texts.map((text) => this.#codeOf(text));
    const { kinds, processes, origins } = this.#tables;
    const plainRows = (table: Uint32Array, to: CodeTable): readonly number[] =>
      rowsOf(table, (codes) => {
        const known = codes.map((code) => texts[code]!);
        return to.rowOf(known.join(" "), known);
      });
    const kindRows = rowsOf(part.kindTable, (codes) => {
      const [channel, code, categories, action] = codes.map((each) => texts[each]!);
      const [first = ""] = part.texts[codes[2]!]!.split(CATEGORY_SEPARATOR);
      const known = [channel!, code!, this.#codeOf(first), action!, categories!];
      return kinds.rowOf(known.join(" "), known);
    });
    const originRows = plainRows(part.originTable, origins);
    const hosts = new Map<number, number>();
    for (let row = 0; row < part.count; row++) hosts.set(part.processes[row]!, part.hosts[row]!);
    const processRows = rowsOf(part.processTable, (codes, row) => {
      const parent = part.parentTable.subarray(row * PARENT_WIDTH, (row + 1) * PARENT_WIDTH);
      const known = [...codes, ...parent].map((code) => texts[code]!);
      return processes.rowOf(processKey(texts[hosts.get(row) ?? 0]!, known).join(" "), known);
    });
    const mapped = (column: Uint32Array, to: readonly number[]): Uint16Array | Uint32Array =>
      narrow(column.map((code) => to[code]!));
    const dated = part.times.findIndex(Number.isNaN);
    this.#parts.push({
      evidenceId,
      count: part.count,
      times: part.times,
      dated: dated < 0 ? part.count : dated,
      offsets: part.offsets.every((offset) => offset <= 0xffffffff)
        ? Uint32Array.from(part.offsets)
        : part.offsets,
      lengths: narrow(part.lengths),
      members: mapped(part.members, texts),
      hosts: mapped(part.hosts, texts),
      users: mapped(part.users, texts),
      objects: mapped(part.objects, texts),
      values: mapped(part.values, texts),
      kinds: mapped(part.kinds, kindRows),
      processes: mapped(part.processes, processRows),
      origins: mapped(part.origins, originRows),
      recordIds: narrow(part.recordIds),
      inexact: part.inexact,
    });
    return true;
  }

  #codeOf(text: string): number {
    return this.#texts.size < this.#maxTexts
      ? this.#texts.codeOf(text)
      : (this.#texts.find(text) ?? this.#texts.find(CUT_TEXT)!);
  }

  /** What was worked out from the events so far is no longer true. */
  #changed(): void {
    this.#tests.forget();
    this.#ordered = null;
    this.#inferred = null;
  }

  /** Forgets all parts of a file. */
  remove(evidenceId: string): void {
    this.#changed();
    this.#parts = this.#parts.filter((part) => part.evidenceId !== evidenceId);
    const kept = new Set(this.#parts);
    for (const marks of this.#marks.values())
      for (const part of marks.keys()) if (!kept.has(part)) marks.delete(part);
    this.#count = this.#parts.reduce((sum, { count }) => sum + count, 0);
  }

  /**
   * Remembers that a search through a file itself has found events: searches for the same words find them from now on.
   *
   * @param hits where they are in the file
   * @returns how many of them the index has, and did not know of
   */
  mark(words: readonly string[], evidenceId: string, { offsets, members }: MarkedPlaces): number {
    const key = searchKey(words);
    const marks = this.#marks.get(key) ?? new Map<IndexedPart, Uint8Array>();
    this.#marks.set(key, marks);
    const places = offsets.map((offset, i) => {
      const member = members[i];
      return { evidenceId, offset, ...(member !== undefined && { member }) };
    });
    const isWanted = this.#placeTest(places);
    let count = 0;
    for (const part of this.#parts) {
      if (part.evidenceId !== evidenceId) continue;
      for (let row = 0; row < part.count; row++) {
        if (!isWanted(part, row)) continue;
        let ofPart = marks.get(part);
        if (ofPart === undefined) marks.set(part, (ofPart = new Uint8Array(part.count)));
        if (ofPart[row] === 0) count++;
        ofPart[row] = 1;
      }
    }
    this.#ordered = null;
    return count;
  }

  /** Whether a row is at one of some places. */
  #placeTest(places: readonly EventPlace[]): RowTest {
    const wanted = new Map<string, Map<number, Set<number>>>();
    for (const { evidenceId, member, offset } of places) {
      const code = member === undefined ? 0 : (this.#texts.find(`/${member}`) ?? -1);
      const ofFile = wanted.get(evidenceId) ?? new Map<number, Set<number>>();
      wanted.set(evidenceId, ofFile);
      const known = ofFile.get(code);
      if (known === undefined) ofFile.set(code, new Set([offset]));
      else known.add(offset);
    }
    return (part, row) =>
      wanted.get(part.evidenceId)?.get(part.members[row]!)?.has(part.offsets[row]!) === true;
  }

  /** Forgets what searches through files have found. */
  forgetMarks(): void {
    this.#marks.clear();
    this.#ordered = null;
  }

  /**
   * What is known of each file and a query without reading it: which of its events match, and which may.
   *
   * @param alternatives an event matches if it meets all conditions of one of them
   * @param limit of how many of those that happened first, or last, the places are wanted
   */
  answer(alternatives: readonly Conditions[], limit: number, from: "first" | "last"): IndexAnswer {
    const verdicts = new Verdicts({ texts: this.#texts, ...this.#tables }, alternatives);
    const answer = new AnswerBuilder();
    for (const part of this.#parts) answer.addPart(part, verdicts.of(part));
    return answer.finish(limit, from, (code) => this.#texts.textOf(code));
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
    const counts = new Float64Array(this.#tests.sizeOf(column));
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
    const seriesOf = new Int32Array(this.#tests.sizeOf(column));
    if (field !== null) {
      const bySeries = new Map(values.map((value, i) => [this.#texts.find(value)!, i]));
      for (let code = 0; code < seriesOf.length; code++)
        seriesOf[code] = bySeries.get(this.#tests.textCode(column, position, code)) ?? -1;
    }
    this.#each(query, (part, row) => {
      const time = part.times[row]!;
      const at = seriesOf[part[column][row]!]!;
      if (at >= 0 && !Number.isNaN(time)) series[at]![1][Math.floor((time - start) / step)]!++;
    });
    return { start, step, series };
  }

  /**
   * The most frequent values of some fields. Those of a field are counted among the events that all filters but its own
   * find: so one can see what another value of it would find.
   *
   * @param limit the most values of a field; those that the query names come in addition
   */
  facets(query: EventQuery, fields: readonly EventField[], limit: number): EventFacet[] {
    const filters = query.filters ?? [];
    const groups = fields.map((field) => {
      const [column] = FIELDS[field];
      return { column, counts: new Float64Array(this.#tests.sizeOf(column)) };
    });
    const tests = this.#tests
      .of(query)
      .map(({ field, passes }) => ({ at: field === null ? -1 : fields.indexOf(field), passes }));
    this.#eachInTime(query, (part, row) => {
      // The only field whose filters the event fails; -1 for none.
      let failed = -1;
      for (const { at, passes } of tests) {
        if (at === failed && at >= 0) continue;
        if (passes(part, row)) continue;
        if (at < 0 || failed >= 0) return;
        failed = at;
      }
      if (failed >= 0) groups[failed]!.counts[part[groups[failed]!.column][row]!]!++;
      else for (const { column, counts } of groups) counts[part[column][row]!]!++;
    });
    return fields.map((field, i) => {
      const [column, position] = FIELDS[field === "event.category" ? "categories" : field];
      const { counts } = groups[i]!;
      const byText = position === null ? counts : this.#byText(counts, column, position);
      return { field, ...facetOf(field, this.#texts, byText, { filters, limit }) };
    });
  }

  /** The events that a query finds, counted by their values in some fields. */
  groups(query: EventQuery, fields: readonly EventField[], limit: number): EventGroups {
    const grouping = new EventGrouping(this.#texts, this.#tests, fields);
    this.#each(query, (part, row) => grouping.add(part, row));
    return grouping.finish(limit);
  }

  /** The longest times without an event that a query finds, at most one for each host and channel. */
  gaps(query: EventQuery, limit: number): { readonly gaps: readonly EventGap[]; readonly distinct: number } {
    const search = new GapSearch(this.#texts, this.#tests);
    const { parts, rows } = this.#inOrder(query);
    for (let i = 0; i < rows.length; i++) search.add(this.#parts[parts[i]!]!, rows[i]!);
    return search.finish(limit);
  }

  /** What the numbers of records say about missing ones, for each host and channel, those with most missing first. */
  recordIdGaps(
    query: EventQuery,
    limit: number,
  ): { readonly found: readonly RecordIdGaps[]; readonly distinct: number } {
    const search = new RecordIdSearch(this.#texts, this.#tests);
    this.#each(query, (part, row) => search.add(part, row));
    return search.finish(limit);
  }

  /** The events that a query finds, in the order of their times, then of their files and offsets. */
  rows(query: EventQuery, skip: number, limit: number): EventRow[] {
    const { parts, rows } = this.#orderedFor(query);
    return Array.from(rows.subarray(skip, skip + limit), (row, i) =>
      this.#rowAt(this.#parts[parts[skip + i]!]!, row),
    );
  }

  /** The position of an event among those that a query finds, as `rows` has them; -1 if it is not one of them. */
  positionOf(query: EventQuery, event: Pick<EventRow, "evidenceId" | "member" | "offset" | "time">): number {
    const { parts, rows } = this.#orderedFor(query);
    const timeAt = (i: number): number => this.#parts[parts[i]!]!.times[rows[i]!]!;
    const isBefore = (i: number): boolean =>
      Number.isNaN(event.time) ? !Number.isNaN(timeAt(i)) : timeAt(i) < event.time;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(middle)) low = middle + 1;
      else high = middle;
    }
    const member = event.member === undefined ? 0 : this.#texts.find(`/${event.member}`);
    for (let i = low; i < rows.length && Object.is(timeAt(i), event.time); i++) {
      const part = this.#parts[parts[i]!]!;
      const row = rows[i]!;
      if (
        part.offsets[row] === event.offset &&
        part.members[row] === member &&
        part.evidenceId === event.evidenceId
      )
        return i;
    }
    return -1;
  }

  #orderedFor(query: EventQuery): Ordered {
    const key = JSON.stringify(query);
    if (this.#ordered?.key !== key) this.#ordered = { key, events: this.#inOrder(query) };
    return this.#ordered.events;
  }

  #inOrder(query: EventQuery): Ordered {
    const count = this.countOf(query);
    const parts = new Uint32Array(count);
    const rows = new Uint32Array(count);
    const numbers = new Map(this.#parts.map((part, number) => [part, number]));
    let at = 0;
    let of: IndexedPart | null = null;
    let number = 0;
    this.#each(query, (part, row) => {
      if (part !== of) [of, number] = [part, numbers.get(part)!];
      parts[at] = number;
      rows[at++] = row;
    });
    const found = new Uint32Array(count);
    for (let i = 0; i < count; i++) found[i] = i;
    const byOffset = sortRows(found, (i) => this.#parts[parts[i]!]!.offsets[rows[i]!]!);
    const byTime = sortRows(byOffset, (i) => this.#parts[parts[i]!]!.times[rows[i]!]!);
    return { parts: byTime.map((i) => parts[i]!), rows: byTime.map((i) => rows[i]!) };
  }

  /**
   * The events that a query finds before and after a moment.
   *
   * @param time epoch milliseconds
   * @param limit the most events on either side: those that are nearest
   */
  around({ from, to, ...conditions }: EventQuery, time: number, limit: number): EventAround {
    const before = this.#inOrder({ ...conditions, ...(from !== undefined && { from }), to: time });
    const after = this.#inOrder({ ...conditions, from: time + 1, ...(to !== undefined && { to }) });
    const rowsOf = ({ parts, rows }: Ordered, start: number, end: number): EventRow[] =>
      Array.from(rows.subarray(start, end), (row, i) => this.#rowAt(this.#parts[parts[start + i]!]!, row));
    const countBefore = before.rows.length;
    return {
      before: rowsOf(before, Math.max(0, countBefore - limit), countBefore),
      after: rowsOf(after, 0, limit),
      countBefore,
      countAfter: after.rows.length,
    };
  }

  /** The parents of processes by number and time, for each row of the table of processes: see `inferParents`. */
  get #parents(): Uint32Array {
    return (this.#inferred ??= inferParents(this.#parts, { texts: this.#texts, ...this.#tables }));
  }

  /**
   * The parents of processes that name theirs by number alone, as the Security log does.
   *
   * @param entities `process.entity_id` of processes
   * @returns pairs of a process and its parent, for those whose parent was found by its number and the time
   */
  inferredParents(entities: readonly string[]): (readonly [entity: string, parent: string])[] {
    const wanted = new Set(entities.map((entity) => this.#texts.find(entity)));
    const { processes } = this.#tables;
    const found = new Map<number, number>();
    for (let row = 0; row < processes.size; row++) {
      const entity = processes.codesOf(row)[0]!;
      if (entity !== 0 && wanted.has(entity) && this.#parents[row] !== 0)
        found.set(entity, this.#parents[row]!);
    }
    return Array.from(found, ([entity, parent]) => [this.#texts.textOf(entity), this.#texts.textOf(parent)]);
  }

  /**
   * The processes that some processes started, by their `process.entity_id`.
   *
   * @returns `isInferred` says whether the parent of any is known by number and time alone
   */
  childrenOf(entities: readonly string[]): {
    readonly children: readonly string[];
    readonly isInferred: boolean;
  } {
    const wanted = new Set(entities.map((entity) => this.#texts.find(entity) ?? 0));
    wanted.delete(0);
    const children = new Set<number>();
    let isInferred = false;
    const { processes } = this.#tables;
    for (let row = 0; row < processes.size; row++) {
      const codes = processes.codesOf(row);
      const [own, named, inferred] = [codes[0]!, codes[3]!, this.#parents[row]!];
      if (own === 0 || !wanted.has(named || inferred)) continue;
      children.add(own);
      isInferred ||= named === 0;
    }
    return { children: Array.from(children, (code) => this.#texts.textOf(code)), isInferred };
  }

  /** A query that finds the events of a process, of those that it started, and so on, on one host. */
  descendants(host: string, entity: string): EventQuery {
    const children = new Map<string, string[]>();
    const { processes } = this.#tables;
    for (let row = 0; row < processes.size; row++) {
      const codes = processes.codesOf(row);
      const [own, parent] = [codes[0]!, codes[3]! || this.#parents[row]!].map((code) =>
        this.#texts.textOf(code),
      );
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
    const [entity, process, pid, parentEntity, parentPid, parentName] = this.#tables.processes
      .codesOf(part.processes[row]!)
      .map(text);
    const member = text(part.members[row]!);
    const [address, workstation, logonType, failure] = this.#tables.origins
      .codesOf(part.origins[row]!)
      .map(text);
    const recordId = part.recordIds[row]!;
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
      ...(parentPid !== "" && { parentPid: parentPid! }),
      ...(parentName !== "" && { parentName: parentName! }),
      ...(address !== "" && { address: address! }),
      ...(workstation !== "" && { workstation: workstation! }),
      ...(logonType !== "" && { logonType: logonType! }),
      ...(failure !== "" && { failure: failure! }),
      ...(recordId !== 0 && { recordId }),
    };
  }

  /** Calls back for each event that a query finds, part by part, in each part in the order of time. */
  #each(query: EventQuery, found: (part: IndexedPart, row: number) => void): void {
    const tests: readonly QueryTest[] = this.#tests.of(query);
    this.#eachInTime(query, (part, row) => {
      for (const { passes } of tests) if (!passes(part, row)) return;
      found(part, row);
    });
  }

  /** Calls back for each event of the query's file or places in its range of time, whatever its filters. */
  #eachInTime({ from, to, file, places }: EventQuery, found: (part: IndexedPart, row: number) => void): void {
    const isWanted = places === undefined ? null : this.#placeTest(places);
    for (const part of this.#parts) {
      if (file !== undefined && part.evidenceId !== file) continue;
      const isTimed = from !== undefined || to !== undefined;
      const start = from === undefined ? 0 : firstNotBelow(part.times, part.dated, from);
      const end = to === undefined ? part.dated : firstNotBelow(part.times, part.dated, to + 1);
      const last = isTimed ? end : part.count;
      if (isWanted === null) for (let row = start; row < last; row++) found(part, row);
      else for (let row = start; row < last; row++) if (isWanted(part, row)) found(part, row);
    }
  }

  #byText(counts: Float64Array, column: CodeColumn, position: number): Float64Array {
    const byText = new Float64Array(this.#texts.size);
    counts.forEach((count, row) => {
      if (count > 0) byText[this.#tests.textCode(column, position, row)]! += count;
    });
    return byText;
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
