import type { FormatFault } from "../diagnostic.ts";

/** What the scanner learned about a record while it scanned the bytes; bits of `Span.flags`. */
export const FLAG = {
  /** The document has an `@timestamp` that is text or a number. */
  timestamp: 1,
  /** A `\u` escape occurs: text may be spelled in ways that a byte search does not see. */
  unicodeEscape: 2,
  /** A byte above 0x7F occurs: the text may be invalid UTF-8. */
  nonAscii: 4,
  /** An integer of 16 digits or more occurs: JSON.parse might round it. */
  bigNumber: 8,
  /** The value is an object. */
  object: 16,
  /** It has a `_source` or `fields`, as a hit has. */
  hit: 32,
  /** A text in it has a key or an attribute with escaped quotes, markup, or base64: it may be an event. */
  inner: 64,
  /** A text in it is long enough to spell an event. */
  longText: 128,
} as const;

/** One record, as positions in the scanner's buffer. Valid only during the callback. */
export interface Span {
  start: number;
  end: number;
  flags: number;
  /** Number of keys at all levels of the record. JSON.parse yields fewer if a key is repeated. */
  keys: number;
  line: number;
  /** The text between the quotes of `@timestamp`; equal positions if it is absent, a number or escaped. */
  timestampStart: number;
  timestampEnd: number;
}

/** What is wrong with unreadable text. */
export type JsonDamage = FormatFault<"bad-json" | "torn-record" | "too-long" | "too-deep" | "cut-short">;

export interface ScannerSink {
  /** A complete root value, array element or hit of a response. */
  span(span: Span): void;
  /** A record that was validated along a known template. */
  known?(span: Span): void;
  /** Text that is not JSON, or not whole. Positions are offsets in the content. */
  damaged(damage: JsonDamage, offset: number, line: number): void;
  /** A response has begun: its first list of records was found. */
  envelopeBegins?(offset: number): void;
  /** A response has ended: its text without the lists of hits (empty if too long), and the number of hits. */
  envelope(text: string, hits: number, offset: number, line: number): void;
  /** New bytes are in the buffer, not scanned yet; the buffer's first byte is at offset `base`. */
  appended?(buffer: Uint8Array, base: number, from: number, end: number): void;
}

/**
 * `lines`: a line break always ends a value (NDJSON), so damage is confined to its line.
 * `stream`: values may span lines (arrays, responses, pretty-printed documents).
 */
export type ScanMode = "lines" | "stream";
