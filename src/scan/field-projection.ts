import type { Clause } from "../match/index.ts";
import { FieldProjector, type ValidatedObject } from "../formats/index.ts";
import type { Condition, RunsEvent } from "../rules/index.ts";
import {
  AS_IS_FIELDS,
  type EcsEvent,
  hasOwnWords,
  IDENTIFYING_FIELDS,
  IDENTIFYING_PREFIXES,
  identify,
  isEvent,
  isTakenAsIs,
  PRINTED_FIELDS,
  WORDS_FIELDS,
} from "../sources/index.ts";
import { epochMillis, timestampMillis } from "../time/index.ts";
import { SECONDARY_TIMES } from "./ambiguous-times.ts";
import { mayHoldEventText } from "./inner-text.ts";

/** The parts of an event that decide it, valid until the next record is projected. */
export interface Projected extends Pick<EcsEvent, "source" | "event"> {
  /** The text of `@timestamp` in the record's buffer. Equal positions: the event has it, or there is none. */
  readonly timestampStart: number;
  readonly timestampEnd: number;
}

/** The fields that the inventory takes from an event, in addition to its time. */
const INVENTORY_FIELDS = ["event.category", "host.name"];

/**
 * Looks at the bytes of a record for the fields that rules name, so that an event no rule wants is never decoded.
 *
 * For these fields it gives the same as `toEcs` does for the decoded record.
 */
export class FieldProjection {
  readonly #projector: FieldProjector;
  readonly #projected: { -readonly [K in keyof Projected]: Projected[K] };
  readonly #times: readonly number[];
  readonly #below = (prefix: string): boolean => this.#projector.hasBelow(prefix);

  private constructor(fields: Iterable<string>) {
    this.#projector = new FieldProjector(
      [
        ...fields,
        ...INVENTORY_FIELDS,
        ...IDENTIFYING_FIELDS,
        ...AS_IS_FIELDS,
        ...PRINTED_FIELDS,
        ...WORDS_FIELDS,
        ...SECONDARY_TIMES,
      ],
      IDENTIFYING_PREFIXES,
    );
    this.#times = SECONDARY_TIMES.map((name) => this.#projector.fieldOf(name));
    this.#projected = { source: "ecs", event: {}, timestampStart: 0, timestampEnd: 0 };
  }

  /**
   * Returns null if some rule examines fields that the event chooses, as KQL's `*: x` does: every event is then
   * needed in full.
   *
   * @param others further fields to read, those of sequences
   */
  static for(
    rules: readonly Pick<RunsEvent, "conditions">[],
    others: Iterable<string> = [],
  ): FieldProjection | null {
    const fields = fieldsRead(rules.flatMap((rule) => rule.conditions));
    return fields === null ? null : new FieldProjection([...fields, ...others]);
  }

  /** See `RecordHandler.templates`. */
  get templates(): FieldProjector["templates"] {
    return this.#projector.templates;
  }

  /** @returns null if the record must be decoded: its bytes are ambiguous, or it is not an event in Elastic's fields */
  project(record: ValidatedObject): Projected | null {
    const projector = this.#projector;
    const event = projector.project(record);
    // `toEcs` maps a record that is not already in Elastic's fields, so the event's fields differ from the record's.
    if (event === null || !projector.isEcs || !isTakenAsIs(event)) return null;
    if (projector.hasInnerNames || mayHoldEventText(record, hasOwnWords(event))) return null;
    // Once decoded, a time that is not understood is reported.
    for (const field of this.#times) if (!projector.passes(field, isTime)) return null;
    const { timestampStart, timestampEnd } = projector;
    // A plain-text time is known to be present without being read.
    if (timestampEnd === timestampStart && !isEvent(event, this.#below)) return null;
    const projected = this.#projected;
    projected.source = identify(event, projector.index, this.#below);
    projected.event = event;
    projected.timestampStart = timestampStart;
    projected.timestampEnd = timestampEnd;
    return projected;
  }
}

const decoder = new TextDecoder();

function isTime(buffer: Uint8Array, start: number, end: number): boolean {
  if (start === end || !Number.isNaN(timestampMillis(buffer, start, end))) return true;
  return !Number.isNaN(epochMillis(decoder.decode(buffer.subarray(start, end))));
}

/** The fields that decide conditions; null if the event itself chooses them. */
function fieldsRead(conditions: readonly Condition[]): Set<string> | null {
  const fields = new Set<string>();
  const add = (clause: Clause, multiFields: readonly string[]): boolean => {
    for (const field of clause.fields) {
      fields.add(field);
      // The clauses name the field, while one that is called like a multi-field comes before it.
      for (const ending of multiFields) fields.add(`${field}.${ending}`);
    }
    return clause.fieldsIn === undefined && clause.clauses.every((part) => add(part, multiFields));
  };
  return conditions.every(({ multiFields, clause }) => add(clause, multiFields)) ? fields : null;
}
