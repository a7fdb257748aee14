import type { RecordFilter } from "../formats/index.ts";
import type { CompiledRule } from "./compiled-rule.ts";
import { Occurrences } from "./occurrences.ts";
import { requiredTexts } from "./prefilter.ts";

/** A file up to this size is decoded whole, so that its inventory is exact: it takes a twentieth of a second. */
const DECODE_ALL_BYTES = 4 * 1024 * 1024;
/** Behind that, one record in this many is decoded for the inventory. */
const SAMPLE_EVERY = 512;

/**
 * Chooses the records that are decoded: those that may match, a sample for the inventory, and, while no event of a
 * rule's category has been met, those that may be one, so that "the rule had nothing to look at" is never a guess.
 */
export class ScanFilter implements RecordFilter {
  readonly #texts: readonly Occurrences[];
  readonly #categories: Map<string, Occurrences>;
  readonly #decodeAllBytes: number;
  #asked = 0;

  private constructor(texts: readonly string[], categories: readonly string[], decodeAllBytes: number) {
    this.#decodeAllBytes = decodeAllBytes;
    this.#texts = texts.map((text) => new Occurrences(text));
    this.#categories = new Map(categories.map((category) => [category, new Occurrences(category)]));
  }

  /** Null where every record has to be decoded. */
  static for(rules: readonly CompiledRule[], decodeAllBytes = DECODE_ALL_BYTES): ScanFilter | null {
    const texts = requiredTexts(rules);
    if (texts === null) return null;
    const categories = new Set(rules.map((rule) => rule.category).filter((category) => category !== null));
    const plain = [...categories].every((category) => /^[\w-]+$/.test(category));
    return plain ? new ScanFilter(texts, [...categories], decodeAllBytes) : null;
  }

  /** An event of this category has been met: it need not be looked for any more. */
  categoryMet(category: string): void {
    this.#categories.delete(category);
  }

  appended(buffer: Uint8Array, base: number, from: number, end: number): void {
    for (const text of this.#texts) text.appended(buffer, base, from, end);
    for (const category of this.#categories.values()) category.appended(buffer, base, from, end);
  }

  wants(start: number, end: number): boolean {
    let wanted = end <= this.#decodeAllBytes || this.#asked++ % SAMPLE_EVERY === 0;
    for (const text of this.#texts) wanted = text.anyIn(start, end) || wanted;
    for (const category of this.#categories.values()) wanted = category.anyIn(start, end) || wanted;
    return wanted;
  }
}
