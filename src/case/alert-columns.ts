import { NumberColumn, type RowNumbers, RowSet, TextColumn } from "../columns/index.ts";
import { type AlertKey, alertId, alertKeyOf } from "./alert-id.ts";
import { type AlertCodes, AlertIndex } from "./alert-index.ts";
import { CARVED, EXTENSION, extrasOf, flagsOf, memberOf, memberText, PACKED_TEXTS } from "./alert-parts.ts";
import type { AlertExtras, AlertRow, PackedRows } from "./model.ts";

/** The columns of texts that a list can be filtered and sorted by. */
export const TEXT_COLUMNS = [
  "evidenceId",
  "ruleId",
  "reason",
  "host",
  "user",
  "process",
  "object",
  "source",
] as const;
export type AlertTextColumn = (typeof TEXT_COLUMNS)[number];

/** Where some columns are in the codes of packed rows. */
const [EVIDENCE, RULE, MEMBER, SHELF] = (["evidenceId", "ruleId", "member", "shelf"] as const).map((column) =>
  PACKED_TEXTS.indexOf(column),
) as [number, number, number, number];

/** Columns in which nearly every alert may have a text of its own. */
const SENTENCES: ReadonlySet<AlertTextColumn> = new Set(["reason", "object"]);
/** A sentence that occurs often is among the first so many. */
const MOST_KNOWN = 65_536;

/**
 * The rows of the alert list in columns: about a hundred bytes for each alert, where an object with its texts takes a
 * thousand. A row keeps its number for as long as the case is open, so lists of alerts are lists of numbers. A removed row
 * leaves its number unused.
 */
