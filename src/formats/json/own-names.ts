/** Names that show what kind of document it is: its time, and what a search or a dump wraps around it. */
export const OWN_NAMES = [
  "@timestamp",
  "_index",
  "_source",
  "fields",
  "event",
  "event.kind",
  "event.category",
];

/** Their positions among the names of a projector's trie, where they come first. */
export const OWN = { time: 0, index: 1, source: 2, fields: 3, event: 4, kind: 5, category: 6 } as const;
