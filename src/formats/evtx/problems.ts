import type { Problem } from "../record.ts";

const count = (n: number): string => n.toLocaleString("en");

/** What the reader tells of a log's damage. Chunks are counted from 0, as other tools count them. */
export const problems = {
  headerDamaged: (): Problem => ({
    code: "evtx-header",
    message: "The file's header is damaged. The chunks do not depend on it and were all looked for.",
    lost: false,
    offset: 0,
  }),

  noChunk: (): Problem => ({
    code: "evtx-chunk",
    message:
      "The file begins like a Windows event log (EVTX), but no chunk of one was found in it: nothing in it was examined.",
    lost: true,
    offset: 0,
  }),

  headerVersion: (version: string): Problem => ({
    code: "evtx-header",
    message: `The file says that it is of version ${version}; it was read as 3.1, the form that is known.`,
    lost: false,
    offset: 36,
  }),

  dirty: (): Problem => ({
    code: "evtx-dirty",
    message:
      "The log was not closed when it was copied: the counts in its header are out of date. All chunks in the file were read.",
    lost: false,
    offset: 120,
  }),

  withoutChecksums: (): Problem => ({
    code: "evtx-checksum",
    message: "The log was written without checksums: changes to its bytes do not show.",
    lost: false,
    offset: 120,
  }),

  chunkHeaderChecksum: (chunk: number, offset: number): Problem => ({
    code: "evtx-checksum",
    message: `The header of chunk ${chunk} is not as it was written. Its records were found without it.`,
    lost: false,
    offset,
  }),

  chunkDataChecksum: (chunk: number, offset: number): Problem => ({
    code: "evtx-checksum",
    message: `The records of chunk ${chunk} are not as they were written: their checksum differs. What can be read was examined; values in it may have been altered.`,
    lost: false,
    offset,
  }),

  chunkSignature: (chunk: number, offset: number): Problem => ({
    code: "evtx-chunk",
    message: `Chunk ${chunk} does not begin with its signature. Records were found in it and examined.`,
    lost: false,
    offset,
  }),

  chunkMissing: (chunk: number, offset: number, isEmpty: boolean): Problem => ({
    code: "evtx-chunk",
    message: isEmpty
      ? `Chunk ${chunk} has been overwritten with zeros: its records are gone.`
      : `Chunk ${chunk} has been overwritten: no record of the log was found there.`,
    lost: true,
    offset,
  }),

  residue: (bytes: number, offset: number, carved: boolean): Problem => ({
    code: "evtx-chunk",
    message: `Behind the last chunk stand ${count(bytes)} bytes that are no event log. They are what the disk held there before, and were ${carved ? "searched for records only" : "not examined"}.`,
    lost: false,
    offset,
  }),

  chunksMissing: (found: number, expected: number, offset: number): Problem => ({
    code: "evtx-truncated",
    message: `The file ends too early: its header counts ${count(expected)} chunks of 64 KiB, ${count(found)} are there. Get the file once more, if it still exists.`,
    lost: true,
    offset,
  }),

  truncated: (chunk: number, offset: number, missing: number, lost: boolean): Problem => ({
    code: "evtx-truncated",
    message: `The file ends inside chunk ${chunk}: ${count(missing)} bytes are missing. ${lost ? "Records that stood there could not be read. Get the file once more, if it still exists." : "No record stood there."}`,
    lost,
    offset,
  }),

  gap: (chunk: number, offset: number, bytes: number, missing: number): Problem => ({
    code: "evtx-record",
    message: `In chunk ${chunk}, ${count(bytes)} bytes have been overwritten or damaged: ${missing === 0 ? "what they held" : missing === 1 ? "the record that they held" : `${count(missing)} records that they held`} could not be read.`,
    lost: true,
    offset,
  }),

  cut: (chunk: number, offset: number, recordId: string): Problem => ({
    code: "evtx-record",
    message: `Record ${recordId} in chunk ${chunk} has been overwritten from its middle on. What stands before was examined; the values behind it are missing.`,
    lost: true,
    offset,
  }),

  spliced: (chunk: number, offset: number, recordId: string, inEvent: string): Problem => ({
    code: "evtx-record",
    message: `Record ${recordId} in chunk ${chunk} is damaged: its event says that it is record ${inEvent}. Another record has probably overwritten a part of it: it was examined as it stands, but its values may be those of two events.`,
    lost: true,
    offset,
  }),

  unreadable: (chunk: number, offset: number, recordId: string, reason: string): Problem => ({
    code: "evtx-record",
    message: `Record ${recordId} in chunk ${chunk} could not be read: ${reason}.`,
    lost: true,
    offset,
  }),

  carvedCopies: (records: number): Problem => ({
    code: "evtx-record",
    message: `Of the records outside the log, ${count(records)} are copies, byte for byte, of records that stand before them in the file, as exporting a log leaves them. They were not examined again.`,
    lost: false,
    offset: 0,
  }),

  carvedUnreadable: (records: number): Problem => ({
    code: "evtx-record",
    message: `Of the records outside the log, ${count(records)} could not be read: what they refer to has been overwritten.`,
    lost: false,
    offset: 0,
  }),
};
