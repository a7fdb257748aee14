import { NumberColumn, type RowNumbers, RowSet, TextColumn } from "../columns/index.ts";
import { type AlertKey, alertId, alertKeyOf } from "./alert-id.ts";
import { type AlertCodes, AlertIndex } from "./alert-index.ts";
import type { AlertRow } from "./model.ts";

/** What a row has in addition to its columns, because few rows have it. */
type Extras = Pick<AlertRow, "ingested" | "arrived" | "events" | "lost" | "risk" | "severity">;

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
  readonly #extras = new Map<number, Extras>();
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
    const row = this.#length++;
    this.#set(row, alert);
    if (alert.shelf === undefined) this.#index.add(row);
    else {
      this.#sequenceIds.set(row, alert.id);
      this.#sequences.set(alert.id, row);
    }
    return row;
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
    this.#setExtras(row, alert);
  }

  #setExtras(row: number, { ingested, arrived, events, lost, risk, severity }: AlertRow): void {
    const extras: Extras = {
      ...(ingested !== undefined && { ingested }),
      ...(arrived !== undefined && { arrived }),
      ...(events !== undefined && { events }),
      ...(lost !== undefined && { lost }),
      ...(risk !== undefined && { risk }),
      ...(severity !== undefined && { severity }),
    };
    if (Object.keys(extras).length > 0) this.#extras.set(row, extras);
    else this.#extras.delete(row);
  }

  remove(row: number): void {
    this.#removed.add(row);
    this.#extras.delete(row);
    const id = this.#sequenceIds.get(row);
    if (id !== undefined) this.#sequences.delete(id);
    this.#sequenceIds.delete(row);
  }

  /** The number of the alert with an id; undefined if there is none. */
  find(id: string): number | undefined {
    const key = alertKeyOf(id);
    return key === null ? this.#sequences.get(id) : this.findEvent(key);
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
  extrasAt(row: number): Extras {
    return this.#extras.get(row) ?? NO_EXTRAS;
  }

  /** The same for all rows that have any. */
  get extras(): ReadonlyMap<number, Extras> {
    return this.#extras;
  }

  idAt(row: number): string {
    return (
      this.#sequenceIds.get(row) ??
      alertId(this.text("evidenceId").at(row), this.#placeAt(row), this.text("ruleId").at(row))
    );
  }

  #placeAt(row: number): AlertKey["place"] {
    const member = memberOf(this.members.at(row));
    return { offset: this.#offsets.at(row), ...(member !== undefined && { member }) };
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

const EXTENSION = 1;
const CARVED = 2;
const NO_EXTRAS: Extras = {};

function flagsOf({ extension, carved }: AlertRow): number {
  return (extension ? EXTENSION : 0) | (carved ? CARVED : 0);
}

/** A member's path can be empty, and so needs to be told from no member. */
function memberText(member: string | undefined): string {
  return member === undefined ? "" : `/${member}`;
}

function memberOf(text: string): string | undefined {
  return text === "" ? undefined : text.slice(1);
}
