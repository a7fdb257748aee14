import type { RecordFilter } from "../formats/index.ts";
import { requiredTexts } from "./prefilter.ts";
import type { ScanRules } from "./scan-rules.ts";
import { TextFilter } from "./text-filter.ts";

/** Selects the records of a scan that are decoded. */
export interface RecordSelection extends RecordFilter {
  /** Decodes every record from now on. */
  decodeRest(): void;
  /** An event of this category has been met. */
  categoryMet(category: string): void;
}

/** A file up to this size is decoded whole, so that its inventory is exact: it takes a twentieth of a second. */
const DECODE_ALL_BYTES = 4 * 1024 * 1024;
/** In larger files, one record in this many is decoded for the inventory. */
const SAMPLE_EVERY = 512;

/**
 * Selects the records that may match and a sample for the inventory. While no event of a rule's category has been
 * met, it also selects those that may be one, and those that name no category, so that "the rule had nothing to
 * examine" is never a guess.
 */
export class ScanFilter implements RecordSelection {
  readonly #matches: TextFilter;
  readonly #categories: Map<string, TextFilter>;
  readonly #named = TextFilter.of("category");
  #decodeAllBytes: number;
  #asked = 0;

  private constructor(matches: TextFilter, categories: readonly string[], decodeAllBytes: number) {
    this.#matches = matches;
    this.#categories = new Map(categories.map((category) => [category, TextFilter.of(category)]));
    this.#decodeAllBytes = decodeAllBytes;
  }

  /** Returns null if every record must be decoded. */
  static for(rules: ScanRules, decodeAllBytes = DECODE_ALL_BYTES): ScanFilter | null {
    const required = requiredTexts(rules.conditions);
    const { categories } = rules;
    const plain = [...categories].every((category) => /^[\w-]+$/.test(category));
    if (required === null || !plain) return null;
    return new ScanFilter(new TextFilter(required), [...categories], decodeAllBytes);
  }

  /**
   * Decodes every record from now on: the file has events whose values cannot be read. Skipping one for want of a text
   * would count it as read, though the text may be missing because the value is. The same holds for events in base64.
   */
  decodeRest(): void {
    this.#decodeAllBytes = Infinity;
  }

  /** An event of this category has been met: it need not be looked for any more. */
  categoryMet(category: string): void {
    this.#categories.delete(category);
  }

  appended(buffer: Uint8Array, base: number, from: number, end: number): void {
    this.#matches.appended(buffer, base, from, end);
    if (this.#categories.size > 0) this.#named.appended(buffer, base, from, end);
    for (const category of this.#categories.values()) category.appended(buffer, base, from, end);
  }

  wants(start: number, end: number, buffer: Uint8Array, base: number): boolean {
    let wanted = end <= this.#decodeAllBytes || this.#asked++ % SAMPLE_EVERY === 0;
    wanted = this.#matches.wants(start, end, buffer, base) || wanted;
    if (this.#categories.size === 0) return wanted;
    for (const category of this.#categories.values())
      wanted = category.wants(start, end, buffer, base) || wanted;
    // The category of a record that names none is unknown until it has been mapped.
    return !this.#named.wants(start, end, buffer, base) || wanted;
  }
}
