/**
 * A cheap look before a rule is tried: every rule says which texts a field must contain for it to match (its
 * literals). A text whose three-letter pieces are not all among those of the field's values is not there. Hundreds of
 * rules are asked at once, in about a nanosecond for each of their texts.
 */
import { asciiLower, type RequiredTextClause } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import { type FieldView, type FieldViews, pieceHash } from "./field-view.ts";

/** Pieces of a text that are looked up: more seldom decide. */
const MAX_PIECES = 4;
/** A longer list of texts costs more to look up than it saves. */
const MAX_TEXTS = 16;

/** What a rule needs: a value of the field holds one of the texts. */
export interface TextGuard {
  readonly view: FieldView;
  /** Of each text the hashes of some pieces. */
  readonly texts: readonly Uint16Array[];
}

/** A guard that holds for every event that satisfies the clauses; null where they say nothing of use. */
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

/** Rules by the texts that an event must hold for them. */
export class GuardIndex<T> {
  private readonly byView = new Map<FieldView, { firsts: number[]; others: Uint16Array[]; rules: T[] }>();
  private fields: readonly GuardedField<T>[] = [];

  add({ view, texts }: TextGuard, rule: T): void {
    const field = this.byView.get(view) ?? { firsts: [], others: [], rules: [] };
    this.byView.set(view, field);
    for (const text of texts) {
      field.firsts.push(text[0]!);
      field.others.push(text.subarray(1));
      field.rules.push(rule);
    }
    this.fields = [...this.byView].map(([of, { firsts, others, rules }]) => ({
      view: of,
      firsts: Uint16Array.from(firsts),
      others,
      rules,
    }));
  }

  /** Calls `found` with every rule whose guard lets the event through, once. */
  find(event: FlatEvent, found: (rule: T) => void): void {
    for (const { view, firsts, others, rules } of this.fields) {
      if (view.texts(event).length === 0) continue;
      const pieces = view.pieces(event);
      let last: T | undefined = undefined;
      for (let i = 0; i < firsts.length; i++) {
        const rule = rules[i]!;
        // The texts of a rule stand together.
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
  /** Of each text its first piece, which nearly always decides; then the others, and whose text it is. */
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

/** Evenly spread over the text, the middle first: its beginning is often the most common part. */
function piecesOf(text: string): Uint16Array {
  const count = text.length - 2;
  const taken = Math.min(count, MAX_PIECES);
  const hashes = Array.from({ length: taken }, (_, i) =>
    pieceHash(text, 2 + (taken === 1 ? 0 : Math.round((i * (count - 1)) / (taken - 1)))),
  );
  return Uint16Array.from([...hashes.splice(taken >> 1, 1), ...hashes]);
}
