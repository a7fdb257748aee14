/**
 * A cheap check before a rule is evaluated. Every rule has texts that a field must contain for it to match (required
 * texts). A text is not in the field if one of its three-letter pieces is not in any of the field's values. Hundreds of
 * rules are checked at once, in about a nanosecond for each of their texts.
 */
import { asciiLower, type RequiredTextClause } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import { type FieldView, type FieldViews, pieceHash } from "./field-view.ts";

/** How many pieces of a text are looked up: more would seldom decide. */
const MAX_PIECES = 4;
/** Looking up a longer list of texts would cost more than it saves. */
const MAX_TEXTS = 16;

/** What a rule needs: a value of the field that contains one of the texts. */
export interface TextGuard {
  readonly view: FieldView;
  /** For each text, the hashes of some of its pieces. */
  readonly texts: readonly Uint16Array[];
}

/** Makes a guard that is true for every event that satisfies the clauses; null if none of them is of use. */
export function guardOf(clauses: readonly RequiredTextClause[], views: FieldViews): TextGuard | null {
  const usable = clauses.filter(
    ({ field, anyOf }) =>
      !/^(?:event|host)\./.test(field) &&
      anyOf.length <= MAX_TEXTS &&
      anyOf.every(({ text }) => text.length >= 3),
  );
  if (usable.length === 0) return null;
  const { field, anyOf } = usable.reduce((a, b) => (shortest(b) > shortest(a) ? b : a));
  return { view: views.of(field), texts: anyOf.map(({ text }) => piecesOf(asciiLower(text))) };
}

/** Whether the guard lets an event through. */
export function mayHold({ view, texts }: TextGuard, event: FlatEvent): boolean {
  const pieces = view.pieces(event);
  return pieces === null || texts.some((text) => text.every((hash) => has(pieces, hash)));
}

/** Finds the rules that may match an event by their required texts. */
export class GuardIndex<T> {
  readonly #byView = new Map<FieldView, { firsts: number[]; others: Uint16Array[]; rules: T[] }>();
  #fields: readonly GuardedField<T>[] = [];

  add({ view, texts }: TextGuard, rule: T): void {
    const field = this.#byView.get(view) ?? { firsts: [], others: [], rules: [] };
    this.#byView.set(view, field);
    for (const text of texts) {
      field.firsts.push(text[0]!);
      field.others.push(text.subarray(1));
      field.rules.push(rule);
    }
    this.#fields = [...this.#byView].map(([of, { firsts, others, rules }]) => ({
      view: of,
      firsts: Uint16Array.from(firsts),
      others,
      rules,
    }));
  }

  /** Calls `found` with every rule whose guard lets the event through, once. */
  find(event: FlatEvent, found: (rule: T) => void): void {
    for (const { view, firsts, others, rules } of this.#fields) {
      if (view.texts(event).length === 0) continue;
      const pieces = view.pieces(event);
      let last: T | undefined = undefined;
      for (let i = 0; i < firsts.length; i++) {
        const rule = rules[i]!;
        // The texts of a rule follow each other.
        if (rule === last) continue;
        if (pieces !== null && !(has(pieces, firsts[i]!) && others[i]!.every((hash) => has(pieces, hash))))
          continue;
        last = rule;
        found(rule);
      }
    }
  }
}

interface GuardedField<T> {
  readonly view: FieldView;
  /** For each text: its first piece, which nearly always decides, then the others, and its rule. */
  readonly firsts: Uint16Array;
  readonly others: readonly Uint16Array[];
  readonly rules: readonly T[];
}

function has(pieces: Uint32Array, hash: number): boolean {
  return (pieces[hash >> 5]! & (1 << (hash & 31))) !== 0;
}

function shortest({ anyOf }: RequiredTextClause): number {
  return anyOf.reduce((least, { text }) => Math.min(least, text.length), Infinity);
}

/** Pieces are spread evenly over the text, the middle one first: the beginning is often its most common part. */
function piecesOf(text: string): Uint16Array {
  const count = text.length - 2;
  const taken = Math.min(count, MAX_PIECES);
  const hashes = Array.from({ length: taken }, (_, i) =>
    pieceHash(text, 2 + (taken === 1 ? 0 : Math.round((i * (count - 1)) / (taken - 1)))),
  );
  return Uint16Array.from([...hashes.splice(taken >> 1, 1), ...hashes]);
}
