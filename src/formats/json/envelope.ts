/**
 * Where records can occur in a JSON text, as a small automaton over key names.
 *
 * Plain documents, `_source` and `fields` of a hit, `hits.hits` of a search, `hits.events` and
 * `hits.sequences[].events` of an EQL search, each also below `response`, `rawResponse` (async search, Kibana's
 * inspector) and `responses[]` (multi search). Source: elastic/elasticsearch-specification, hits.ts, EqlHits.ts. Also
 * `records[]` in a message of Azure Event Hubs, `Results[]` of Defender's hunting API, and `results[]` of Graph's, and
 * `matches[]` of Zircolite's results.
 */

/** Relevant keys; 0 is every other key. */
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

/** The role of a container; 0 is a container in which no key is relevant. */
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
  ["matches", KEY.records],
];

/** Length of the longest relevant key in bytes. */
export const LONGEST_KEY = Math.max(...NAMES.map(([name]) => name.length));

const BY_LENGTH: { bytes: Uint8Array; key: number }[][] = Array.from({ length: LONGEST_KEY + 1 }, () => []);
for (const [name, key] of NAMES) {
  BY_LENGTH[name.length]!.push({ bytes: Uint8Array.from(name, (c) => c.charCodeAt(0)), key });
}

/** Returns the relevant key in `buffer` from `start` to `end` (without the quotes), or 0. */
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

/** Whether a container with this role may directly contain a document's time. */
export function holdsTime(node: number): boolean {
  return node === NODE.document || node === NODE.hit || node === NODE.inner;
}

/** The role of an object that is the value of `key` in a container with the role `node`. */
export function objectNode(node: number, key: number): number {
  if (key === 0) return 0;
  const record = node === NODE.document || node === NODE.hit;
  if (record && (key === KEY.source || key === KEY.fields)) return NODE.inner;
  const answer = node === NODE.document || node === NODE.response;
  if (answer && key === KEY.hits) return NODE.hits;
  if (answer && key === KEY.response) return NODE.response;
  return 0;
}

/** The role of an array that is the value of `key` in a container with the role `node`. */
export function arrayNode(node: number, key: number): number {
  if (key === 0) return 0;
  if (node === NODE.hits && (key === KEY.hits || key === KEY.events)) return NODE.list;
  if (node === NODE.hits && key === KEY.sequences) return NODE.sequences;
  if (node === NODE.sequence && key === KEY.events) return NODE.list;
  if (node === NODE.document && key === KEY.responses) return NODE.responses;
  if (node === NODE.document && key === KEY.records) return NODE.list;
  return 0;
}

/** The role of an object that is an element of an array with the role `node`. */
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
