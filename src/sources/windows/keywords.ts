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
}

const NONE: Keywords = { names: [], outcome: undefined };
/** A log uses a handful of values; hostile ones must not fill the memory. */
const MAX_CACHED = 1000;
const cache = new Map<string, Keywords>();

/** @param text as event XML writes it, `0x8020000000000000`, or a decimal number, signed as NXLog has it */
export function readKeywords(text: string): Keywords {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const keywords = decode(text);
  if (cache.size < MAX_CACHED) cache.set(text, keywords);
  return keywords;
}

function decode(text: string): Keywords {
  let bits: bigint;
  try {
    bits = BigInt.asUintN(64, BigInt(text.slice(0, 24)));
  } catch {
    return NONE;
  }
  const names = KNOWN.filter(([bit]) => (bits & bit) !== 0n).map(([, name]) => name);
  // Failure first, as Winlogbeat tests it.
  const outcome = names.includes("Audit Failure")
    ? "failure"
    : names.includes("Audit Success")
      ? "success"
      : undefined;
  return { names, outcome };
}