export class AlertColumns {
  readonly #texts = Object.fromEntries(
    TEXT_COLUMNS.map((column) => [column, new TextColumn(SENTENCES.has(column) ? MOST_KNOWN : Infinity)]),
  ) as unknown as Readonly<Record<AlertTextColumn, TextColumn>>;
  /** The name that an alert has instead of its rule's; empty for none. */
  readonly names = new TextColumn();
  /** What happened, in a sentence; empty where an earlier version stored the alert. */
  readonly dids = new TextColumn(MOST_KNOWN);
  /** The member of an archive that the record is in, after a slash; empty for a file that is no archive. */
  readonly members = new TextColumn();
  /** The owner of the page of findings, if it is not the file; empty for none. */
  readonly #shelves = new TextColumn();
  readonly #times = NumberColumn.doubles();
  readonly #offsets = NumberColumn.doubles();
  readonly #lines = NumberColumn.doubles();
  readonly #pages = NumberColumn.codes();
  readonly #slots = NumberColumn.codes();
  readonly #flags = NumberColumn.bytes();
  readonly #extras = new Map<number, AlertExtras>();
  /** Ids of sequences. The id of an alert of one event is made from its columns. */
  readonly #sequenceIds = new Map<number, string>();
  readonly #sequences = new Map<string, number>();
  readonly #index = new AlertIndex((row) => this.#codesAt(row));
  readonly #removed = new RowSet();
  #length = 0;

  /** Numbers that rows have or had: all are below this one. */
  get length(): number {
    return this.#length;
  }

  /** The number of rows that are there. */
  get size(): number {
    return this.length - this.#removed.size;
  }

  has(row: number): boolean {
    return row < this.length && !this.#removed.has(row);
  }

  /**
   * Adds an alert, in place of the one with the same id if there is one.
   *
   * @returns its number
   */
  put(alert: AlertRow): number {
    const known = this.find(alert.id);
    if (known !== undefined) this.#set(known, alert);
    return known ?? this.add(alert);
  }

  /**
   * Adds an alert whose id no other has.
   *
   * @returns its number
   */
  add(alert: AlertRow): number {
    const row = this.#length;
    this.#set(row, alert);
    this.#isAdded(row, alert.shelf === undefined ? undefined : alert.id);
    return row;
  }

  /** Makes room for so many more rows, so that none of those that come has to wait for it. */
  reserve(more: number): void {
    const length = this.#length + more;
    for (const column of this.#packedColumns()) column.codesUpTo(length);
    for (const column of [this.#times, this.#offsets, this.#lines, this.#pages, this.#slots, this.#flags])
      column.upTo(length);
    this.#index.reserve(length);
  }

  /** In the order of `PACKED_TEXTS`. */
  #packedColumns(): readonly TextColumn[] {
    const others = { name: this.names, did: this.dids, member: this.members, shelf: this.#shelves };
    const all: Readonly<Record<(typeof PACKED_TEXTS)[number], TextColumn>> = { ...this.#texts, ...others };
    return PACKED_TEXTS.map((column) => all[column]);
  }

  /**
   * Adds the rows of a page as they are stored, each in place of the one with the same id if there is one: like `put` of
   * each, without making objects of them.
   *
   * @param accepts whether alerts of a rule are added; asked once for each rule
   * @returns the numbers of those that were
   */
  addPacked(packed: PackedRows, accepts: (ruleId: string) => boolean = () => true): RowNumbers {
    const { count, texts, codes, numbers, places, flags } = packed;
    const columns = this.#packedColumns();
    const rules = codes.subarray(RULE * count, (RULE + 1) * count);
    const accepted = new Map<number, boolean>();
    for (const code of rules) if (!accepted.has(code)) accepted.set(code, accepts(texts[code]!));
    const extras = new Map(packed.extras);
    // By column: the code here of each text of the page, plus one; 0 where it is not known yet.
    const here = columns.map(() => new Uint32Array(texts.length));
    const uses = new Uint32Array(texts.length);
    for (const code of codes) uses[code]!++;
    const codeOf = (c: number, i: number, row: number): number => {
      const code = codes[c * count + i];
      if (code === undefined) return 0;
      const known = here[c]!;
      if (known[code] === 0) known[code] = 1 + codeHere(columns[c]!, row, texts[code]!, uses[code] === 1);
      return known[code]! - 1;
    };
    const added = new Uint32Array(count);
    let length = 0;
    for (let i = 0; i < count; i++) {
      if (accepted.get(rules[i]!) === false) continue;
      const offset = numbers[count + i]!;
      const [evidence, rule] = [codeOf(EVIDENCE, i, -1), codeOf(RULE, i, -1)];
      const [member, shelf] = [codeOf(MEMBER, i, -1), codeOf(SHELF, i, -1)];
      const id = shelf === 0 ? undefined : extras.get(i)?.id;
      const row =
        (id === undefined
          ? this.#index.find({ evidence, rule, member, offset }, (found) => this.has(found))
          : this.#sequences.get(id)) ?? this.#length;
      for (let c = 0; c < columns.length; c++) columns[c]!.setCode(row, codeOf(c, i, row));
      this.#times.set(row, numbers[i]!);
      this.#offsets.set(row, offset);
      this.#lines.set(row, numbers[2 * count + i]!);
      this.#pages.set(row, places[i]!);
      this.#slots.set(row, places[count + i]!);
      this.#flags.set(row, flags[i]!);
      this.#setExtras(row, extrasOf(extras.get(i) ?? NO_EXTRAS));
      if (row === this.#length) this.#isAdded(row, id);
      added[length++] = row;
    }
    return added.slice(0, length);
  }

  #isAdded(row: number, sequenceId: string | undefined): void {
    this.#length = row + 1;
    if (sequenceId === undefined) this.#index.add(row);
    else {
      this.#sequenceIds.set(row, sequenceId);
      this.#sequences.set(sequenceId, row);
    }
  }

  #set(row: number, alert: AlertRow): void {
    for (const column of TEXT_COLUMNS) this.#texts[column].set(row, alert[column]);
    this.names.set(row, alert.name ?? "");
    this.dids.set(row, alert.did ?? "");
    this.members.set(row, memberText(alert.member));
    this.#shelves.set(row, alert.shelf ?? "");
    this.#times.set(row, alert.time);
    this.#offsets.set(row, alert.offset);
    this.#lines.set(row, alert.line);
    this.#pages.set(row, alert.page);
    this.#slots.set(row, alert.slot);
    this.#flags.set(row, flagsOf(alert));
    this.#setExtras(row, extrasOf(alert));
  }

  #setExtras(row: number, extras: AlertExtras | null): void {
    if (extras !== null) this.#extras.set(row, extras);
    else this.#extras.delete(row);
  }

  remove(row: number): void {
    this.#removed.add(row);
    this.#extras.delete(row);
    const id = this.#sequenceIds.get(row);
    if (id !== undefined) this.#sequences.delete(id);
  }

  /** The number of the alert with an id; undefined if there is none. */
  find(id: string): number | undefined {
    return this.findName(alertKeyOf(id) ?? id);
  }

  /** The same by what the id is made from; the id itself for a sequence. */
  findName(name: AlertKey | string): number | undefined {
    return typeof name === "string" ? this.#sequences.get(name) : this.findEvent(name);
  }

  /** The number of the alert that a rule raised for one record; undefined if there is none. */
  findEvent({ evidenceId, place, ruleId }: AlertKey): number | undefined {
    const evidence = this.text("evidenceId").texts.find(evidenceId);
    const rule = this.text("ruleId").texts.find(ruleId);
    const member = this.members.texts.find(memberText(place.member));
    if (evidence === undefined || rule === undefined || member === undefined) return undefined;
    return this.#index.find({ evidence, rule, member, offset: place.offset }, (row) => this.has(row));
  }

  #codesAt(row: number): AlertCodes {
    return {
      evidence: this.text("evidenceId").codeAt(row),
      member: this.members.codeAt(row),
      rule: this.text("ruleId").codeAt(row),
      offset: this.#offsets.at(row),
    };
  }

  text(column: AlertTextColumn): TextColumn {
    return this.#texts[column];
  }

  /** The codes of a column's texts, for all numbers that rows have or had. */
  codes(column: AlertTextColumn | "names" | "members"): Uint32Array<ArrayBuffer> {
    const text = column === "names" || column === "members" ? this[column] : this.#texts[column];
    return text.codesUpTo(this.#length);
  }

  /** The times of all rows by number: see `timeAt`. */
  times(): Float64Array<ArrayBuffer> {
    return this.#times.upTo(this.#length) as Float64Array<ArrayBuffer>;
  }

  /** Epoch milliseconds; NaN if the event has no time. */
  timeAt(row: number): number {
    return this.#times.at(row);
  }

  offsetAt(row: number): number {
    return this.#offsets.at(row);
  }

  pageAt(row: number): number {
    return this.#pages.at(row);
  }

  slotAt(row: number): number {
    return this.#slots.at(row);
  }

  /** Who owns a row's page of findings: see `pageOwnerOf`. */
  ownerAt(row: number): string {
    return this.#shelves.at(row) || this.text("evidenceId").at(row);
  }

  /** Whether the alert is about several events. */
  isSequence(row: number): boolean {
    return this.#shelves.codeAt(row) !== 0;
  }

  /** Whether the record, or that of one of the events, was carved. */
  isCarved(row: number): boolean {
    return (this.#flags.at(row) & CARVED) !== 0;
  }

  /** What few alerts have: see `AlertRow`. */
  extrasAt(row: number): AlertExtras {
    return this.#extras.get(row) ?? NO_EXTRAS;
  }

  /** The same for all rows that have any. */
  get extras(): ReadonlyMap<number, AlertExtras> {
    return this.#extras;
  }

  /** A row that was removed still has its id. */
  idAt(row: number): string {
    return (
      this.#sequenceIds.get(row) ??
      alertId(this.text("evidenceId").at(row), this.#placeAt(row), this.text("ruleId").at(row))
    );
  }

  /** The member of an archive that the record is in; undefined for a file that is no archive. */
  memberAt(row: number): string | undefined {
    return memberOf(this.members.at(row));
  }

  #placeAt(row: number): AlertKey["place"] {
    const member = this.memberAt(row);
    return { offset: this.#offsets.at(row), ...(member !== undefined && { member }) };
  }

  /** What a row's id is made from; the id itself for a sequence. A row that was removed still has it. */
  nameAt(row: number): AlertKey | string {
    const sequence = this.#sequenceIds.get(row);
    if (sequence !== undefined) return sequence;
    return {
      evidenceId: this.text("evidenceId").at(row),
      place: this.#placeAt(row),
      ruleId: this.text("ruleId").at(row),
    };
  }

  /** A row as an object. */
  at(row: number): AlertRow {
    const flags = this.#flags.at(row);
    const shelf = this.#shelves.at(row);
    const name = this.names.at(row);
    const did = this.dids.at(row);
    const text = (column: AlertTextColumn): string => this.#texts[column].at(row);
    return {
      id: this.idAt(row),
      evidenceId: text("evidenceId"),
      page: this.#pages.at(row),
      slot: this.#slots.at(row),
      ruleId: text("ruleId"),
      time: this.#times.at(row),
      reason: text("reason"),
      host: text("host"),
      user: text("user"),
      process: text("process"),
      object: text("object"),
      ...this.#placeAt(row),
      line: this.#lines.at(row),
      source: text("source"),
      extension: (flags & EXTENSION) !== 0,
      ...((flags & CARVED) !== 0 && { carved: true as const }),
      ...(name !== "" && { name }),
      ...(did !== "" && { did }),
      ...(shelf !== "" && { shelf }),
      ...this.#extras.get(row),
    } as AlertRow;
  }

  /** The numbers of all rows, in ascending order. */
  all(): RowNumbers {
    return this.where(() => true);
  }

  /** The numbers of the rows that pass a test, in ascending order. */
  where(passes: (row: number) => boolean): RowNumbers {
    const found = new Uint32Array(this.size);
    let count = 0;
    for (let row = 0; row < this.length; row++) {
      if (!this.#removed.has(row) && passes(row)) found[count++] = row;
    }
    return found.slice(0, count);
  }
}

const NO_EXTRAS: AlertExtras = {};

/** The code of a text that a row is about to get. */
function codeHere(column: TextColumn, row: number, text: string, isRare: boolean): number {
  // A row that is added again needs no second copy of its text.
  if (row >= 0 && column.at(row) === text) return column.codeAt(row);
  const { texts } = column;
  return isRare ? texts.codeOfRare(text) : texts.codeOf(text);
}
