import { isBomb, joined } from "../bytes/index.ts";
import { CaseFileError, damagedAt } from "./fault.ts";
import { type PackedValue, packValue, unpackValue } from "./packed-value.ts";

/*
 * The content of a case file is a list of records. Each has a head of eight bytes, the lengths of its JSON text and of
 * its bytes, and then both: see packed-value.ts. Parts end anywhere in a record.
 */

const HEAD_BYTES = 8;
/** A page of alerts has at most a few records of 32 MiB, and its text may escape some characters. */
const MOST_RECORD_BYTES = 400 * 1024 * 1024;
/** Items of lists and objects in one record: term matches of a file are a few million. Each takes some fifty bytes. */
const MOST_ITEMS = 12_000_000;

/** The bytes of a record, in pieces. */
export function recordBytes(value: unknown): Uint8Array<ArrayBuffer>[] {
  const { json, bytes }: PackedValue = packValue(value);
  const text = new TextEncoder().encode(json);
  if (text.length + bytes.length > MOST_RECORD_BYTES)
    throw new RangeError("A page of the case is too large.");
  const head = new Uint8Array(HEAD_BYTES);
  const view = new DataView(head.buffer);
  view.setUint32(0, text.length);
  view.setUint32(4, bytes.length);
  return [head, text, bytes];
}

/** What a part of a file contributes. */
interface ContentPart {
  readonly content: Uint8Array<ArrayBuffer>;
  /** Its end in the file. */
  readonly end: number;
}

/**
 * The records of a file, and how far in the file each ends.
 *
 * @throws CaseFileError
 */
export async function* readRecords(
  parts: AsyncIterable<ContentPart>,
): AsyncGenerator<{ readonly value: unknown; readonly end: number }, void> {
  const content = new Content();
  let end = 0;
  let unpacked = 0;
  for await (const part of parts) {
    unpacked += part.content.length;
    if (isBomb(part.end, unpacked)) throw new CaseFileError({ code: "bomb", data: {} });
    content.add(part.content);
    for (let next = content.next(end); next !== null; next = content.next(end))
      yield { value: next[0], end: part.end };
    end = part.end;
  }
  if (content.length > 0) throw damagedAt(end);
}

/** Content that has been read, up to the next whole record. */
class Content {
  #pieces: Uint8Array<ArrayBuffer>[] = [];
  length = 0;
  /** How much of it the next record needs; its head, while that is all that is known. */
  #needed = HEAD_BYTES;

  add(piece: Uint8Array<ArrayBuffer>): void {
    this.#pieces.push(piece);
    this.length += piece.length;
  }

  /** @returns null if more content is needed @param at where in the file the content is, for a fault */
  next(at: number): readonly [unknown] | null {
    if (this.length < this.#needed) return null;
    const all = this.#pieces.length === 1 ? this.#pieces[0]! : joined(this.#pieces);
    this.#pieces = [all];
    const view = new DataView(all.buffer, all.byteOffset, all.length);
    const [text, bytes] = [view.getUint32(0), view.getUint32(4)];
    if (text + bytes > MOST_RECORD_BYTES) throw new CaseFileError({ code: "bomb", data: {} });
    const end = HEAD_BYTES + text + bytes;
    this.#needed = end;
    if (all.length < end) return null;
    this.#needed = HEAD_BYTES;
    this.#pieces = [all.subarray(end)];
    this.length = all.length - end;
    const json = all.subarray(HEAD_BYTES, HEAD_BYTES + text);
    if (itemsIn(json) > MOST_ITEMS) throw new CaseFileError({ code: "bomb", data: {} });
    const value = unpackValue(decode(json, at), all.slice(HEAD_BYTES + text, end));
    if (value === undefined) throw damagedAt(at);
    return value;
  }
}

function decode(json: Uint8Array, at: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(json);
  } catch {
    throw damagedAt(at);
  }
}

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = [0x22, 0x5c, 0x2c, 0x5b, 0x7b];

/** How many items a JSON text has, about, before anything is made of it. */
function itemsIn(json: Uint8Array): number {
  let items = 0;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (byte === QUOTE) {
      // Texts are most of a case: they are searched for their end, not read.
      for (i = json.indexOf(QUOTE, i + 1); i > 0 && isEscaped(json, i);) i = json.indexOf(QUOTE, i + 1);
      if (i < 0) return items;
    } else if (byte === COMMA || byte === BRACKET || byte === BRACE) items++;
  }
  return items;
}

function isEscaped(json: Uint8Array, at: number): boolean {
  let before = at;
  while (json[before - 1] === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}
