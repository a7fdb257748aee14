import type { EvtxFault, FormatDiagnostics } from "../../formats/index.ts";
import { count, plural } from "../format.ts";
import type { Sentences } from "./sentences.ts";

const GET_IT_AGAIN = "Collect the file again if it still exists.";

/** Chunks are counted from 0, as in other tools. */
export const EVTX_SENTENCES: Sentences<
  FormatDiagnostics,
  "evtx-header" | "evtx-chunk" | "evtx-record" | "evtx-checksum" | "evtx-truncated" | "evtx-dirty"
> = {
  "evtx-header": (data) => {
    switch (data.kind) {
      case "damaged":
        return "The file's header is damaged. The chunks do not depend on it; all of them were searched for.";
      case "version":
        return `The file says it has version ${data.version}. It was read as version 3.1, which Loupe knows.`;
    }
  },
  "evtx-chunk": (data) => {
    switch (data.kind) {
      case "none":
        return "The file begins like a Windows event log (EVTX) but has no chunks. Not examined.";
      case "signature":
        return `Chunk ${data.chunk} does not begin with its signature. Records were found in it and examined.`;
      case "beginning":
        return `The beginning of chunk ${data.chunk} was overwritten, with its header and the records in its first ${count(data.bytes)} bytes. The records after them were searched for and examined. Without the header, Loupe cannot distinguish older records in the chunk from those of the log.`;
      case "zeros":
        return `Chunk ${data.chunk} was overwritten with zeros; its records are lost.`;
      case "overwritten":
        return `Chunk ${data.chunk} was overwritten; it no longer contains records of the log.`;
      case "residue":
        return `After the last chunk there are ${count(data.bytes)} bytes that are not part of the log. They are older content of the disk and were ${data.carved ? "searched for records only" : "not examined"}.`;
    }
  },
  "evtx-record": (data) => {
    switch (data.kind) {
      case "gap":
        return `${count(data.bytes)} bytes in chunk ${data.chunk} are overwritten or damaged: ${gapWords(data.missing)} could not be read.`;
      case "cut":
        return `The second part of record ${data.recordId} in chunk ${data.chunk} was overwritten. The first part was examined; the values after it are missing.`;
      case "spliced":
        return `Record ${data.recordId} in chunk ${data.chunk} is damaged: its event says that it is record ${data.inEvent}. Another record has probably overwritten part of it. It was examined as it is, but its values may come from two events.`;
      case "unreadable":
        return `Record ${data.recordId} in chunk ${data.chunk} could not be read: ${faultWords(data.fault)}. Only what is left of it was examined: its number, the time when it was written, and values without their names.`;
      case "borrowed-template":
        return `The template of record ${data.recordId} in chunk ${data.chunk} was overwritten or changed. The record was read with the same template from another chunk.`;
      case "displaced":
        return `${plural(data.records, "record")} that the log lacks ${data.records === 1 ? "was" : "were"} found in space that it does not use, and examined: parts of the file are not in their place. They are marked as carved.`;
      case "carved-copies":
        return `${plural(data.records, "carved record")} ${data.records === 1 ? "is a byte-for-byte copy of a record" : "are byte-for-byte copies of records"} earlier in the file, as exporting a log leaves them. They were not examined again.`;
      case "carved-unreadable":
        return `${plural(data.records, "carved record")} could not be read: what they refer to was overwritten.`;
    }
  },
  "evtx-checksum": (data) => {
    switch (data.kind) {
      case "none":
        return "The log was written without checksums, so changes to its bytes do not show.";
      case "header":
        return `The header of chunk ${data.chunk} was changed or damaged: its checksum is wrong. The records were found without it.`;
      case "records":
        return `The records of chunk ${data.chunk} were changed or damaged: their checksum is wrong. Readable records were examined, but values in them may have been altered.`;
    }
  },
  "evtx-truncated": (data) => {
    switch (data.kind) {
      case "chunks":
        return `The file is truncated: its header counts ${plural(data.expected, "chunk")}, but only ${count(data.found)} ${data.found === 1 ? "is" : "are"} there. ${GET_IT_AGAIN}`;
      case "inside-chunk":
        return `Truncated in chunk ${data.chunk} (${plural(data.missing, "byte")} missing). ${data.lost ? `Records in that part could not be read. ${GET_IT_AGAIN}` : "That part contained no records."}`;
    }
  },
  "evtx-dirty": () =>
    "The log was still open when it was copied, so the counts in its header are out of date. All chunks in the file were read.",
};

function gapWords(missing: number): string {
  if (missing === 0) return "their content";
  return missing === 1 ? "the record in them" : `the ${count(missing)} records in them`;
}

function faultWords(fault: EvtxFault): string {
  switch (fault.kind) {
    case "too-deep":
      return `its elements are nested more than ${fault.levels} levels deep`;
    case "values-too-deep":
      return `its values are nested more than ${fault.levels} levels deep`;
    case "token":
      return `0x${fault.token.toString(16)} is not a token of binary XML`;
    case "fragment-token":
      return `0x${fault.token.toString(16)} does not begin binary XML`;
    case "name":
      return "a name is not where it should be";
    case "start-tag":
      return "a start tag does not end";
    case "literal":
      return "a literal value is not text";
    case "ends-in-element":
      return "it ends inside an element";
    case "ends-in-template":
      return "it ends inside a template's instance";
    case "value-list":
      return "its list of values does not fit in";
    case "value":
      return "a value does not fit in";
    case "too-large":
      return "it expands to more than any event contains";
    case "empty":
      return "it is empty";
    case "template-missing":
      return "its template is not where it should be";
    case "template-damaged":
      return "its template is damaged";
  }
}
