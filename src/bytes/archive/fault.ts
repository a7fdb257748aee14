import type { Coded, NoData } from "../../diagnostic/index.ts";
import type { FaultLocation, ZipFault } from "../zip/index.ts";

/** Faults that the walk itself finds in any kind of archive, and their data. */
export interface WalkFaults {
  /** A warning: there is nothing in the archive. */
  empty: NoData;
  /** An archive in an archive in an archive. */
  "nested-too-deep": NoData;
  /** An archive that would have to be unpacked into memory, but is larger than this. */
  "nested-too-large": { readonly mebibytes: number };
  /** All members together unpack to more than the budget allows. */
  spent: NoData;
}

/** A fault that one kind of archive finds. */
export type EntryFault = ZipFault;

/** A fault of an archive or one of its members: a value with a location, never thrown. */
export type ArchiveFault = EntryFault | (Coded<WalkFaults> & FaultLocation);
