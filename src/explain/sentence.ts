import type { FlatEvent } from "../ecs/index.ts";
import { firstOf } from "../match/index.ts";
import { epochMillis } from "../time/index.ts";
import { firstText, textOf, textsOf } from "./event-values.ts";
import { generalTemplates } from "./general-events.ts";
import { type KnownEvent, knownEvent } from "./known-event.ts";
import { type IndexedEventTexts, loginOf, ROLES } from "./roles.ts";
import { cut, type SentencePart, sentenceText, valuePart, words } from "./sentence-part.ts";
import { type Clause, fill, type Source, type Template } from "./template.ts";

/**
 * What happened, in one line for a list: who did what to what, without host and time.
 *
 * @returns never empty
 */
export function eventSentence(event: FlatEvent): SentencePart[] {
  return [...clauseOf(event, false).parts];
}

/** The same from what the event index has of an event. */
export function rowSentence(row: IndexedEventTexts): SentencePart[] {
  const source = { row: { ...row, user: isNobody(row) ? "" : row.user } };
  const known = knownEvent(row.channel, row.code);
  const clause =
    (known === null ? null : firstThatFits(known.templates, source, false)) ??
    (known === null ? firstThatFits(generalTemplates([row.category], [row.action]), source, false) : null);
  if (clause !== null) return [...clause.parts];
  if (known !== null) return named(known, source, row.object, "");
  const who = row.process || source.row.user;
  return [
    ...(who === "" ? [] : [valuePart("who", who), words(": ")]),
    ...(row.action === ""
      ? nameParts(row.code, row.channel, row.category)
      : [valuePart("value", row.action)]),
    ...(row.object === "" ? [] : [words(": "), valuePart("value", row.object)]),
  ];
}

/** The index has Sysmon's own account as the user of an event that names no other. */
function isNobody({ user, channel }: IndexedEventTexts): boolean {
  return user === "S-1-5-18" && /sysmon/i.test(channel.slice(0, 100));
}

/**
 * What happened, in full: the account on the host ran the process, which did what to what at which time.
 *
 * @returns never empty
 */
export function fullSentence(event: FlatEvent): SentencePart[] {
  const { parts, subject } = clauseOf(event, true);
  const host = textOf(event, "host.name");
  const login = loginOf(event);
  const on = host === "" ? [] : [words(" on "), valuePart("value", host)];
  const [first, ...rest] = parts;
  const at = timeParts(event);
  const whole = (...all: readonly (readonly SentencePart[])[]): SentencePart[] => [
    ...all.flat(),
    ...at,
    words("."),
  ];
  switch (subject) {
    case "process":
    case "creator":
      // A process can be its own subject without having done anything: it was started, or ended.
      if (login === "" || isAboutProcess(rest)) return whole([first!], on, rest);
      return whole([valuePart("who", login)], on, [words(" ran "), first!, words(", which")], rest);
    case "user":
      return whole([valuePart("who", login || first!.text)], on, rest);
    case "parent":
      return whole([first!], on, rest);
    default:
      return host === ""
        ? whole(parts)
        : whole([words("On "), valuePart("value", host), words(", ")], inSentence(parts));
  }
}

/** Whether a clause about a process goes on without a verb that a relative clause could have. */
function isAboutProcess([next]: readonly SentencePart[]): boolean {
  return next === undefined || next.kind !== "text" || !/^ [a-z]/.test(next.text);
}

/** Names that keep their capital in the middle of a sentence. */
const NAMES = new Set(
  "Certificate Defender Defender's Kerberos Netlogon Remote Sysmon Sysmon's Windows".split(" "),
);

