import { type FieldValue, type FlatEvent, hostKey } from "../ecs/index.ts";
import { firstOf } from "../match/index.ts";
import type { SkippedRecord } from "../formats/index.ts";
import { epochMillis, timestampMillis } from "../time/index.ts";
import type { EcsEvent, SourceId } from "../sources/index.ts";
import type { Projected } from "./field-projection.ts";

/** What was examined in a file, for the file list. */
export interface Inventory {
  /** Events by source, most first. With `sampled`, only decoded events count. */
  readonly sources: readonly (readonly [string, number])[];
  readonly categories: readonly (readonly [string, number])[];
  /** Each in the spelling that came first. */
  readonly hosts: readonly string[];
  /** There were more hosts than are listed. */
  readonly moreHosts: boolean;
  /** First and last event, milliseconds since 1970; null if no event has a time that can be read. Always exact. */
  readonly firstEvent: number | null;
  readonly lastEvent: number | null;
  /** Events whose time could not be read. */
  readonly undated: number;
  /**
   * Events for which every field named by rules was read; the bytes of the others alone showed that they cannot match.
   */
  readonly decoded: number;
  /** Sources, categories and hosts come from the decoded events and may be incomplete. */
  readonly sampled: boolean;
}

const MAX_HOSTS = 1000;
const MAX_CATEGORIES = 1000;

/** Gathers the inventory of one file, record by record. */
export class InventoryBuilder {
  readonly #sources = new Map<string, number>();
  readonly #categories = new Map<string, number>();
  /**
   * By `hostKey`. An event with a short and a full name would show that they are one host, but only `host.name` is read
   * of most records.
   */
  readonly #hosts = new Map<string, string>();
  #lastHost: FieldValue | undefined = undefined;
  readonly #decoder = new TextDecoder();
  #first = Infinity;
  #last = -Infinity;
  #undated = 0;
  #decoded = 0;
  #skipped = 0;
  #moreHosts = false;

  /** Events so far, decoded or not. */
  get events(): number {
    return this.#decoded + this.#skipped;
  }

  /** Whether some of them were not decoded. */
  get hasSkipped(): boolean {
    return this.#skipped > 0;
  }

  /**
   * Adds an event that was projected instead of decoded: the projection has everything that the inventory needs.
   *
   * @returns the event's time in epoch milliseconds; NaN if it has none, or none that can be read
   */
  addProjected({ source, event, timestampStart, timestampEnd }: Projected, buffer: Uint8Array): number {
    this.#decoded++;
    this.#addFields(source, event);
    const millis =
      timestampEnd > timestampStart ? this.#timeIn(buffer, timestampStart, timestampEnd) : timeOf(event);
    this.#addTime(millis);
    return millis;
  }

  /** @returns the event's time in epoch milliseconds; NaN if it has none, or none that can be read */
  addEvent({ source, event }: Pick<EcsEvent, "source" | "event">): number {
    this.#decoded++;
    this.#addFields(source, event);
    const millis = timeOf(event);
    this.#addTime(millis);
    return millis;
  }

  #addFields(source: SourceId, event: FlatEvent): void {
    add(this.#sources, source, 1);
    const category = event["event.category"];
    if (typeof category === "object") for (const name of category) this.#addCategory(String(name), 1);
    else if (category !== undefined) this.#addCategory(String(category), 1);
    const host = event["host.name"];
    if (host === this.#lastHost || host === undefined) return;
    if (typeof host === "object") for (const name of host) this.#addHost(String(name));
    else this.#addHost(String(host));
    this.#lastHost = host;
  }

  #addCategory(category: string, events: number): void {
    if (this.#categories.size < MAX_CATEGORIES || this.#categories.has(category))
      add(this.#categories, category, events);
  }

  #addHost(host: string): void {
    const key = hostKey(host);
    if (this.#hosts.size <= MAX_HOSTS && !this.#hosts.has(key)) this.#hosts.set(key, host);
  }

  /** Adds the inventory of `events` other events of the file. */
  join(of: Inventory, events: number): void {
    this.#decoded += of.decoded;
    this.#skipped += events - of.decoded;
    this.#undated += of.undated;
    this.#first = Math.min(this.#first, of.firstEvent ?? Infinity);
    this.#last = Math.max(this.#last, of.lastEvent ?? -Infinity);
    for (const [source, count] of of.sources) add(this.#sources, source, count);
    for (const [category, count] of of.categories) this.#addCategory(category, count);
    for (const host of of.hosts) this.#addHost(host);
    this.#moreHosts ||= of.moreHosts;
  }

  addSkipped(record: SkippedRecord): void {
    this.#skipped++;
    const { buffer, timestampStart, timestampEnd } = record;
    this.#addTime(this.#timeIn(buffer, timestampStart, timestampEnd));
  }

  #timeIn(buffer: Uint8Array, start: number, end: number): number {
    const millis = timestampMillis(buffer, start, end);
    return Number.isNaN(millis) ? epochMillis(this.#decoder.decode(buffer.subarray(start, end))) : millis;
  }

  #addTime(millis: number): void {
    if (Number.isNaN(millis)) this.#undated++;
    else {
      if (millis < this.#first) this.#first = millis;
      if (millis > this.#last) this.#last = millis;
    }
  }

  finish(): Inventory {
    return {
      sources: byCount(this.#sources),
      categories: byCount(this.#categories),
      hosts: [...this.#hosts]
        .slice(0, MAX_HOSTS)
        .sort(byKey)
        .map(([, host]) => host),
      moreHosts: this.#moreHosts || this.#hosts.size > MAX_HOSTS,
      firstEvent: this.#first === Infinity ? null : this.#first,
      lastEvent: this.#last === -Infinity ? null : this.#last,
      undated: this.#undated,
      decoded: this.#decoded,
      sampled: this.hasSkipped,
    };
  }
}

/** The time of an event in epoch milliseconds; NaN if it has none, or none that can be read. */
export function timeOf(event: FlatEvent): number {
  const value = firstOf(event["@timestamp"]);
  return value === undefined || typeof value === "boolean" ? NaN : epochMillis(value);
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

function byCount(counts: Map<string, number>): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
