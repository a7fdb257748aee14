import { bytes, count, duration, plural } from "./format.ts";

/** What the functions of EQL do, in the order of their arguments. */
const FUNCTIONS: ReadonlyMap<string, readonly [args: string, what: string]> = new Map([
  ["add", ["a, b", "The sum of two numbers."]],
  [
    "between",
    ["text, left, right, greedy?", "What is between two texts; with greedy, up to the last right one."],
  ],
  ["cidrMatch", ["address, block, …", 'Whether an address is in one of some blocks, as in "10.0.0.0/8".']],
  ["concat", ["value, …", "The values as one text."]],
  ["divide", ["a, b", "The first number divided by the second; of two integers without its fraction."]],
  ["endsWith", ["text, end", "Whether a text ends with another."]],
  ["indexOf", ["text, part, from?", "Where a part begins in a text, counted from 0."]],
  ["length", ["text", "How many characters a text has."]],
  ["modulo", ["a, b", "What is left when the first number is divided by the second."]],
  ["multiply", ["a, b", "The product of two numbers."]],
  ["number", ["text, base?", "The number that a text is, in base 10 or another."]],
  ["startsWith", ["text, start", "Whether a text begins with another."]],
  ["string", ["value", "A value as text."]],
  ["stringContains", ["text, part", "Whether a text contains another."]],
  [
    "substring",
    ["text, from, to?", "A part of a text; positions are counted from 0, negative ones from its end."],
  ],
  ["subtract", ["a, b", "The first number less the second."]],
]);

/** `length(text)` and what it gives; undefined for what is no function of EQL. */
export function functionWords(name: string): { readonly usage: string; readonly what: string } | undefined {
  const words = FUNCTIONS.get(name);
  return words && { usage: `${name}(${words[0]})`, what: words[1] };
}

/** What the words of EQL do, with how they are written. */
const KEYWORDS: ReadonlyMap<string, readonly [usage: string, what: string]> = new Map([
  ["any", ["any where condition", "Events of every category."]],
  [
    "where",
    ["category where condition", "Events of a category that meet a condition; any is every category."],
  ],
  [
    "sequence",
    [
      "sequence by field [a where …] [b where …]",
      "Events that follow each other, in this order, with the same values in the fields.",
    ],
  ],
  [
    "sample",
    ["sample by field [a where …] [b where …]", "Events with the same values in the fields, in any order."],
  ],
  ["by", ["by field, …", "The events of a sequence or sample have the same values in these fields."]],
  ["with", ["with maxspan=15m, with runs=3", "A limit on a sequence, or how often an event of it repeats."]],
  [
    "maxspan",
    [
      "with maxspan=15m",
      "The longest time from the first to the last event of a sequence: ms, s, m, h or d.",
    ],
  ],
  ["runs", ["[…] with runs=3", "The event has to occur this often in a row."]],
  ["until", ["sequence … until [a where …]", "A sequence that this event interrupts does not count."]],
  ["head", ["| head 10", "The first results only, in the order of time."]],
  ["tail", ["| tail 10", "The last results only, in the order of time."]],
  ["in", ['field in ("a", "b")', "Whether a field has one of some values; in~ ignores case."]],
  [
    "like",
    [
      'field like "a*"',
      "Whether a field fits a pattern: * is any text, ? one character; like~ ignores case.",
    ],
  ],
  [
    "regex",
    ['field regex "[0-9]+"', "Whether the whole value fits a regular expression; regex~ ignores case."],
  ],
  ["not", ["not condition", "True where the condition is not, also where its field is missing."]],
  ["null", ["field == null", "Events without the field."]],
]);

/** How a word of EQL is used, and what it means; undefined for every other text. */
export function keywordWords(word: string): { readonly usage: string; readonly what: string } | undefined {
  const words = KEYWORDS.get(word.replace("~", ""));
  return words && { usage: words[0], what: words[1] };
}

export function emptyQueryWords(): string {
  return "The query cannot be read.";
}

export function fieldLackingWords(field: string): string {
  return `No event here has the field ${field}.`;
}

export function fieldUnknownWords(field: string, instead: string | null): string {
  const meant = instead === null ? "" : ` Did you mean ${instead}?`;
  return `Loupe has not met the field ${field} in this evidence.${meant}`;
}

/** What a hunt has done so far, or in all. */
export interface HuntFacts {
  readonly kind: "event" | "sequence" | "sample";
  readonly state: "reading" | "correlating" | "done" | "stopped" | "failed";
  /** Results after the pipes of the query. */
  readonly count: number;
  readonly hasMore: boolean;
  /** Records that match, whatever the pipes leave. */
  readonly matches: number;
  /** Events or sequences that are listed. */
  readonly listed: number;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly milliseconds: number;
  /** What the event index says of all files: results for certain, and events that may be; null if it does not know. */
  readonly indexed?: IndexedFacts | null;
}

interface IndexedFacts {
  readonly certain: number;
  readonly possible: number;
}

