import { APPLICATION_LOGS } from "./application-logs.ts";
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

/**
 * The events of Windows' logs.
 *
 * A line with `#` begins a log: the names of its channel, and of the data sets that Elastic gives its events; after `@` the
 * providers of the lines below, if others write into it as well; after `!` ids that no other provider of the log uses, as
 * far as we know. All are in lower case, several are separated by semicolons, and `~` stands for `microsoft-windows-`.
 *
 * Any other line is the ids of an event and templates for its sentence, the most telling first: `4634,4647 {user} logged
 * off`. What such an event is called in general is made from the last one.
 */
const LOGS = [SECURITY_LOG, SYSMON_LOG, SYSTEM_LOG, APPLICATION_LOGS];
const HEADER = /^# (.*?)(?: @ (.*?))?(?: ! (.*))?$/;

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

let kinds = 0;

function addLog(log: string): void {
  let [channels, providers, certain]: string[][] = [[], [], []];
  for (const row of log.trim().split("\n")) {
    const header = HEADER.exec(row);
    if (header !== null) {
      const [, ofChannels = "", ofProviders = "", ids = ""] = header;
      channels = names(ofChannels);
      providers = names(ofProviders);
      certain = ids.split(" ");
      continue;
    }
    const blank = row.indexOf(" ");
    const line = new Line(row.slice(blank + 1));
    for (const code of row.slice(0, blank).split(",")) {
      kinds++;
      // An event without a channel is known by its provider.
      for (const place of new Set([...channels!, ...providers!])) {
        const lines = linesOf(place, code);
        for (const provider of providers!.length === 0 ? [""] : providers!) lines.set(provider, line);
        if (certain!.includes(code)) lines.set(UNKNOWN, line);
      }
    }
  }
}

function names(text: string): string[] {
  return text === "" ? [] : text.replaceAll("~", "microsoft-windows-").split(";");
}

function linesOf(place: string, code: string): Map<string, Line> {
  const codes = byChannel.get(place) ?? new Map<string, Map<string, Line>>();
  byChannel.set(place, codes);
  const lines = codes.get(code) ?? new Map<string, Line>();
  codes.set(code, lines);
  return lines;
}

/** Reads the tables when the first event is asked for: workers load this code, too. */
function readLogs(): void {
  if (kinds === 0) for (const log of LOGS) addLog(log());
}

/** What the events of a channel with an id are called: "Someone logged on". Empty if that is not known. */
export function kindOfEvent(channel: string, code: string): string {
  return knownEvent(channel, code)?.name ?? "";
}

/** The number of kinds of events in the tables. */
export function knownEvents(): number {
  readLogs();
  return kinds;
}

/**
 * What is known of an event by its log and its id.
 *
 * @param provider who wrote it; empty if that is not known, as in the event index. In a log of many providers an id then
 *   says nothing, but for a few
 */
export function knownEvent(channel: string, code: string, provider = ""): KnownEvent | null {
  readLogs();
  const lines = (byChannel.get(channel.toLowerCase()) ?? byChannel.get(provider.toLowerCase()))?.get(code);
  const line = lines?.get("") ?? lines?.get(provider === "" ? UNKNOWN : provider.toLowerCase());
  return line?.known ?? null;
}
