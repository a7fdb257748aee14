import { wholeNumber } from "../../time/index.ts";

/** The meaning of the `<Keywords>` bits in every log (winmeta.xml of the Windows SDK, as Winlogbeat has them). */
const KNOWN: readonly (readonly [bit: bigint, name: string])[] = [
  [0x1000000000000n, "Response Time"],
  [0x4000000000000n, "WDI Diag"],
  [0x8000000000000n, "SQM"],
  [0x10000000000000n, "Audit Failure"],
  [0x20000000000000n, "Audit Success"],
  [0x40000000000000n, "Correlation Hint"],
  [0x80000000000000n, "Classic"],
];

export interface Keywords {
  /** Names of the bits that mean the same in every log. */
  readonly names: readonly string[];
  /** The outcome by the audit bits; undefined for an event that is not an audit. */
  readonly outcome: "failure" | "success" | undefined;
  /** Whether the number was rounded on its way: bits may differ from those that Windows wrote. */
  readonly isRounded: boolean;
}

const NONE: Keywords = { names: [], outcome: undefined, isRounded: false };
/** A log uses a handful of values; hostile ones must not fill the memory. */
const MAX_CACHED = 1000;
const cache = new Map<string, Keywords>();

/**
 * @param text as event XML writes it, `0x8020000000000000`, or a decimal number, signed as NXLog has it; see
 *   `wholeNumber` for one that was rounded
 */
export function readKeywords(text: string): Keywords {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const keywords = decode(text);
  if (cache.size < MAX_CACHED) cache.set(text, keywords);
  return keywords;
}

function decode(text: string): Keywords {
  const number = wholeNumber(text.trim());
  if (number === null) return NONE;
  const bits = BigInt.asUintN(64, number);
  const names = KNOWN.filter(([bit]) => (bits & bit) !== 0n).map(([, name]) => name);
  // Failure first, as Winlogbeat tests it.
  const outcome = names.includes("Audit Failure")
    ? "failure"
    : names.includes("Audit Success")
      ? "success"
      : undefined;
  const isRounded = !/^0x/i.test(text.trim()) && String(number) !== text.trim();
  return { names, outcome, isRounded };
}

const FAILURE = 0x10000000000000n;
const SUCCESS = 0x20000000000000n;

/** The words that say an audit's outcome, beside the keywords or in their place; in lower case. */
const WORDS = new Map<string, "failure" | "success">([
  ["audit_failure", "failure"],
  ["audit failure", "failure"],
  ["audit_success", "success"],
  ["audit success", "success"],
]);

/** The outcome of an audit by an English word, `AUDIT_SUCCESS` or `Audit Success`; undefined for any other text. */
export function auditOutcome(word: string): Keywords["outcome"] {
  return WORDS.get(word.toLowerCase());
}

/** The outcome by the keywords and by a word beside them: the word decides, unless the keywords are exact and say it. */
export function outcomeOf(keywords: Keywords | undefined, word: Keywords["outcome"]): Keywords["outcome"] {
  return keywords?.isRounded === false ? (keywords.outcome ?? word) : (word ?? keywords?.outcome);
}

/**
 * Returns keywords whose audit bits agree with a word beside them, where that decides: see `outcomeOf`.
 *
 * @param text the keywords; undefined if the record has none
 */
export function keywordsWithOutcome(text: string | undefined, outcome: "failure" | "success"): string {
  const read = text === undefined ? undefined : readKeywords(text);
  if (text !== undefined && read?.outcome === outcomeOf(read, outcome)) return text;
  const bits = BigInt.asUintN(64, (text === undefined ? null : wholeNumber(text.trim())) ?? 1n << 63n);
  const others = bits & ~(FAILURE | SUCCESS);
  return `0x${(others | (outcome === "failure" ? FAILURE : SUCCESS)).toString(16)}`;
}
