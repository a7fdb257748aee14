import { EVENT_KEY_IN_TEXT, type ValidatedObject } from "../formats/index.ts";

const decoder = new TextDecoder("latin1");

/** The beginning of event XML, also with the escapes of JSON and of XML. */
const MARKUP = /(?:<|&lt;|\\u003c|\\u0026lt;)(?:[\w.-]{1,64}:)?Event[\s/>&\\]/i;
const ENCODED = /"(?:(?:eyJ|W3si|ewo|ew0K|PEV2ZW50|PD94bWw|PABFAHYA)[\w+/-]{40}|%(?:7B|5B|3C)%)/i;
/** A quote that is spelled in another way: keys in a text cannot be recognised. */
const OTHER_QUOTE = "\\u0022";
/** Names with which a text spells an event. A key of the record's own has a quote after it. */
const WORDS = /(?:event[_ ]?id|eventcode|utctime|logon id)\s*(?:\\+"|\\*')?\s*(?:[:=|,;]|\\t)/i;

/**
 * Whether a text in a record may be an event, so that the record must be decoded to know.
 *
 * @param withWords whether it may also spell one, as names and values
 */
export function mayHoldEventText(record: ValidatedObject, withWords: boolean): boolean {
  const { buffer, start, end, mayHoldEvent } = record;
  if (!mayHoldEvent && !withWords) return false;
  const text = decoder.decode(buffer.subarray(start, end));
  if (withWords && WORDS.test(text)) return true;
  return (
    mayHoldEvent &&
    (MARKUP.test(text) || EVENT_KEY_IN_TEXT.test(text) || ENCODED.test(text) || text.includes(OTHER_QUOTE))
  );
}
