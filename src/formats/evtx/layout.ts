/**
 * The layout of an EVTX file. Sources: libyal's description of the format (libevtx, "Windows XML Event Log (EVTX)
 * format") and MS-EVEN6, section 2.2.12 (BinXml).
 */
export const FILE_HEADER_BYTES = 128;
/** The block that contains the file header; the first chunk follows it. */
export const FILE_HEADER_BLOCK = 4096;
export const CHUNK_BYTES = 65536;
/** A chunk's header, string table and template table; the first record follows them. */
export const CHUNK_HEADER_BYTES = 512;
/** Offset of the records' checksum in a chunk. */
export const DATA_CHECKSUM = 52;
/** Signature, size, record ID and time written. */
export const RECORD_HEADER_BYTES = 24;
/** The header, an empty fragment and the copy of the size. */
export const MIN_RECORD_BYTES = RECORD_HEADER_BYTES + 4;
/** Windows pads every record to a multiple of this. */
export const RECORD_ALIGNMENT = 8;
/** A disk overwrites a sector as a whole. */
export const SECTOR_BYTES = 512;

export const FILE_SIGNATURE = [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65, 0x00] as const; // ElfFile
export const CHUNK_SIGNATURE = [0x45, 0x6c, 0x66, 0x43, 0x68, 0x6e, 0x6b, 0x00] as const; // ElfChnk
/** `**`, read as a little-endian number. */
export const RECORD_SIGNATURE = 0x2a2a;

/** File flags: the log was not closed; the log keeps no checksums. */
export const FLAG_DIRTY = 1;
export const FLAG_NO_CHECKSUMS = 4;

/**
 * Limits on the content of one record. A chunk is small (64 KiB), but a template can repeat a value thousands of times.
 * What Windows writes stays far below these limits.
 */
export const MAX_TREE_DEPTH = 100;
/** Binary XML inside a value inside binary XML: Windows writes one level, forwarded events have two. */
export const MAX_NESTING = 16;
export const MAX_ELEMENTS = 100_000;
export const MAX_TEXT_UNITS = 4 * 1024 * 1024;
