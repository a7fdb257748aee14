import type { Coded, NoData } from "../../diagnostic/index.ts";
import type { GzipFault } from "../gunzip.ts";
import type { TarFault, TarFaults } from "../tar/index.ts";
import type { FaultLocation, ZipFault, ZipFaults } from "../zip/index.ts";

/** Faults that the walk itself finds in any kind of archive, and their data. */
export interface WalkFaults {
  /** A warning: there is nothing in the archive. */
  empty: NoData;
  /** The archive is packed, and its packing is damaged. The offset is one in the packed archive. */
  gzip: GzipFault;
  /** An archive in an archive in an archive. */
  "nested-too-deep": NoData;
  /** An archive that would have to be unpacked into memory, but is larger than this. */
  "nested-too-large": { readonly mebibytes: number };
  /** All members together unpack to more than the budget allows. */
  spent: NoData;
}

/** A fault that one kind of archive finds. */
export type EntryFault = ZipFault | TarFault;

/** Faults of archives of every kind that have words of their own, and their data. */
export type ArchiveFaults = ZipFaults & TarFaults & Pick<WalkFaults, "gzip" | "nested-too-large">;

/** A fault of an archive or one of its members: a value with a location, never thrown. */
export type ArchiveFault = EntryFault | (Coded<WalkFaults> & FaultLocation);
