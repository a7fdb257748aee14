import type { RecordFilter, TextEncoding } from "../formats/index.ts";
import { Occurrences } from "./occurrences.ts";
import { firstTexts, type RequiredTexts, type TextsTogether } from "./prefilter.ts";
import { type BytesSearch, TextSearch, Utf16Search } from "./text-search.ts";

/** Selects the records that contain what a rule requires, without which none can match. */
export class TextFilter implements RecordFilter {
  readonly #rules: readonly RequiredTexts[];
  /** Every text that is required. Those that are looked for everywhere have occurrences as well. */
  readonly #searches = new Map<string, BytesSearch>();
  readonly #occurrences = new Map<string, Occurrences>();

  constructor(rules: readonly RequiredTexts[], encoding: TextEncoding = "utf-8") {
    this.#rules = rules;
    for (const text of rules.flat(3)) {
      this.#searches.set(text, encoding === "utf-8" ? new TextSearch(text) : new Utf16Search(text));
    }
    for (const text of firstTexts(rules))
      this.#occurrences.set(text, new Occurrences(this.#searches.get(text)!));
  }

  /** Selects the records that contain a text. */
  static of(text: string): TextFilter {
    return new TextFilter([[[[text.toLowerCase()]]]]);
  }

  appended(buffer: Uint8Array, base: number, from: number, end: number): void {
    for (const text of this.#occurrences.values()) text.appended(buffer, base, from, end);
  }

  wants(start: number, end: number, buffer: Uint8Array, base: number): boolean {
    let mayMatch = false;
    // Each is asked about every record: they must be asked in order.
    for (const text of this.#occurrences.values()) mayMatch = text.anyIn(start, end) || mayMatch;
    return mayMatch && this.#rules.some((rule) => this.#hasAll(rule, buffer, start - base, end - base));
  }

  #hasAll(rule: RequiredTexts, buffer: Uint8Array, from: number, end: number): boolean {
    const has = (texts: TextsTogether) =>
      texts.every((text) => this.#searches.get(text)!.isIn(buffer, from, end));
    return rule.every((clause) => clause.some(has));
  }
}
