import type {
  AlertGroup,
  AlertExtras,
  AlertFinding,
  EventFinding,
  FindingPage,
  PackedRowPage,
  PackedRows,
  SequenceEvent,
  SequenceFinding,
  WordedMiss,
} from "../../case/index.ts";
import type { RecordLocation } from "../../formats/index.ts";
import type { PackedEvent, SeenEvent } from "../../scan/index.ts";
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
  textAs,
  tuple,
  whole,
  yes,
} from "./checks.ts";

/** Pages of alerts: what was found. */

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
    group: optional(
      object<AlertGroup>({
        terms: list(object<AlertGroup["terms"][number]>({ field: text, value: text })),
        count: whole,
        distinct: optional(object<NonNullable<AlertGroup["distinct"]>>({ field: text, count: whole })),
        from: number,
        to: number,
        history: optional(number),
        covered: optional(nullable(number)),
      }),
    ),
  }),
);

/** What is the same in pages of findings and of rows. */
export const page = { caseId: text, evidenceId: text, page: whole };

export const findingPage = object<FindingPage>({ ...page, findings: list(finding) });

const extras = object<AlertExtras & { readonly id?: string }>({
  id: optional(text),
  ingested: optional(number),
  arrived: optional(number),
  events: optional(whole),
  lost: optional(object<WordedMiss>({ code: textAs<WordedMiss["code"]>(), message: text })),
  risk: optional(number),
  severity: optional(oneOf("low", "medium", "high", "critical")),
});
const packedRows = object<PackedRows>({
  count: whole,
  texts: list(text),
  codes: either<PackedRows["codes"]>(instance(Uint16Array), instance(Uint32Array)),
  numbers: instance<PackedRows["numbers"]>(Float64Array),
  places: instance<PackedRows["places"]>(Uint32Array),
  flags: instance<PackedRows["flags"]>(Uint8Array),
  extras: list(tuple(whole, extras)),
});
const shapeOfPackedPage = object<PackedRowPage>({ ...page, packed: packedRows, writtenAt: number });

/** Every column has a value for each row, and every number of a text is of one that is there. */
function isConsistent({ count, texts, codes, numbers, places, flags, extras: few }: PackedRows): boolean {
  return (
    numbers.length === 3 * count &&
    places.length === 2 * count &&
    flags.length === count &&
    // There are the files and the rules at least. A later version may have more columns.
    codes.length >= 2 * count &&
    (count === 0 ? codes.length === 0 : codes.length % count === 0) &&
    codes.every((code) => code < texts.length) &&
    few.every(([position]) => position < count)
  );
}

export const packedRowPage: Check<PackedRowPage> = (value): value is PackedRowPage =>
  shapeOfPackedPage(value) && isConsistent(value.packed);

/** The files that the rows of a page are of. */
export function filesOf({ packed: { count, codes, texts } }: PackedRowPage): Set<string> {
  return new Set(Array.from(new Set(codes.subarray(0, count)), (code) => texts[code]!));
}