const NOUNS = { event: "event", sequence: "sequence", sample: "sample" } as const;

/** `1,234 events`, `3 sequences`, `at least 100,000 sequences`. */
export function huntCountWords({
  kind,
  count: found,
  hasMore,
}: Pick<HuntFacts, "kind" | "count" | "hasMore">): string {
  return `${hasMore ? "at least " : ""}${plural(found, NOUNS[kind])}`;
}

/** How far a hunt is, or how it ended. */
export function huntProgressWords(facts: HuntFacts): string {
  const { state, bytes: read, totalBytes, milliseconds, kind, matches } = facts;
  switch (state) {
    case "reading":
      return `Searching: ${bytes(read)} of ${bytes(totalBytes)}, ${plural(matches, "matching record")} so far${indexedWords(facts.indexed)}`;
    case "correlating":
      return `Putting ${NOUNS[kind]}s together from ${plural(matches, "matching record")}`;
    case "stopped":
      return `Stopped after ${bytes(read)} of ${bytes(totalBytes)}: ${huntCountWords(facts)} so far`;
    case "failed":
      return "The search could not be done";
    case "done":
      return totalBytes === 0
        ? "Nothing had to be read"
        : `${bytes(totalBytes)} in ${duration(milliseconds)}${speed(totalBytes, milliseconds)}`;
  }
}

/** How many there will be. */
function indexedWords(indexed: IndexedFacts | null | undefined): string {
  if (indexed == null) return "";
  const { certain, possible } = indexed;
  return ` of ${possible === 0 ? "" : "at most "}${count(certain + possible)}, by the event index`;
}

function speed(totalBytes: number, milliseconds: number): string {
  return milliseconds < 1000 ? "" : `, ${bytes((1000 * totalBytes) / milliseconds)} a second`;
}

/** Which of the results are listed; empty if all are. */
export function huntListedWords(facts: HuntFacts): string {
  const { kind, count: found, listed, state, hasMore } = facts;
  if (state === "reading" || state === "correlating" || (listed >= found && !hasMore)) return "";
  const noun = kind === "event" ? "in the order of their times" : "that were found first";
  return `${count(listed)} of them are listed, those ${noun}.`;
}

/** What an export of a hunt has: all results, or those that are listed of a search that was stopped. */
export function huntExportWords(facts: HuntFacts, shown: number, isNarrowed: boolean): string {
  const { kind, state, listed } = facts;
  const filtered = isNarrowed ? " with the chosen values" : "";
  const isWhole = listed >= facts.count && !facts.hasMore;
  if (isWhole || state !== "done")
    return kind === "event"
      ? `${plural(shown, "listed event")}${filtered}`
      : `${plural(listed, NOUNS[kind])}${filtered}`;
  return isNarrowed
    ? `Those of ${huntCountWords(facts)}${filtered}`
    : facts.hasMore
      ? huntCountWords(facts)
      : `All ${huntCountWords(facts)}`;
}

/** That the values of some of the fields are counted among the listed results only. */
export function ofListedWords(fields: number, of: number, listed: number): string {
  const which = fields === of ? "The counts are" : `The counts of ${plural(fields, "field")} are`;
  return `${which} those of the ${plural(listed, "listed event")}.`;
}

/** `3 of 12 files are not at hand, and were not searched.` */
export function awayWords(away: number, all: number): string {
  return `${count(away)} of ${plural(all, "file")} ${away === 1 ? "is" : "are"} not at hand: not searched.`;
}

/** That a query made of a filter lacks some of its conditions. */
export function leftOutOfQueryWords(conditions: number): string {
  const [is, it] = conditions === 1 ? ["is", "it"] : ["are", "them"];
  return `${plural(conditions, "condition")} of the filter ${is} left out: EQL cannot ask ${it}.`;
}

/** What the event index says of files that are not at hand; empty if it does not know. */
export function indexedAwayWords(indexed: IndexedFacts | null, kind: HuntFacts["kind"]): string {
  if (indexed === null) return "";
  const { certain, possible } = indexed;
  const what = kind === "event" ? "match" : `can be part of a ${NOUNS[kind]}`;
  const most = certain + possible;
  if (possible === 0) return `By the event index, ${plural(certain, "event")} of theirs ${what}.`;
  return certain === 0
    ? `By the event index, at most ${plural(most, "event")} of theirs ${what}.`
    : `By the event index, between ${count(certain)} and ${plural(most, "event")} of theirs ${what}.`;
}

/** `12 files have no event that matches, by the event index, and were not read again.` */
export function ruledOutWords(files: number): string {
  const [have, were] = files === 1 ? ["file has", "was"] : ["files have", "were"];
  return `${count(files)} ${have} no event that can match, by the event index, and ${were} not read again.`;
}

export function withoutWords(files: number, categories: readonly string[]): string {
  return `${plural(files, "file has", "files have")} no ${categories.join(" or ")} event, and ${files === 1 ? "was" : "were"} not read again.`;
}
