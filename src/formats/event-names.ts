/*
 * Names by which a text shows that it may hold an event, in any of the forms that are read: Windows events, Winlogbeat
 * and ECS documents, rows of Microsoft 365 Defender, events of Endgame's sensor.
 */

const NAMES = "event_?id|event_?code|event_?data|event_(?:sub)?type_full|actiontype|@timestamp|winlog";

/** One of these is in the text of every event that is an object. */
export const EVENT_NAMES = new RegExp(`${NAMES}|"system\\\\*"`, "i");

/** A key of JSON with such a name. Its quotes may be escaped, as in JSON inside a text of JSON. */
export const EVENT_KEY = new RegExp(
  `"[^"\\n]{0,40}(?:${NAMES})\\\\*"\\s*:|"(?:system|registry)\\\\*"\\s*:`,
  "i",
);

/**
 * Such a key in a text inside a record of JSON: its quotes are escaped, or single as Python prints them. Or the beginning
 * of event XML.
 */
export const EVENT_KEY_IN_TEXT = new RegExp(
  `(?:\\\\"|')[^"'\\\\\\n]{0,40}(?:${NAMES})(?:\\\\+"|')\\s*:|<Event xmlns=`,
  "i",
);
