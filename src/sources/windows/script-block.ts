import type { ValueStep } from "./step.ts";

const PREFIX = "powershell.file.script_block_";
const SIGNATURE = "# SIG # Begin signature block";

/**
 * The text of a script block, and what Elastic's Windows integration computes of it since 2025: length, number of
 * different characters, and entropy, without a signature at the end. The hash, which needs SHA-1, is left out.
 */
export const scriptBlock: ValueStep = {
  how: "without blanks at the ends; length and entropy computed from it",
  apply: (value, { out }) => {
    const text = trimmed(value);
    if (text === "") return true;
    out[`${PREFIX}text`] = text;
    const script = withoutSignature(text);
    if (script === "" || isInsideSignature(script)) return true;
    const statistics = statisticsOf(script.normalize("NFC"));
    out[`${PREFIX}entropy_bits`] = statistics.entropy;
    out[`${PREFIX}entropy_normalized`] = statistics.normalizedEntropy;
    out[`${PREFIX}surprisal_stdev`] = statistics.surprisalDeviation;
    out[`${PREFIX}length`] = statistics.length;
    out[`${PREFIX}unique_symbols`] = statistics.uniqueSymbols;
    return true;
  },
};

/** As Java trims: everything up to the blank, and no other white space. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(start, end);
}

function withoutSignature(text: string): string {
  const at = text.indexOf(SIGNATURE);
  return at < 0 || at + SIGNATURE.length === text.length ? text : text.slice(0, at);
}

/** Windows splits long scripts: a part may be within the signature. Its first line may be cut, so the second decides. */
function isInsideSignature(script: string): boolean {
  const first = script.indexOf("\n");
  if (first <= 0) return false;
  const end = script.indexOf("\n", first + 1);
  const line = script.slice(first + 1, end < 0 ? script.length : end);
  return /^# ?[A-Za-z0-9+/=]{64}\r?$/.test(line);
}

export interface ScriptStatistics {
  /** In UTF-16 code units. */
  readonly length: number;
  readonly uniqueSymbols: number;
  /** Shannon entropy in bits for each code unit. */
  readonly entropy: number;
  /** The entropy as a share of what a text of this length can have at most. */
  readonly normalizedEntropy: number;
  /** The standard deviation of the code units' information in bits. */
  readonly surprisalDeviation: number;
}

/** @param script not empty */
export function statisticsOf(script: string): ScriptStatistics {
  const { length } = script;
  const counts = new Map<number, number>();
  for (let i = 0; i < length; i++) {
    const code = script.charCodeAt(i);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / length) * Math.log2(count / length);
  let variance = 0;
  for (const count of counts.values()) {
    const share = count / length;
    variance += share * (-Math.log2(share) - entropy) ** 2;
  }
  // A single symbol gives -0.
  entropy = Math.max(0, entropy);
  return {
    length,
    uniqueSymbols: counts.size,
    entropy,
    normalizedEntropy: length > 1 ? Math.min(1, entropy / Math.log2(length)) : 0,
    surprisalDeviation: Math.sqrt(variance),
  };
}
