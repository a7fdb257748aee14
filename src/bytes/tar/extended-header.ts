import { textIn } from "./header.ts";
import { type BadNumber, decimal } from "./number.ts";

/** What an extended header says of the members after it; the rest of it (times, owners) is not used. */
export interface ExtendedFields {
  readonly path?: string;
  readonly size?: number | BadNumber;
  /** Set for a sparse file of GNU tar, which is stored without its holes. */
  readonly isSparse?: boolean;
}

/**
 * Reads the records of an extended header (POSIX.1-2017, pax, "pax Extended Header"): `25 path=logs/a.ndjson\n`, where
 * the number is the record's length in bytes.
 *
 * @returns the fields up to the first damaged record, and whether there is one
 */
export function readExtended(bytes: Uint8Array): { fields: ExtendedFields; isDamaged: boolean } {
  const fields: { -readonly [K in keyof ExtendedFields]: ExtendedFields[K] } = {};
  // GNU tar makes up the path of a sparse file and writes its name here.
  let sparseName: string | null = null;
  let isDamaged = false;
  let at = 0;
  // Padding after the last record.
  while (at < bytes.length && bytes[at] !== 0) {
    const blank = bytes.subarray(at, at + 20).indexOf(0x20);
    const length = blank < 1 ? NaN : Number(textIn(bytes.subarray(at, at + blank)));
    const equals = bytes.indexOf(0x3d, at + blank);
    const end = at + length;
    if (
      !(length > blank + 1) ||
      end > bytes.length ||
      bytes[end - 1] !== 0x0a ||
      equals < 0 ||
      equals >= end
    ) {
      isDamaged = true;
      break;
    }
    const value = bytes.subarray(equals + 1, end - 1);
    const key = textIn(bytes.subarray(at + blank + 1, equals));
    if (key === "path" && value.length > 0) fields.path = textIn(value);
    else if (key === "size" && value.length > 0) fields.size = decimal(textIn(value));
    else if (key.startsWith("GNU.sparse.")) {
      fields.isSparse = true;
      if (key === "GNU.sparse.name") sparseName = textIn(value);
    }
    at = end;
  }
  if (sparseName !== null) fields.path = sparseName;
  return { fields, isDamaged };
}
