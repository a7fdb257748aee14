/** Compares a projector with the decoded records, for the tests of projector and templates. */
import type { DecodedRecord, ValidatedObject, RecordHandler } from "../../../src/formats/handler.ts";
import { JsonReader } from "../../../src/formats/json/json-reader.ts";
import { FieldProjector } from "../../../src/formats/json/field-projector.ts";
import { flattened, unwrap } from "../../../src/sources/unwrap.ts";
import { expectEqual } from "../../support/expect-equal.ts";
import { utf8 } from "../../support/read.ts";
import { FIELDS, PREFIXES } from "./json-texts.ts";

/** The relevant parts of a record. */
export interface Seen {
  readonly fields: Record<string, unknown>;
  readonly index: string;
  readonly time: string;
  readonly below: readonly boolean[];
}

/** What the projector saw of each record (null: not sure), and what the record really contains. */
export class Comparison {
  readonly pairs: [seen: Seen | null, there: Seen][] = [];
  #seen: Seen | null | undefined;
  /** The offset of the record that was projected. The rows of a table in JSON are other records, at other offsets. */
  #offset = -1;
  readonly handler: RecordHandler;

  /** Number of records validated along a template. */
  known = 0;

  /** @param withTemplates whether records are validated along templates learned from earlier ones */
  constructor(fields: readonly string[], prefixes: readonly string[], withTemplates = false) {
    const projector = new FieldProjector(fields, prefixes);
    this.handler = {
      ...(withTemplates && { templates: projector.templates }),
      projection: (record) => {
        if (record.isKnown) this.known++;
        this.#seen = look(projector, record, fields, prefixes);
        this.#offset = record.place().offset;
        return false;
      },
      record: (record) => {
        if (this.#seen !== undefined && record.place.offset === this.#offset)
          this.pairs.push([this.#seen, truth(record, fields, prefixes)]);
        this.#seen = undefined;
      },
      skipped: () => undefined,
      notAnObject: () => undefined,
      problem: () => undefined,
    };
  }

  /** Compares all pairs. Returns the number of records for which the projector was sure. */
  check(): number {
    for (const [seen, there] of this.pairs)
      if (seen !== null) expectEqual(seen, { ...there, time: seen.time && there.time });
    return this.pairs.filter(([seen]) => seen !== null).length;
  }
}

function look(
  projector: FieldProjector,
  record: ValidatedObject,
  fields: readonly string[],
  prefixes: readonly string[],
): Seen | null {
  const event = projector.project(record);
  if (event === null) return null;
  const { timestampStart, timestampEnd } = projector;
  return {
    fields: Object.fromEntries(fields.map((field) => [`:${field}`, event[field]])),
    index: projector.index,
    time: Buffer.from(record.buffer.subarray(timestampStart, timestampEnd)).toString(),
    below: prefixes.map((prefix) => projector.hasBelow(prefix)),
  };
}

function truth({ value }: DecodedRecord, fields: readonly string[], prefixes: readonly string[]): Seen {
  const unwrapped = unwrap(value)!;
  const event = flattened(unwrapped);
  const { index } = unwrapped;
  const time = event["@timestamp"];
  return {
    fields: Object.fromEntries(fields.map((field) => [`:${field}`, event[field]])),
    index,
    time: typeof time === "string" ? time : "",
    below: prefixes.map((prefix) => Object.keys(event).some((field) => field.startsWith(prefix))),
  };
}

export function compare(
  text: string | Uint8Array,
  size = Infinity,
  { fields = FIELDS, prefixes = PREFIXES, withTemplates = false } = {},
): Comparison {
  const comparison = new Comparison(fields, prefixes, withTemplates);
  const reader = new JsonReader("lines", comparison.handler, { offset: (o) => o, line: (l) => l });
  const bytes = typeof text === "string" ? utf8(text) : text;
  for (let at = 0; at < bytes.length; at += size) {
    reader.append(bytes.subarray(at, Math.min(bytes.length, at + size)));
    reader.work();
  }
  reader.end(true);
  return comparison;
}