/** A clause after "On HOST,": its first word in lower case, unless it is a name. */
function inSentence(parts: readonly SentencePart[]): readonly SentencePart[] {
  const [first, ...rest] = parts;
  if (first?.kind !== "text") return parts;
  const text = first.text.replace(/^[A-Z][a-z']*(?= |$)/, (word) =>
    NAMES.has(word) ? word : word.toLowerCase(),
  );
  return [{ kind: "text", text }, ...rest];
}

function timeParts(event: FlatEvent): SentencePart[] {
  const first = firstOf(event["@timestamp"]);
  const millis = first === undefined || typeof first === "boolean" ? NaN : epochMillis(first);
  if (Number.isNaN(millis)) return [];
  const written = new Date(millis).toISOString().replace("T", " ").slice(0, -1);
  return [
    words(" at "),
    { kind: "value", text: written.slice(written.indexOf("-") + 1), full: `${written} UTC` },
  ];
}

/** The most that a row of the alert list keeps of its sentence. */
export const MOST_OF_SENTENCE = 200;

/**
 * The sentence for a list as one text of at most `MOST_OF_SENTENCE` characters.
 *
 * @param events one, or those of a sequence or a sample, whose sentences are joined by semicolons
 */
export function shortSentence(...events: readonly FlatEvent[]): string {
  const sentences = events.map((event) => cut(sentenceText(eventSentence(event)), MOST_OF_SENTENCE));
  return cut(sentences.join("; "), MOST_OF_SENTENCE);
}

/**
 * The same for an event with values that no event had before it.
 *
 * @param values what is new
 */
export function newSentence(values: readonly string[], event: FlatEvent): string {
  const named = values.map((value) => cut(value, MOST_OF_VALUE)).join(", ");
  return cut(`First ${named}: ${shortSentence(event)}`, MOST_OF_SENTENCE);
}

/** So that a long value leaves room for the sentence. */
const MOST_OF_VALUE = 60;

/** Whether Loupe has better words for an event than its id, its action or its message. */
export function hasOwnSentence(event: FlatEvent): boolean {
  return knownOf(event) !== null || ownClause(event, false) !== null;
}

function clauseOf(event: FlatEvent, long: boolean): Clause {
  const own = ownClause(event, long);
  if (own !== null) return own;
  const known = knownOf(event);
  return {
    parts: known === null ? fallback(event) : named(known, { event }, objectOf(event), firstLine(event)),
    subject: "",
  };
}

function ownClause(event: FlatEvent, long: boolean): Clause | null {
  const source = { event };
  const known = knownOf(event);
  if (known !== null) return firstThatFits(known.templates, source, long);
  const kinds = ["event.type", "event.action", "network.direction"].flatMap((field) => textsOf(event, field));
  return firstThatFits(generalTemplates(textsOf(event, "event.category"), kinds), source, long);
}

/** @returns null for an event of no Windows log, or of one whose event is not in the tables */
export function knownOf(event: FlatEvent): KnownEvent | null {
  const code = textOf(event, "event.code");
  if (code === "") return null;
  const channel = firstText(event, "winlog.channel", "event.dataset", "event.module");
  for (const provider of textsOf(event, "event.provider").toReversed()) {
    const known = knownEvent(channel, code, provider);
    if (known !== null) return known;
  }
  return event["event.provider"] === undefined ? knownEvent(channel, code) : null;
}

function firstThatFits(templates: readonly Template[], source: Source, long: boolean): Clause | null {
  for (const missing of ["nothing", "subject"] as const) {
    for (const template of templates) {
      const clause = fill(template, source, long, missing);
      if (clause !== null) return clause;
    }
  }
  return null;
}

/** An event of which values are missing: what is there, and what the event says itself. */
function named(
  { templates, name }: KnownEvent,
  source: Source,
  object: string,
  line: string,
): SentencePart[] {
  const parts = [...(fill(templates.at(-1)!, source, false, "any")?.parts ?? [words(name)])];
  if (object !== "") return [...parts, words(": "), valuePart("path", object)];
  return line === "" ? parts : [...parts, words(": "), valuePart("value", line)];
}

function objectOf(event: FlatEvent): string {
  return firstText(event, "registry.path", "file.path", "winlog.event_data.ObjectName");
}

/** The first line of the message that Windows made of an event. */
function firstLine(event: FlatEvent): string {
  const [line = ""] = textOf(event, "message").split("\n", 1);
  return line.trim().replace(/\s+/g, " ");
}

/** `Application event 1000`; of most providers' names only the end is telling. Without an id: what it is otherwise. */
function nameParts(code: string, from: string, otherwise: string): SentencePart[] {
  if (code === "") return [otherwise === "" ? words("An event") : valuePart("value", otherwise)];
  const by = from.replace(/^Microsoft-Windows-/, "");
  return [
    ...(by === "" ? [words("Event ")] : [valuePart("value", by), words(" event ")]),
    valuePart("value", code),
  ];
}

const DATA = /^winlog\.(?:event_data|user_data)\./;
const SHOWN_VALUES = 2;

/** An event without better words: its id and its provider, and what it says itself. */
function fallback(event: FlatEvent): SentencePart[] {
  const code = textOf(event, "event.code");
  const from = firstText(event, "event.provider", "winlog.channel", "event.dataset", "event.module");
  const [action = ""] = textsOf(event, "event.action");
  const who = code === "" ? ROLES.get("process")!.read(event) || ROLES.get("user")!.read(event) : "";
  const parts: SentencePart[] = [
    ...(who === "" ? [] : [valuePart("who", who), words(": ")]),
    ...nameParts(code, from, action || textOf(event, "event.category")),
  ];
  const line = firstLine(event) || (code === "" ? "" : action);
  if (line !== "") return [...parts, words(": "), valuePart("value", line)];
  let shown = 0;
  for (const field in event) {
    if (shown === SHOWN_VALUES || !DATA.test(field) || field.length > 100) continue;
    const name = field.replace(DATA, "");
    const value = textOf(event, field);
    if (value === "" || name === "Binary" || name === "xml_name") continue;
    parts.push(words(shown === 0 ? ": " : ", "));
    // A value without a name has only its number.
    if (!/^param\d+$/.test(name)) parts.push(valuePart("value", cut(name, 40)), words(" = "));
    parts.push(valuePart("value", cut(value, 60)));
    shown++;
  }
  return parts;
}
