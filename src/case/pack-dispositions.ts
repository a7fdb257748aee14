import { type AlertKey, alertId, alertKeyOf } from "./alert-id.ts";
import { memberOf, memberText } from "./alert-parts.ts";
import type { Decided, DispositionPage } from "./model.ts";

/** An alert by what its id is made from, or by its id if that is a sequence's. */
export type AlertName = AlertKey | string;
export type DecidedAlert = readonly [alert: AlertName, decided: Decided];

/** The pages that the dispositions of a file's alerts, or of all sequences, are spread over. */
const PAGES = 4096;
/** Alerts of the same part of a file are often decided about together: they are on one page. Bytes. */
const PART_OF_FILE = 65_536;
/** The owner of the dispositions of sequences, whose ids begin with it. */
const SEQUENCES = "sequence";

/** Where the disposition of an alert is stored. It follows from the alert's id alone. */
export interface DispositionPlace {
  /** The file's id, or `sequence`. */
  readonly owner: string;
  readonly page: number;
}

export function dispositionPlace(alert: AlertName): DispositionPlace {
  if (typeof alert !== "string")
    return { owner: alert.evidenceId, page: pageOfEvent(alert.place.offset, alert.place.member) };
  return {
    owner: alert.startsWith(`${SEQUENCES}.`) ? SEQUENCES : alert.split(".", 1)[0]!,
    page: hash(alert),
  };
}

/** The page of an alert of one event. */
export function pageOfEvent(offset: number, member: string | undefined): number {
  const part = Math.floor(Math.abs(offset) / PART_OF_FILE);
  return (part + (member === undefined ? 0 : hash(member))) % PAGES;
}

function hash(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum, 31) + text.charCodeAt(i);
  return ((sum ^ (sum >>> 15)) >>> 0) % PAGES;
}

/** An alert's id as a name. */
export function alertNameOf(id: string): AlertName {
  const key = alertKeyOf(id);
  return key !== null && idOfName(key) === id ? key : id;
}

export function idOfName(alert: AlertName): string {
  return typeof alert === "string" ? alert : alertId(alert.evidenceId, alert.place, alert.ruleId);
}

/** Packs what is decided about the alerts of one page, one after the other. */
export class DispositionPacker {
  readonly #where: DispositionPlace & { readonly caseId: string };
  readonly #values = new Numbered<Decided>();
  readonly #texts = new Numbered<string>();
  readonly #offsets: number[] = [];
  readonly #rules: number[] = [];
  readonly #members: number[] = [];
  readonly #decided: number[] = [];
  readonly #others: (readonly [id: string, value: number])[] = [];

  constructor(where: DispositionPlace & { readonly caseId: string }) {
    this.#where = where;
  }

  add(alert: AlertName, decided: Decided): void {
    if (typeof alert === "string") this.#others.push([alert, this.#values.numberOf(decided)]);
    else this.addEvent(alert.place.offset, alert.ruleId, memberText(alert.place.member), decided);
  }

  /** @param member see `memberText` */
  addEvent(offset: number, ruleId: string, member: string, decided: Decided): void {
    this.#offsets.push(offset);
    this.#rules.push(this.#texts.numberOf(ruleId));
    this.#members.push(this.#texts.numberOf(member));
    this.#decided.push(this.#values.numberOf(decided));
  }

  finish(): DispositionPage {
    const { caseId, owner, page } = this.#where;
    return {
      ...{ caseId, owner, page },
      values: this.#values.all,
      texts: this.#texts.all,
      offsets: Float64Array.from(this.#offsets),
      columns: Uint32Array.from([...this.#rules, ...this.#members, ...this.#decided]),
      others: this.#others,
    };
  }
}

/** Gives each different value a number, in the order in which they come. */
class Numbered<T> {
  readonly #numbers = new Map<T, number>();
  readonly #all: T[] = [];
  /** Most alerts have the same as the one before. */
  #last: T | undefined;
  #lastNumber = -1;

  get all(): readonly T[] {
    return this.#all;
  }

  numberOf(value: T): number {
    if (value === this.#last && this.#lastNumber >= 0) return this.#lastNumber;
    let number = this.#numbers.get(value);
    if (number === undefined) this.#numbers.set(value, (number = this.#all.push(value) - 1));
    this.#last = value;
    this.#lastNumber = number;
    return number;
  }
}

/** What a stored page says about each of its alerts. */
export function unpackDispositions(page: DispositionPage): DecidedAlert[] {
  const { owner, values, texts, offsets, columns, others } = page;
  const { length } = offsets;
  const unpacked: DecidedAlert[] = [];
  offsets.forEach((offset, i) => {
    const member = memberOf(texts[columns[length + i]!]!);
    const place = { offset, ...(member !== undefined && { member }) };
    unpacked.push([
      { evidenceId: owner, place, ruleId: texts[columns[i]!]! },
      values[columns[2 * length + i]!]!,
    ]);
  });
  for (const [id, code] of others) unpacked.push([id, values[code]!]);
  return unpacked;
}

/** Packs what is decided about alerts of many pages: each page with all that is given of it. */
export function dispositionPages(caseId: string, alerts: Iterable<DecidedAlert>): DispositionPage[] {
  const pages = new Map<string, DispositionPacker>();
  for (const [alert, decided] of alerts) {
    const place = dispositionPlace(alert);
    const key = `${place.page} ${place.owner}`;
    let page = pages.get(key);
    if (page === undefined) pages.set(key, (page = new DispositionPacker({ caseId, ...place })));
    page.add(alert, decided);
  }
  return Array.from(pages.values(), (page) => page.finish());
}
