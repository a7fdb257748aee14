import { APPLICATION_LOGS } from "./application-logs.ts";
import type { EventLog } from "./event-log.ts";
import { SECURITY_LOG } from "./security-log.ts";
import { SYSMON_LOG } from "./sysmon-log.ts";
import { SYSTEM_LOG } from "./system-log.ts";
import { nameOf, readTemplate, type Template } from "./template.ts";

/** One kind of event. */
export interface KnownEvent {
  /** What it is called in general: "Someone logged on", "The service … was installed". */
  readonly name: string;
  readonly templates: readonly Template[];
}

const LOGS: readonly EventLog[] = [SECURITY_LOG, SYSMON_LOG, ...SYSTEM_LOG, ...APPLICATION_LOGS];

/** A line of a table, which is read when the first of its events is asked for. */
class Line {
  readonly #text: string;
  #known: KnownEvent | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  get known(): KnownEvent {
    if (this.#known === null) {
      const templates = this.#text.split("|").map(readTemplate);
      this.#known = { name: nameOf(templates.at(-1)!), templates };
    }
    return this.#known;
  }
}

/** In place of the provider of an event whose provider is not known. */
const UNKNOWN = "?";

/** Lines by channel or provider, event id, and provider; under an empty provider those of logs that have one only. */
const byChannel = new Map<string, Map<string, Map<string, Line>>>();

for (const { channels, providers = [""], certain = [], events } of LOGS) {
  for (const row of events.trim().split("\n")) {
    const blank = row.indexOf(" ");
    const line = new Line(row.slice(blank + 1));
    for (const code of row.slice(0, blank).split(",")) {
      // An event without a channel is known by its provider.
      for (const place of [...channels, ...providers]) {
        if (place === "") continue;
        const codes = byChannel.get(place) ?? new Map<string, Map<string, Line>>();
        byChannel.set(place, codes);
        const lines = codes.get(code) ?? new Map<string, Line>();
        codes.set(code, lines);
        for (const provider of providers) lines.set(provider, line);
        if (certain.includes(code)) lines.set(UNKNOWN, line);
      }
    }
  }
}

/** What the events of a channel with an id are called: "Someone logged on". Empty if that is not known. */
export function kindOfEvent(channel: string, code: string): string {
  return knownEvent(channel, code)?.name ?? "";
}

/** The number of kinds of events in the tables. */
export function knownEvents(): number {
  const rows = LOGS.flatMap(({ events }) => events.trim().split("\n"));
  return rows.reduce((count, row) => count + row.slice(0, row.indexOf(" ")).split(",").length, 0);
}

/**
 * What is known of an event by its log and its id.
 *
 * @param provider who wrote it; empty if that is not known, as in the event index. In a log of many providers an id then
 *   says nothing, but for a few
 */
export function knownEvent(channel: string, code: string, provider = ""): KnownEvent | null {
  const lines = (byChannel.get(channel.toLowerCase()) ?? byChannel.get(provider.toLowerCase()))?.get(code);
  const line = lines?.get("") ?? lines?.get(provider === "" ? UNKNOWN : provider.toLowerCase());
  return line?.known ?? null;
}
