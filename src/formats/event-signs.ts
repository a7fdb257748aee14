/*
 * What shows that a text may hold an event, besides the names in event-names.ts: its markup, and the beginnings of the
 * encodings in which queues, databases and forms write it.
 */

import { BASE64_BEGINNINGS, SHORTEST } from "./base64-signs.ts";

const PREFIX = "(?:[\\w.-]{1,64}:)?";

/** The start tag of event XML. */
export const EVENT_MARKUP = new RegExp(`<${PREFIX}Event[\\s/>]`);
export const EVENT_MARKUP_END = new RegExp(`<\\\\?/${PREFIX}Event\\s*>`);

/** `<` where markup is itself escaped, as XML inside XML is, also more than once. */
const ESCAPED_ANGLE = "&(?:amp;){0,4}(?:lt|#60|#x3[Cc]);";
export const ESCAPED_MARKUP = new RegExp(`${ESCAPED_ANGLE}${PREFIX}Event[\\s/&]`);

/** The values of an event without its header. */
export const PAYLOAD_MARKUP = new RegExp(`<${PREFIX}(?:EventData|UserData|Data\\s+Name\\s*=)[\\s>'"]?`);

/** Any of these, in a record of JSON as it was written. */
export const MARKUP_IN_JSON = new RegExp(
  `(?:<|${ESCAPED_ANGLE}|\\\\u003c|\\\\u0026lt;)${PREFIX}(?:Event|EventData|UserData|Data Name=)[\\s/>&\\\\"']`,
  "i",
);

/** Whether a text has the start tag of event XML, as it is or escaped. */
export function hasEventMarkup(text: string): boolean {
  return (text.includes("<") && EVENT_MARKUP.test(text)) || (text.includes("&") && ESCAPED_MARKUP.test(text));
}

/** By their first letters, of which nearly every text has none where a word begins. */
const BEGINNINGS = [...new Set(BASE64_BEGINNINGS.map((text) => text[0]!))]
  .map((first) => {
    const rests = BASE64_BEGINNINGS.filter((text) => text.startsWith(first)).map((text) => text.slice(1));
    return `${first}(?:${rests.join("|")})`;
  })
  .join("|");
const BASE64 = `(?:${BEGINNINGS})[\\w+/-]{${SHORTEST}}`;
/** The same bytes as in base64, in base 16: digits as they are, with a sign between the bytes, or each byte with a mark of its own. */
const BASE16 = `(?:0x|\\\\{1,4}x)?(?:3c|5b|7b|efbbbf|fffe|feff|ef[ :-]bb[ :-]bf)(?:(?:[ :-]|, ?0x|\\\\{1,4}x)?[\\da-f]{2}){${SHORTEST}}`;
/** The same bytes as a list of numbers, with or without a sign. */
const NUMBERS = `(?:60|91|123|239|25[45]|-17|-[12])(?:(?:,\\s{0,2}|\\s)-?\\d{1,3}(?!\\d)){${SHORTEST}}`;
/** Percent-encoding of `{`, `[` and `<`, and what follows them. */
const PERCENT = "%(?:25)?(?:7B|5B|3C)[%\\w]";

/**
 * Escapes of a text inside another one, of quotes and angles where it has none of its own. One backslash is enough, so that
 * a million of them are not gone over from each.
 */
export const ESCAPES = /\\u00(?:22|3c)|&(?:quot|#34);/i;

/** The beginning of base64 in a text. */
export const BASE64_BEGINS = new RegExp(`(?<![\\w+/-])${BASE64}`);
export const NUMBERS_BEGIN = new RegExp(`(?<![\\d.-])${NUMBERS}`);
export const BASE16_BEGINS = new RegExp(`(?<![\\da-z])${BASE16}`, "i");
export const PERCENT_BEGINS = new RegExp(PERCENT, "i");

/** Whether a text may have an event in an encoding. */
export function mayBeEncoded(text: string): boolean {
  return (
    (text.includes("%") && PERCENT_BEGINS.test(text)) ||
    ESCAPES.test(text) ||
    BASE64_BEGINS.test(text) ||
    BASE16_BEGINS.test(text) ||
    NUMBERS_BEGIN.test(text)
  );
}
