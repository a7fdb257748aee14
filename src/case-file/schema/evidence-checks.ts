import type {
  EventPage,
  Evidence,
  EvidenceProblem,
  EvidenceState,
  NearMissRecord,
  RuleNearMisses,
  TermMatchPage,
  Unstored,
} from "../../case/index.ts";
import type { ContentKind, FileKind, FormatKind } from "../../formats/index.ts";
import type {
  AssumedZone,
  IndexedEvent,
  Inventory,
  NearMisses,
  NearMissEvent,
  NearMissPlace,
  ReadSettings,
  SeenField,
  TermMatchColumns,
} from "../../scan/index.ts";
import {
  type Check,
  either,
  flag,
  instance,
  list,
  nullable,
  number,
  object,
  oneOf,
  optional,
  text,
  tuple,
  whole,
  yes,
} from "./checks.ts";
import { location, scalar } from "./finding-checks.ts";

/** What is known of the files of a case. */

const texts = list(text);

export const readSettings = object<ReadSettings>({
  zone: optional(text),
  carve: optional(flag),
  dateOrder: optional(oneOf("day-first", "month-first")),
  encoding: optional(text),
});

const contentKind = either<ContentKind>(
  object({ kind: oneOf("evtx"), version: nullable(text) }),
  object({ kind: oneOf("csv"), table: text }),
  object({
    kind: oneOf(
      "ndjson",
      "json",
      "elasticsearch-response",
      "table-response",
      "event-xml",
      "text-lines",
      "empty",
      "unknown",
    ),
    hasBatches: optional(yes),
  }),
);
const packing = object({
  further: optional(list(contentKind)),
  encoding: optional(text),
  furtherEncodings: optional(texts),
  gzipMembers: optional(whole),
});
const fileKind = ((value: unknown) => contentKind(value) && packing(value)) as Check<FileKind>;
const formatKind = either<FormatKind>(
  fileKind,
  object({
    kind: oneOf("archive"),
    archive: optional(text),
    isGzip: optional(yes),
    files: whole,
    members: list(object({ kind: fileKind, count: whole })),
  }),
);

const counts = list(tuple(text, whole));
const inventory = object<Inventory>({
  sources: counts as Check<Inventory["sources"]>,
  categories: counts as Check<Inventory["categories"]>,
  hosts: texts,
  moreHosts: flag,
  firstEvent: nullable(number),
  lastEvent: nullable(number),
  undated: whole,
  decoded: whole,
  sampled: flag,
});

/** Each code has data of its own. Whether a sentence can be made of it is for the caller to see. */
const problem = object({
  // Words are looked up by it.
  code: (value): value is string => typeof value === "string" && !(value in Object.prototype),
  severity: oneOf("error", "warning", "info"),
  offset: number,
  line: optional(number),
  member: optional(text),
  message: optional(text),
  data: optional(object({})),
}) as unknown as Check<EvidenceProblem>;

const passed = object<NonNullable<Evidence["indexed"]>>({ generation: whole, events: whole });

/** How `crypto.randomUUID` spells the id of a file. No id of a page's owner that is a rule looks like it. */
export function isUuid(value: unknown): value is string {
  return typeof value === "string" && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(value);
}

const STATES: readonly EvidenceState[] = [
  "waiting",
  "scanning",
  "proving",
  "done",
  "locked",
  "unreadable",
  "cancelled",
  "failed",
];

export const evidence = object<Evidence>({
  id: isUuid,
  caseId: text,
  order: whole,
  name: text,
  path: text,
  size: whole,
  lastModified: number,
  state: oneOf(...STATES),
  addedAt: number,
  bytes: whole,
  format: text,
  kind: nullable(formatKind),
  records: whole,
  notEvents: whole,
  headerOnly: optional(whole),
  lost: whole,
  remarks: whole,
  alerts: whole,
  problems: list(problem, 1000),
  inventory: nullable(inventory),
  missingCategories: texts,
  scanMilliseconds: number,
  hashMilliseconds: number,
  sha256: (value): value is string => typeof value === "string" && /^(?:[\da-f]{64})?$/.test(value),
  fingerprint: text,
  rulesKey: optional(text),
  fieldsSeen: optional(texts),
  fieldsSeenExact: optional(flag),
  seekable: optional(flag),
  locked: optional(whole),
  reading: optional(readSettings),
  readAs: optional(nullable(text)),
  zone: nullable(object<AssumedZone>({ name: text, told: flag })),
  carved: optional(whole),
  indexed: optional(passed),
  nearMissed: optional(passed),
  unstored: optional(nullable(object<Unstored>({ alerts: whole, termMatches: flag }))),
});

export const eventPage = object<EventPage>({
  caseId: text,
  evidenceId: text,
  page: whole,
  generation: whole,
  count: whole,
  bytes: instance(Uint8Array) as Check<EventPage["bytes"]>,
});

const millis = instance(Float64Array) as Check<TermMatchColumns["millis"]>;
const numbers = instance(Uint32Array) as Check<TermMatchColumns["nanos"]>;
const columns = object<TermMatchColumns>({
  ruleId: text,
  count: whole,
  complete: flag,
  millis,
  nanos: numbers,
  windows: millis,
  offsets: millis,
  lengths: millis,
  lines: millis,
  memberOf: optional(numbers),
  members: optional(texts),
  starts: numbers,
  terms: instance(Uint16Array) as Check<TermMatchColumns["terms"]>,
  keys: numbers,
  texts,
  tiebreakers: nullable(list(nullable(scalar))),
  carved: optional(list(number)),
});

/** Every index is of something that is there. */
function isConsistent(page: TermMatchPage): boolean {
  const { count, starts, terms, keys, texts: names, memberOf, members = [], ...rest } = page.sightings;
  const { millis: at, nanos, windows, offsets, lengths, lines, tiebreakers } = rest;
  const each = [at, nanos, windows, offsets, lengths, lines, memberOf ?? at, tiebreakers ?? at];
  return (
    each.every(({ length }) => length === count) &&
    starts.length === count + 1 &&
    starts.every((start, i) => start >= (starts[i - 1] ?? 0) && start <= terms.length) &&
    keys.length === terms.length &&
    keys.every((key) => key < names.length) &&
    (memberOf?.every((member) => member < members.length) ?? true)
  );
}

const shapeOfTermMatches = object<TermMatchPage>({
  caseId: text,
  evidenceId: text,
  ruleId: text,
  decisionKey: text,
  sightings: columns,
  reading: readSettings,
});
export const termMatchPage = ((value: unknown) =>
  shapeOfTermMatches(value) && isConsistent(value)) as Check<TermMatchPage>;

/** Its properties are texts, and the number of its record. Which ones there are depends on the version that stored it. */
const indexedEvent: Check<IndexedEvent> = (value): value is IndexedEvent =>
  object<object>({})(value) &&
  Object.entries(value).every(([name, item]) => (name === "recordId" ? number(item) : text(item)));
const nearMissEvent = object<NearMissEvent>({
  place: location,
  time: number,
  event: indexedEvent,
  saw: list(object<SeenField>({ field: text, values: list(scalar), more: whole })),
});
const nearMisses = object<NearMisses>({
  ruleId: text,
  clause: whole,
  text,
  isExclusion: flag,
  count: whole,
  first: list(nearMissEvent, 1000),
  places: optional(list(object<NearMissPlace>({ offset: number, member: optional(text) }))),
});

export const nearMissRecord = object<NearMissRecord>({
  caseId: text,
  evidenceId: text,
  generation: whole,
  rules: list(object<RuleNearMisses>({ ruleId: text, decisionKey: text, clauses: list(nearMisses) })),
});
