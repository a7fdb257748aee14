import { JsonScanner } from "./json-scanner.ts";
import { FLAG, type ScanMode } from "./span.ts";

/**
 * Recognises JSON, and how to read it, by its beginning, never by the file's name.
 *
 * @param bytes the first bytes of the content, as UTF-8
 * @param whole whether that is all of the content
 * @returns null if no JSON value could be found
 */
export function sniffJson(bytes: Uint8Array, whole: boolean): ScanMode | null {
  const first = firstVisible(bytes);
  if (first === undefined) return null;
  if (first === 0x5b || first === 0x7b) {
    const stream = tryScan("stream", bytes, whole);
    // A value over several lines that is well-formed so far is not NDJSON.
    if (!stream.damaged && (stream.multiLine || first === 0x5b)) return "stream";
    const lines = tryScan("lines", bytes, whole);
    if (lines.values > 0 || !lines.damaged || looksLikeJson(bytes)) {
      // Damage at the start of one enormous line must not hide what follows in it.
      const isOneLine = !whole && lines.objects === 0 && lines.damaged && !bytes.includes(LINE_FEED);
      return isOneLine || stream.objects > lines.objects ? "stream" : "lines";
    }
    return stream.values > 0 ? "stream" : null;
  }
  if (tryScan("lines", bytes, whole).objects > 0) return "lines";
  if (afterDamage(bytes).some((rest) => isSoundStream(rest, whole))) return "stream";
  return MEMBERS.test(latin(bytes)) && tryScan("stream", bytes, whole).objects > 0 ? "stream" : null;
}

const LINE_FEED = 0x0a;
/** The rest of an object whose start is gone: text that ends in a quote, then members, and their end. */
const MEMBERS =
  /^[^{\n]{0,300}"\s?:\s?["[{\d]|^[^{"\n]{0,300}"\s?(?:\]\s?)?(?:,\s?"[^"\n]{1,100}"\s?:|\}\s?[,}\]])/;

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 1024));
}

/** Maximum length of a first line that may be damaged or a label. */
const LONGEST_FIRST_LINE = 64;

/** The text after a first byte that may be damaged, and the text after the first line. */
function afterDamage(bytes: Uint8Array): Uint8Array[] {
  const first = bytes.findIndex(isVisible);
  const lineBreak = bytes.subarray(0, first + LONGEST_FIRST_LINE).indexOf(0x0a, first);
  const afterZeros = bytes.findIndex((c, i) => i >= first && c > 0x20);
  return [
    bytes.subarray(first + 1),
    bytes.subarray(Math.max(first, afterZeros)),
    ...(lineBreak < 0 ? [] : [bytes.subarray(lineBreak + 1)]),
  ];
}

function isSoundStream(bytes: Uint8Array, whole: boolean): boolean {
  const first = firstVisible(bytes);
  if (first !== 0x5b && first !== 0x7b) return false;
  const { damaged, values } = tryScan("stream", bytes, whole);
  return !damaged && values > 0;
}

interface ScanOutcome {
  values: number;
  objects: number;
  /** Damage comes before the first value. */
  damaged: boolean;
  /** The first value, or the part that is there, contains a line break. */
  multiLine: boolean;
}

function tryScan(mode: ScanMode, bytes: Uint8Array, whole: boolean): ScanOutcome {
  const outcome: ScanOutcome = { values: 0, objects: 0, damaged: false, multiLine: false };
  let firstEnd = bytes.length;
  const scanner = new JsonScanner(mode, {
    span(span) {
      if (outcome.values++ === 0) firstEnd = span.end;
      if ((span.flags & FLAG.object) !== 0) outcome.objects++;
    },
    damaged() {
      if (outcome.values === 0) outcome.damaged = true;
    },
    envelope() {
      outcome.values++;
    },
  });
  scanner.append(bytes);
  scanner.scan();
  if (whole) scanner.finish();
  const text = bytes.subarray(bytes.findIndex(isVisible), firstEnd);
  outcome.multiLine = text.includes(0x0a);
  return outcome;
}

/** `{"`, `{}`, `[{` or `[]`, perhaps with white space between: worth reading even if nothing in it is whole. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const visible = [...bytes.subarray(0, 1024)].filter(isVisible);
  const [first, second] = visible;
  return first === 0x7b ? second === 0x22 || second === 0x7d : second === 0x7b || second === 0x5d;
}

function firstVisible(bytes: Uint8Array): number | undefined {
  return bytes.find(isVisible);
}

/** Neither white space nor part of a UTF-8 byte order mark. */
function isVisible(c: number): boolean {
  return c !== 0x20 && c !== 0x09 && c !== 0x0a && c !== 0x0d && c !== 0xef && c !== 0xbb && c !== 0xbf;
}
