import {
  type AlertExtras,
  type AlertFinding,
  type AlertRow,
  type EventFinding,
  type FindingPage,
  PACKED_TEXTS,
  type PackedRowPage,
  type PackedRows,
  type SequenceEvent,
  type SequenceFinding,
  unpackRows,
  type WordedMiss,
} from "../../case/index.ts";
import type { RecordLocation } from "../../formats/index.ts";
import type { PackedEvent, SeenEvent } from "../../scan/index.ts";
import {
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
  textAs,
  tuple,
  whole,
  yes,
} from "./checks.ts";

/** Pages of alerts: what was found, and how the list shows it. */

export const scalar = either<string | number | boolean>(text, number, flag);

export const location = object<RecordLocation>({
  offset: number,
  length: number,
  line: number,
  member: optional(text),
  chunk: optional(number),
  recordId: optional(text),
  carved: optional(yes),
  damaged: optional(yes),
  borrowedTemplate: optional(yes),
  spliced: optional(yes),
});

const packedEvent = either<PackedEvent>(text, list(tuple(text, either(scalar, list(scalar)))));
const seenProperties = {
  place: location,
  source: textAs<SeenEvent["source"]>(),
  index: text,
  extension: optional(text),
  derived: optional(list(textAs<NonNullable<SeenEvent["derived"]>[number]>())),
  zone: optional(
    object<NonNullable<SeenEvent["zone"]>>({
      name: text,
      told: flag,
      occurs: oneOf("once", "twice", "never"),
    }),
  ),
  dateOrder: optional(
    object<NonNullable<SeenEvent["dateOrder"]>>({
      order: oneOf("day-first", "month-first"),
      by: oneOf("analyst", "file", "usual"),
    }),
  ),
  fields: packedEvent,
  raw: text,
  header: optional(text),
};

const finding = either<AlertFinding>(
  object<EventFinding>({ kind: oneOf("event"), ruleId: text, ...seenProperties }),
  object<SequenceFinding>({
    kind: oneOf("sequence"),
    ruleId: text,
    events: list(
      nullable(
        object<SequenceEvent>({
          evidenceId: text,
          place: location,
          seen: nullable(object<SeenEvent>(seenProperties)),
          time: number,
        }),
      ),
    ),
  }),
);

const page = { caseId: text, evidenceId: text, page: whole };

export const findingPage = object<FindingPage>({ ...page, findings: list(finding) });

const severity = oneOf("low", "medium", "high", "critical");
const lost = object<WordedMiss>({ code: textAs<WordedMiss["code"]>(), message: text });

const row = object<AlertRow>({
  id: text,
  evidenceId: text,
  page: whole,
  slot: whole,
  ruleId: text,
  time: number,
  reason: text,
  did: optional(text),
  host: text,
  user: text,
  process: text,
  object: text,
  offset: number,
  line: number,
  member: optional(text),
  source: text,
  extension: flag,
  carved: optional(yes),
  name: optional(text),
  severity: optional(severity),
  risk: optional(number),
  ingested: optional(number),
  arrived: optional(number),
  events: optional(whole),
  shelf: optional(text),
  lost: optional(lost),
});

const shapeOfPackedRows = object<PackedRows>({
  count: whole,
  texts: list(text),
  codes: either<PackedRows["codes"]>(instance(Uint16Array), instance(Uint32Array)),
  numbers: instance<PackedRows["numbers"]>(Float64Array),
  places: instance<PackedRows["places"]>(Uint32Array),
  flags: instance<PackedRows["flags"]>(Uint8Array),
  extras: list(
    tuple(
      whole,
      object<AlertExtras & { readonly id?: string }>({
        ingested: optional(number),
        arrived: optional(number),
        events: optional(whole),
        lost: optional(lost),
        risk: optional(number),
        severity: optional(severity),
        id: optional(text),
      }),
    ),
  ),
});

/** Whether its columns are of one length and name texts that there are, and each row is one. */
function isConsistent({ count, texts, codes, numbers, places, flags }: PackedRows): boolean {
  return (
    codes.length % Math.max(count, 1) === 0 &&
    codes.length <= count * PACKED_TEXTS.length &&
    numbers.length === 3 * count &&
    places.length === 2 * count &&
    flags.length === count &&
    codes.every((code) => code < texts.length)
  );
}

const packedRows = ((value: unknown) =>
  shapeOfPackedRows(value) && isConsistent(value) && unpackRows(value).every(row)) as (
  value: unknown,
) => value is PackedRows;

export const packedRowPage = object<PackedRowPage>({ ...page, packed: packedRows, writtenAt: number });
