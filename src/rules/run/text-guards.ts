/**
 * A cheap look before a rule is tried: every rule says which texts a field must contain for it to match (its
 * literals). For each event and field the three-letter pieces of its values are noted once, by hash and without case;
 * a text whose pieces are not all there is not there. Hundreds of rules ask, each in a few nanoseconds.
 */
import type { EventTest, FlatEvent, LiteralClause } from "../../eql/index.ts";
import { scalarText } from "../../eql/index.ts";

const BITS = 2048;
/** Of a long text so many pieces are noted that nearly every hash is taken. */
const LONGEST = 1000;
/** Pieces of a text that are looked up: more seldom decide. */
const MAX_PIECES = 4;
/** A longer list of texts costs more to look up than it saves. */
const MAX_TEXTS = 16;

export class TextGuards {
  private readonly fields = new Map<string, Pieces>();
  private readonly generation: { readonly now: number };

  /** @param generation counts the events, so that each is noted once */
  constructor(generation: { readonly now: number }) {
    this.generation = generation;
  }

  /** A test that holds for every event that satisfies the clauses; null where they say nothing of use. */
  guardFor(clauses: readonly LiteralClause[]): EventTest | null {
    const usable = clauses.filter(
      ({ field, anyOf }) =>
        !/^(?:event|host)\./.test(field) &&
        anyOf.length <= MAX_TEXTS &&
        anyOf.every(({ text }) => text.length >= 3),
    );
    if (usable.length === 0) return null;
    const { field, anyOf } = usable.reduce((a, b) => (shortest(b) > shortest(a) ? b : a));
    const pieces = this.fields.get(field) ?? new Pieces(field);
    this.fields.set(field, pieces);
    const texts = anyOf.map(({ text }) => piecesOf(text));
    const { generation } = this;
    return (event) => pieces.mayHold(event, generation.now, texts);
  }
}

function shortest({ anyOf }: LiteralClause): number {
  return Math.min(...anyOf.map(({ text }) => text.length));
}

/** The pieces of one field of the latest event. */
class Pieces {
  private readonly field: string;
  private readonly bits = new Uint32Array(BITS / 32);
  private notedFor = 0;
  /** Whether everything was too long to note. */
  private unknown = false;

  constructor(field: string) {
    this.field = field;
  }

  mayHold(event: FlatEvent, now: number, texts: readonly Uint16Array[]): boolean {
    if (this.notedFor !== now) {
      this.note(event);
      this.notedFor = now;
    }
    if (this.unknown) return true;
    for (const text of texts) {
      let there = true;
      for (const hash of text) {
        if ((this.bits[hash >> 5]! & (1 << (hash & 31))) === 0) {
          there = false;
          break;
        }
      }
      if (there) return true;
    }
    return false;
  }

  private note(event: FlatEvent): void {
    this.bits.fill(0);
    const value = event[this.field];
    const values = value === undefined ? [] : typeof value === "object" ? value : [value];
    let left = LONGEST;
    for (const one of values) {
      const text = scalarText(one);
      left -= text.length;
      if (left < 0) break;
      for (let i = 2; i < text.length; i++) {
        const hash = hashOf(text, i);
        this.bits[hash >> 5]! |= 1 << (hash & 31);
      }
    }
    this.unknown = left < 0;
  }
}

/** Evenly spread over the text: its beginning is often the most common part. */
function piecesOf(text: string): Uint16Array {
  const count = text.length - 2;
  const taken = Math.min(count, MAX_PIECES);
  return Uint16Array.from({ length: taken }, (_, i) =>
    hashOf(text, 2 + (taken === 1 ? 0 : Math.round((i * (count - 1)) / (taken - 1)))),
  );
}

/** Hash of the three units that end at `last`, ASCII case apart. */
function hashOf(text: string, last: number): number {
  const a = fold(text.charCodeAt(last - 2));
  const b = fold(text.charCodeAt(last - 1));
  return ((a * 31 + b) * 31 + fold(text.charCodeAt(last))) & (BITS - 1);
}

function fold(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
