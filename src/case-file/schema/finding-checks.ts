import type {
  AlertFinding,
  AlertRow,
  EventFinding,
  FindingPage,
  RowPage,
  SequenceEvent,
  SequenceFinding,
  WordedMiss,
} from "../../case/index.ts";
import type { RecordLocation } from "../../formats/index.ts";
import type { PackedEvent, SeenEvent } from "../../scan/index.ts";
import {
  either,
  flag,
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
  severity: optional(oneOf("low", "medium", "high", "critical")),
  risk: optional(number),
  ingested: optional(number),
  arrived: optional(number),
  events: optional(whole),
  shelf: optional(text),
  lost: optional(object<WordedMiss>({ code: textAs<WordedMiss["code"]>(), message: text })),
});

export const rowPage = object<RowPage>({ ...page, rows: list(row), writtenAt: number });
