/**
 * The places in a JSON text where records may stand, as a small automaton over key names.
 *
 * Plain documents, `_source` and `fields` of a hit, `hits.hits` of a search, `hits.events` and
 * `hits.sequences[].events` of an EQL search, each also below `response`, `rawResponse` (async search, Kibana's
 * inspector) and `responses[]` (multi search). Source: elastic/elasticsearch-specification, hits.ts, EqlHits.ts.
 * `records[]` of a message of Azure's Event Hubs, and `Results[]` of Defender's hunting API, `results[]` of Graph's.
 */

/** Keys that matter; 0 is every other key. */
export const KEY = {
  timestamp: 1,
  source: 2,
  fields: 3,
  hits: 4,
  events: 5,
  sequences: 6,
  response: 7,
  responses: 8,
  records: 9,
} as const;

/** What a container means; 0 is a container in which no key matters. */
export const NODE = {
  document: 1,
  inner: 2,
  hits: 3,
  list: 4,
  sequences: 5,
  sequence: 6,
  responses: 7,
  response: 8,
  hit: 9,
  rootList: 10,
} as const;

const NAMES: [string, number][] = [
  ["@timestamp", KEY.timestamp],
  ["_source", KEY.source],
  ["fields", KEY.fields],
  ["hits", KEY.hits],
  ["events", KEY.events],
  ["sequences", KEY.sequences],
  ["response", KEY.response],
  ["rawResponse", KEY.response],
  ["responses", KEY.responses],
  ["records", KEY.records],
  ["Results", KEY.records],
  ["results", KEY.records],
];

/** Bytes of the longest key that matters. */
export const LONGEST_KEY = Math.max(...NAMES.map(([name]) => name.length));

const BY_LENGTH: { bytes: Uint8Array; key: number }[][] = Array.from({ length: LONGEST_KEY + 1 }, () => []);
for (const [name, key] of NAMES) {
  BY_LENGTH[name.length]!.push({ bytes: Uint8Array.from(name, (c) => c.charCodeAt(0)), key });
}

/** Which key of interest stands in `buffer` from `start` to `end` (the quotes left out), 0 if none. */
export function classifyKey(buffer: Uint8Array, start: number, end: number): number {
  const candidates = BY_LENGTH[end - start];
  if (candidates === undefined) return 0;
  for (const { bytes, key } of candidates) {
    let i = 0;
    while (i < bytes.length && bytes[i] === buffer[start + i]) i++;
    if (i === bytes.length) return key;
  }
  return 0;
}

/** Whether a document's time may stand directly in a container that means `node`. */
export function holdsTime(node: number): boolean {
  return node === NODE.document || node === NODE.hit || node === NODE.inner;
}

/** The meaning of an object that is the value of `key` in a container that means `node`. */
export function objectNode(node: number, key: number): number {
  if (key === 0) return 0;
  const record = node === NODE.document || node === NODE.hit;
  if (record && (key === KEY.source || key === KEY.fields)) return NODE.inner;
  const answer = node === NODE.document || node === NODE.response;
  if (answer && key === KEY.hits) return NODE.hits;
  if (answer && key === KEY.response) return NODE.response;
  return 0;
}

/** The meaning of an array that is the value of `key` in a container that means `node`. */
export function arrayNode(node: number, key: number): number {
  if (key === 0) return 0;
  if (node === NODE.hits && (key === KEY.hits || key === KEY.events)) return NODE.list;
  if (node === NODE.hits && key === KEY.sequences) return NODE.sequences;
  if (node === NODE.sequence && key === KEY.events) return NODE.list;
  if (node === NODE.document && key === KEY.responses) return NODE.responses;
  if (node === NODE.document && key === KEY.records) return NODE.list;
  return 0;
}

/** The meaning of an object that is an element of an array that means `node`. */
export function elementNode(node: number): number {
  switch (node) {
    case NODE.list:
      return NODE.hit;
    case NODE.rootList:
      return NODE.document;
    case NODE.sequences:
      return NODE.sequence;
    case NODE.responses:
      return NODE.response;
    default:
      return 0;
  }
}
