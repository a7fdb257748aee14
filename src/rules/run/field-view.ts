/**
 * One field of the latest event as the rule indexes need it: its texts with ASCII letters in lower case, and the
 * three-letter pieces of these texts by hash. Computed on first use, and kept while successive events have the same
 * value, as they have in most fields of a log.
 */
import { asciiLower, scalarText } from "../../match/index.ts";
import type { FieldValue, FlatEvent } from "../../ecs/index.ts";

/** The number of hashes of pieces. */
export const PIECES = 2048;
/** With more characters than this, nearly every hash would be taken. */
const LONGEST = 1000;

const NOTHING: readonly string[] = [];

export class FieldView {
  readonly #field: string;
  readonly #generation: { readonly now: number };
  #seenIn = 0;
  #value: FieldValue | undefined = undefined;
  #folded: readonly string[] = NOTHING;
  readonly #bits = new Uint32Array(PIECES / 32);
  /** The texts whose pieces are in `bits`. */
  #noted: readonly string[] | null = null;
  #tooLong = false;

  constructor(field: string, generation: { readonly now: number }) {
    this.#field = field;
    this.#generation = generation;
  }

  /** Returns the field's values as text; none if the event lacks the field. */
  texts(event: FlatEvent): readonly string[] {
    if (this.#seenIn === this.#generation.now) return this.#folded;
    this.#seenIn = this.#generation.now;
    const value = event[this.#field];
    if (value === this.#value || isSameList(value, this.#value)) return this.#folded;
    this.#value = value;
    if (value === undefined) this.#folded = NOTHING;
    else if (typeof value === "object") this.#folded = value.map((scalar) => asciiLower(scalarText(scalar)));
    else this.#folded = [asciiLower(scalarText(value))];
    return this.#folded;
  }

  /** Returns the pieces of these texts, one bit for each hash; null if the texts are too long. */
  pieces(event: FlatEvent): Uint32Array | null {
    const texts = this.texts(event);
    if (texts !== this.#noted) this.#note(texts);
    return this.#tooLong ? null : this.#bits;
  }

  #note(texts: readonly string[]): void {
    this.#noted = texts;
    this.#bits.fill(0);
    let left = LONGEST;
    for (const text of texts) {
      left -= text.length;
      if (left < 0) break;
      for (let i = 2; i < text.length; i++) {
        const hash = pieceHash(text, i);
        this.#bits[hash >> 5]! |= 1 << (hash & 31);
      }
    }
    this.#tooLong = left < 0;
  }
}

/** Each event has its own list, most of them with the same single value as the list before. */
function isSameList(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Hashes the three units of a folded text that end at `last`. */
export function pieceHash(text: string, last: number): number {
  const a = text.charCodeAt(last - 2);
  const b = text.charCodeAt(last - 1);
  return ((a * 31 + b) * 31 + text.charCodeAt(last)) & (PIECES - 1);
}

/** The field views of one set of rules. */
export class FieldViews {
  readonly #views = new Map<string, FieldView>();
  readonly #generation: { readonly now: number };

  /** @param generation counts the events, so that each is read once */
  constructor(generation: { readonly now: number }) {
    this.#generation = generation;
  }

  of(field: string): FieldView {
    const view = this.#views.get(field) ?? new FieldView(field, this.#generation);
    this.#views.set(field, view);
    return view;
  }
}
