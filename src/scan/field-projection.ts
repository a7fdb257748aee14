import type { Clause } from "../match/index.ts";
import { FieldProjector, type ValidatedObject } from "../formats/index.ts";
import type { Condition, RunsEvent } from "../rules/index.ts";
import {
  AS_IS_FIELDS,
  type EcsEvent,
  IDENTIFYING_FIELDS,
  IDENTIFYING_PREFIXES,
  identify,
  isEvent,
  isTakenAsIs,
} from "../sources/index.ts";

/** What an event is decided by. All of it is good until the next record is looked at. */
export interface Projected extends Pick<EcsEvent, "source" | "event"> {
  /** The text of `@timestamp` in the record's buffer. Equal positions: it stands in the event, or there is none. */
  readonly timestampStart: number;
  readonly timestampEnd: number;
}

/** What the inventory takes from an event, besides its time. */
const INVENTORY_FIELDS = ["event.category", "host.name"];

/**
 * Looks at the bytes of a record for the fields that rules name, so that an event no rule wants is never decoded.
 *
 * What it says is what `toEcs` says of the decoded record, as far as these fields go.
 */
export class FieldProjection {
  readonly #projector: FieldProjector;
  readonly #projected: { -readonly [K in keyof Projected]: Projected[K] };
  readonly #below = (prefix: string): boolean => this.#projector.hasBelow(prefix);

  private constructor(fields: Iterable<string>) {
    this.#projector = new FieldProjector(
      [...fields, ...INVENTORY_FIELDS, ...IDENTIFYING_FIELDS, ...AS_IS_FIELDS],
      IDENTIFYING_PREFIXES,
    );
    this.#projected = { source: "ecs", event: {}, timestampStart: 0, timestampEnd: 0 };
  }

  /**
   * Null where some rule looks at fields that the event chooses, as KQL's `*: x` does: then every event is needed
   * whole.
   *
   * @param others further fields to look at, those of sequences
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

  /** @returns null where the record has to be decoded: the bytes leave a doubt, or it is no event in Elastic's fields */
  look(record: ValidatedObject): Projected | null {
    const projector = this.#projector;
    const event = projector.project(record);
    // What is not in Elastic's fields already, `toEcs` maps: its fields are not those of the record.
    if (event === null || !projector.isEcs || !isTakenAsIs(event)) return null;
    const { timestampStart, timestampEnd } = projector;
    // A time that is plain text need not be read to know that it is there.
    if (timestampEnd === timestampStart && !isEvent(event, this.#below)) return null;
    const projected = this.#projected;
    projected.source = identify(event, projector.index, this.#below);
    projected.event = event;
    projected.timestampStart = timestampStart;
    projected.timestampEnd = timestampEnd;
    return projected;
  }
}

/** The fields that decide conditions, null where an event chooses them itself. */
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
