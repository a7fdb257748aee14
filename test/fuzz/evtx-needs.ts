import { Damage } from "../../src/formats/evtx/damage.ts";
import { EventDecoder } from "../../src/formats/evtx/event-decoder.ts";
import { ValueTexts } from "../../src/formats/evtx/value-text.ts";
import type { Frame, Place } from "./sample.ts";

const FILE_HEADER = 4096;
const CHUNK = 65_536;
const RECORD_HEADER = 24;

/**
 * What a record of a log is read with, besides its own bytes: the template that another record defines, and names. Each
 * is a list of the places of the log that have it, of which one is enough.
 */
export function neededBy(log: Uint8Array, { offset, length }: Place): (readonly Frame[])[] {
  const chunk = FILE_HEADER + Math.floor((offset - FILE_HEADER) / CHUNK) * CHUNK;
  const bytes = log.subarray(chunk, chunk + CHUNK);
  const start = offset - chunk;
  const read = new Uint8Array(bytes.length);
  const watched = new Proxy(bytes, {
    get(target, name) {
      if (typeof name === "string" && /^\d+$/.test(name)) {
        read[Number(name)] = 1;
        return target[Number(name)];
      }
      if (name === "subarray") {
        return (from: number, to: number) => {
          read.fill(1, from, to);
          return target.subarray(from, to);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  const content = {
    start: start + RECORD_HEADER,
    end: start + length - 4,
    shift: 0,
    moved: null,
    cut: false,
  };
  try {
    new EventDecoder(watched, new ValueTexts()).event(content);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    // The record is read with another chunk's template.
    return [definitionsOf(log, log.subarray(offset + ID_AT, offset + ID_AT + 4))];
  }
  return rangesOf(read, start, start + length).map((range) => copiesOf(log, chunk, range));
}

/** From a record's beginning to the ID of its template: its header, that of the fragment, token, and version. */
const ID_AT = RECORD_HEADER + 4 + 2;
/** From a definition's GUID to the size of its text. */
const SIZE_AT = 16;

/** Where the log defines templates with an ID, which begins their GUID: in the instance, the ID comes twice. */
function definitionsOf(log: Uint8Array, id: Uint8Array): readonly Frame[] {
  const all = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
  const found: Frame[] = [];
  for (let at = all.indexOf(id); at >= 0; at = all.indexOf(id, at + 1)) {
    const guid = at + 12;
    if (!all.subarray(guid, guid + 4).equals(id)) continue;
    found.push({ from: at, to: guid + SIZE_AT + 4 + all.readUInt32LE(guid + SIZE_AT) });
  }
  return found;
}

/** What is read of a definition has gaps of no more bytes: offsets and hashes, which are not used in an intact chunk. */
const MOST_GAP = 40;
/** Bytes at the beginning of a definition, of its GUID, that are the same in each chunk. */
const SIGN_BYTES = 12;

/** The ranges that were read outside the record. */
function rangesOf(read: Uint8Array, start: number, end: number): Frame[] {
  read.fill(0, start, end);
  const ranges: Frame[] = [];
  for (let from = read.indexOf(1); from >= 0;) {
    let to = read.indexOf(0, from);
    if (to < 0) to = read.length;
    const last = ranges.at(-1);
    const isNear = last !== undefined && from - last.to <= MOST_GAP && (last.to <= start || from >= end);
    if (isNear && (last.from >= end || from < start)) ranges[ranges.length - 1] = { from: last.from, to };
    else ranges.push({ from, to });
    from = read.indexOf(1, to);
  }
  return ranges;
}

/** Whether bytes begin with the number of a name's letters, the letters, and two zeros. */
function isName(bytes: Buffer): boolean {
  const end = 2 + 2 * bytes.readUInt16LE(0);
  return end + 2 <= bytes.length && bytes.readUInt16LE(end) === 0;
}

/** Where the log has what is in a range of a chunk: there, and in other chunks that define the same template or name. */
function copiesOf(log: Uint8Array, chunk: number, { from, to }: Frame): readonly Frame[] {
  const own = { from: chunk + from, to: chunk + to };
  const copies: Frame[] = [own];
  const all = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
  // A record knows a name by its offset only, so that another chunk's is of no use.
  if (to - from < SIGN_BYTES || isName(all.subarray(own.from, own.to))) return copies;
  const sign = all.subarray(own.from, own.from + SIGN_BYTES);
  for (let at = all.indexOf(sign); at >= 0; at = all.indexOf(sign, at + 1))
    if (at < chunk || at >= chunk + CHUNK) copies.push({ from: at, to: at + to - from });
  return copies;
}
