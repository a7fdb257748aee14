import { deflate, inflate } from "../deflated.ts";
import {
  CODE_COLUMNS,
  type EventPart,
  type PackedPart,
  PARENT_WIDTH,
  TABLE_WIDTH,
  TABLES,
} from "./event-part.ts";
import { EXACT_VERSION, NOTHING_EXACT } from "./exact-fields.ts";
import { NumberReader, NumberWriter } from "./number-codec.ts";

/**
 * Packs a part into five to ten bytes an event: times and offsets as differences, every number in as few bytes as it
 * needs, all of it deflated.
 */
export async function packPart(part: EventPart): Promise<PackedPart> {
  const writer = new NumberWriter();
  const dated = part.times.findIndex(Number.isNaN);
  writer.write(part.count);
  writer.write(dated < 0 ? part.count : dated);
  writeDifferences(writer, dated < 0 ? part.times : part.times.subarray(0, dated));
  writeDifferences(writer, part.offsets);
  for (const column of CODE_COLUMNS) for (const code of part[column]) writer.write(code);
  for (const table of TABLES) {
    writer.write(part[table].length);
    for (const code of part[table]) writer.write(code);
  }
  const encoder = new TextEncoder();
  writer.write(part.texts.length);
  for (const text of part.texts) {
    const bytes = encoder.encode(text);
    writer.write(bytes.length);
    writer.writeBytes(bytes);
  }
  writeDifferences(writer, part.recordIds);
  for (const code of part.origins) writer.write(code);
  writer.write(part.originTable.length);
  for (const code of part.originTable) writer.write(code);
  for (const code of part.parentTable) writer.write(code);
  writer.write(EXACT_VERSION);
  writer.write(part.inexact);
  return { count: part.count, bytes: await deflate(writer.finish()) };
}

/** @throws if the bytes are not those of a packed part */
export async function unpackPart({ bytes }: Pick<PackedPart, "bytes">): Promise<EventPart> {
  const reader = new NumberReader(await inflate(bytes));
  const count = reader.read();
  const dated = reader.read();
  const times = new Float64Array(count).fill(NaN);
  readDifferences(reader, times.subarray(0, dated));
  const offsets = new Float64Array(count);
  readDifferences(reader, offsets);
  const codes = (length: number): Uint32Array<ArrayBuffer> => {
    const column = new Uint32Array(length);
    for (let row = 0; row < length; row++) column[row] = reader.read();
    return column;
  };
  const [lengths, members, hosts, users, objects, values, kinds, processes] = CODE_COLUMNS.map(() =>
    codes(count),
  );
  const [kindTable, processTable] = TABLES.map(() => codes(reader.read()));
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const texts = Array.from({ length: reader.read() }, () => decoder.decode(reader.readBytes(reader.read())));
  const recordIds = new Uint32Array(count);
  // Parts of earlier versions know nothing of origins and record ids.
  const hasOrigins = !reader.isAtEnd;
  if (hasOrigins) readDifferences(reader, recordIds);
  const origins = hasOrigins ? codes(count) : new Uint32Array(count);
  const originTable = hasOrigins ? codes(reader.read()) : new Uint32Array(TABLE_WIDTH);
  const parents = (processTable!.length / TABLE_WIDTH) * PARENT_WIDTH;
  const parentTable = reader.isAtEnd ? new Uint32Array(parents) : codes(parents);
  const isSameVersion = !reader.isAtEnd && reader.read() === EXACT_VERSION;
  const inexact = isSameVersion ? reader.read() : NOTHING_EXACT;
  return {
    ...{ count, times, offsets, texts, recordIds, origins, originTable, parentTable, inexact },
    ...{
      lengths: lengths!,
      members: members!,
      hosts: hosts!,
      users: users!,
      objects: objects!,
      values: values!,
    },
    ...{ kinds: kinds!, processes: processes!, kindTable: kindTable!, processTable: processTable! },
  };
}

function writeDifferences(writer: NumberWriter, values: Float64Array | Uint32Array): void {
  let before = 0;
  for (const value of values) {
    writer.writeSigned(value - before);
    before = value;
  }
}

function readDifferences(reader: NumberReader, values: Float64Array | Uint32Array): void {
  let value = 0;
  for (let row = 0; row < values.length; row++) {
    value += reader.readSigned();
    values[row] = value;
  }
}
