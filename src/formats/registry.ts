import { csvFormat } from "./csv/index.ts";
import { eventXmlFormat } from "./event-xml/index.ts";
import { evtxFormat } from "./evtx/index.ts";
import type { Format, Recognised } from "./format.ts";
import { jsonFormat } from "./json/json-format.ts";
import { textLinesFormat } from "./text-lines/index.ts";

/** Every supported format, in the order in which they are tried. docs/add-a-format.md says how to add one. */
const FORMATS: readonly Format[] = [
  evtxFormat,
  jsonFormat,
  // Before XML, which its cells may contain.
  csvFormat,
  // Before event XML, whose namespace is in escaped events as well.
  textLinesFormat,
  eventXmlFormat,
];

const BINARY = FORMATS.filter(({ isBinary }) => isBinary);
const TEXT = FORMATS.filter(({ isBinary }) => !isBinary);

/** See `Format.sniff`. */
export function recogniseBinary(head: Uint8Array, whole: boolean): Recognised | null {
  return firstOf(BINARY, head, whole);
}

/** @param head UTF-8; see `Format.sniff` */
export function recogniseText(head: Uint8Array, whole: boolean): Recognised | null {
  return firstOf(TEXT, head, whole);
}

function firstOf(formats: readonly Format[], head: Uint8Array, whole: boolean): Recognised | null {
  for (const format of formats) {
    const recognised = format.sniff(head, whole);
    if (recognised !== null) return recognised;
  }
  return null;
}
