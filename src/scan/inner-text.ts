import {
  EVENT_KEY_IN_TEXT,
  MARKUP_IN_JSON,
  mayBeEncoded,
  mayHaveBytes,
  type ValidatedObject,
} from "../formats/index.ts";

const decoder = new TextDecoder("latin1");

/** A quote that is spelled in another way: keys in a text cannot be recognised. */
const OTHER_QUOTE = /\\u0022|&quot;|&#34;/;
/** What is between a name and its value in a text. A key of the record's own has a quote after it. */
const SIGN = `\\s*(?:\\\\+["nrt]|\\\\*'|\\)|\`)?\\]?\\s*(?:[:=|,;<>]|\\\\[tu]|\\w+=)`;
/** Names with which a text spells an event, and with which only some events do. */
const ID_WORDS = `event[_ .-]?(?:id|code|data|identifier)`;
const OTHER_WORDS = `utc_?time|logon[_ ]?id`;
const CEF = "(?:CEF:\\s?\\d|LEEF:\\s?\\d\\.\\d)\\|";
/** The line below the names of a table in columns, and the first line of an event in nested YAML. */
const LINES = `\\\\n-{2,}\\s+-{2,}|(?:"|\\\\n)(?:event|winlog):\\s{0,8}(?:\\\\r)?\\\\n`;
const WORDS = new RegExp(`(?:${ID_WORDS}|${OTHER_WORDS})${SIGN}|${CEF}|${LINES}`, "i");
const WORDS_WITH_ID = new RegExp(`${ID_WORDS}${SIGN}|${CEF}|${LINES}`, "i");

/**
 * Whether a text in a record may be an event, so that the record must be decoded to know.
 *
 * @param hasOwnWords whether the event's provider writes messages that are made of its values: these are no second event
 */
export function mayHoldEventText(record: ValidatedObject, hasOwnWords: boolean): boolean {
  const { buffer, start, end, mayHoldEvent, hasLongText } = record;
  if (mayHaveBytes(buffer, start, end)) return true;
  if (!mayHoldEvent && (!hasLongText || hasOwnWords)) return false;
  const text = decoder.decode(buffer.subarray(start, end));
  if ((hasOwnWords ? WORDS_WITH_ID : WORDS).test(text)) return true;
  return (
    mayHoldEvent &&
    (MARKUP_IN_JSON.test(text) ||
      EVENT_KEY_IN_TEXT.test(text) ||
      mayBeEncoded(text) ||
      OTHER_QUOTE.test(text))
  );
}
