import type { FormatFinding } from "../diagnostic.ts";

/** What the scanner learned of a record while it walked over its bytes; bits of `Span.flags`. */
export const FLAG = {
  /** The document has an `@timestamp` that is text or a number. */
  timestamp: 1,
  /** A `\u` escape occurs: text may be spelled in ways a byte search does not see. */
  unicodeEscape: 2,
  /** A byte above 0x7F occurs: the text may be invalid UTF-8. */
  nonAscii: 4,
  /** An integer of 16 digits or more occurs: JSON.parse might round it. */
  bigNumber: 8,
  /** The value is an object. */
  object: 16,
  /** It has a `_source` or `fields` as a hit has. */
  hit: 32,
} as const;

/** One record, as positions in the scanner's buffer: valid only during the callback. */
export interface Span {
  start: number;
  end: number;
  flags: number;
  /** How many keys the record has at all levels: JSON.parse gives fewer when a key is repeated. */
  keys: number;
  line: number;
  /** The text between the quotes of `@timestamp`; equal positions when it is absent, a number or escaped. */
  timestampStart: number;
  timestampEnd: number;
}

/** What is wrong with a piece that could not be read. */
export type JsonDamage = FormatFinding<"bad-json" | "torn-record" | "too-long" | "too-deep" | "cut-short">;

export interface ScannerSink {
  /** A complete root value, array element or hit of a response. */
  span(span: Span): void;
  /** A record that was proved along a known shape. */
  known?(span: Span): void;
  /** A piece that is not JSON, or not whole. Positions are offsets in the content. */
  damaged(damage: JsonDamage, offset: number, line: number): void;
  /** A response has begun: its first list of records was met. */
  envelopeBegins?(offset: number): void;
  /** A response has ended: its text with the list of hits left out (empty if too long), and how many there were. */
  envelope(text: string, hits: number, offset: number, line: number): void;
  /** New bytes stand in the buffer, before they are scanned; the buffer's first byte is at offset `base`. */
  appended?(buffer: Uint8Array, base: number, from: number, end: number): void;
}

/**
 * `lines`: a line break ends a value whatever happens (NDJSON), so damage is confined to its line.
 * `stream`: values may span lines (arrays, responses, pretty-printed documents).
 */
export type ScanMode = "lines" | "stream";
