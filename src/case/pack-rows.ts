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
