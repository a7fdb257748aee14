import { AlertColumns } from "./alert-columns.ts";
import { extrasOf, flagsOf, memberText, PACKED_TEXTS } from "./alert-parts.ts";
import type { AlertRow, PackedRowPage, PackedRows, RowPage } from "./model.ts";

/**
 * Packs the rows of a page into columns: what is the same for many rows is stored once, and a browser loads a million
 * rows so in a tenth of the time that a million objects take.
 */
export function packRows(rows: readonly AlertRow[]): PackedRows {
  const { length } = rows;
  const texts: string[] = [];
  const known = new Map<string, number>();
  const codeOf = (text: string): number => {
    const code = known.get(text) ?? texts.length;
    if (code === texts.length) {
      known.set(text, code);
      texts.push(text);
    }
    return code;
  };
  const codes = new Uint32Array(length * PACKED_TEXTS.length);
  PACKED_TEXTS.forEach((column, c) => {
    for (let i = 0; i < length; i++) codes[c * length + i] = codeOf(packedText(rows[i]!, column));
  });
  const numbers = new Float64Array(3 * length);
  const places = new Uint32Array(2 * length);
  const flags = new Uint8Array(length);
  const extras: PackedRows["extras"][number][] = [];
  rows.forEach((row, i) => {
    numbers[i] = row.time;
    numbers[length + i] = row.offset;
    numbers[2 * length + i] = row.line;
    places[i] = row.page;
    places[length + i] = row.slot;
    flags[i] = flagsOf(row);
    const own = extrasOf(row);
    const isSequence = row.shelf !== undefined;
    if (own !== null || isSequence) extras.push([i, { ...own, ...(isSequence && { id: row.id }) }]);
  });
  return {
    count: length,
    texts,
    codes: texts.length <= 0x1_0000 ? new Uint16Array(codes) : codes,
    numbers,
    places,
    flags,
    extras,
  };
}

/** Some of the rows of a page; the same rows if it is all. */
export function selectRows(packed: PackedRows, accepts: (position: number) => boolean): PackedRows {
  const { count } = packed;
  const kept: number[] = [];
  for (let i = 0; i < count; i++) if (accepts(i)) kept.push(i);
  if (kept.length === count) return packed;
  const { length } = kept;
  const columns = packed.codes.length / Math.max(1, count);
  const select = <Column extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
    from: Column,
    to: Column,
    width: number,
  ): Column => {
    for (let c = 0; c < width; c++)
      for (let i = 0; i < length; i++) to[c * length + i] = from[c * count + kept[i]!]!;
    return to;
  };
  const codes =
    packed.codes instanceof Uint16Array
      ? new Uint16Array(columns * length)
      : new Uint32Array(columns * length);
  const positions = new Map(kept.map((position, i) => [position, i]));
  return {
    count: length,
    texts: packed.texts,
    codes: select(packed.codes, codes, columns) as PackedRows["codes"],
    numbers: select(packed.numbers, new Float64Array(3 * length), 3),
    places: select(packed.places, new Uint32Array(2 * length), 2),
    flags: select(packed.flags, new Uint8Array(length), 1),
    extras: packed.extras.flatMap(([position, extras]) => {
      const at = positions.get(position);
      return at === undefined ? [] : [[at, extras] as const];
    }),
  };
}

function packedText(row: AlertRow, column: (typeof PACKED_TEXTS)[number]): string {
  return column === "member" ? memberText(row.member) : (row[column] ?? "");
}

/** The rows of a packed page, as objects. */
export function unpackRows(packed: PackedRows): AlertRow[] {
  const columns = new AlertColumns();
  columns.addPacked(packed);
  return Array.from(columns.all(), (row) => columns.at(row));
}

export function packRowPage({ rows, ...page }: RowPage): PackedRowPage {
  return { ...page, packed: packRows(rows) };
}

export function unpackRowPage({ packed, ...page }: PackedRowPage): RowPage {
  return { ...page, rows: unpackRows(packed) };
}
