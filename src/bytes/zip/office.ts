/** The bytes of a local header before the name (APPNOTE.TXT 4.3.7). */
const FIXED_BYTES = 30;
/** What an archive of Office begins with (ECMA-376, part 2), in the order of one program or another. */
const OFFICE_PART = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|docProps\/(?:app|core)\.xml)$/;
/** The one member that an OpenDocument file begins with, stored unpacked (OpenDocument 1.3, part 2, 3.3). */
const OPEN_DOCUMENT = "application/vnd.oasis.opendocument.";

/**
 * Whether a zip archive is a document of Office or OpenOffice: its members are the document's parts, not files that
 * someone packed.
 *
 * @param head the first bytes of the file, 64 KiB or all; with too few it counts as a plain archive
 * @returns "excel" for a workbook of either, "office" for another document, null for anything else
 */
export function officeKind(head: Uint8Array): "excel" | "office" | null {
  if (head[0] !== 0x50 || head[1] !== 0x4b || head[2] !== 3 || head[3] !== 4) return null;
  const length = (head[26] ?? 0) + 256 * (head[27] ?? 0);
  const extra = (head[28] ?? 0) + 256 * (head[29] ?? 0);
  const name = latin(head, FIXED_BYTES, Math.min(length, 64));
  if (name === "mimetype") {
    const type = latin(head, FIXED_BYTES + length + extra, OPEN_DOCUMENT.length + 16);
    if (!type.startsWith(OPEN_DOCUMENT)) return null;
    return type.includes(".spreadsheet") ? "excel" : "office";
  }
  if (!OFFICE_PART.test(name)) return null;
  return hasWorkbook(head) ? "excel" : "office";
}

/** Whether the name of some member begins with `xl/`. */
function hasWorkbook(head: Uint8Array): boolean {
  for (let at = head.indexOf(0x78); at >= 0; at = head.indexOf(0x78, at + 1)) {
    if (head[at + 1] === 0x6c && head[at + 2] === 0x2f) return true;
  }
  return false;
}

function latin(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
