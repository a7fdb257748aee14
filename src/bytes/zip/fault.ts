import type { Coded, NoData } from "../../diagnostic/index.ts";
import type { PackingMethod } from "./methods.ts";

/** What can be wrong with an archive or one of its members, and the data of each fault. */
export interface ZipFaults {
  /** The archive's list of its members is missing or damaged. */
  directory: DirectoryDamage;
  /** The content of a member is damaged or cannot be found. */
  damaged: MemberDamage;
  /** A member claims the bytes of another. */
  overlap: NoData;
  /** A member is packed or encrypted in a way that is not supported. */
  method:
    | { readonly kind: "packing"; readonly method: PackingMethod }
    | { readonly kind: "unknown-packing"; readonly method: number }
    | { readonly kind: "encryption" };
  /** No known password opens a member; it may also be damaged where the content shows that one is nearly right. */
  locked: { readonly kind: "no-password" | "no-password-or-damaged" };
  /** A member unpacks to more than a log could: to more than this many times its packed size. */
  bomb: { readonly times: number };
  /** A warning: the member's own header and the directory disagree. */
  headers: { readonly differ: HeaderPart };
  /** A warning: the member's path leads out of the folder that the archive is unpacked into. */
  name: NoData;
}

export type DirectoryDamage =
  | { readonly kind: "too-large" }
  /** Members were found that it does not list. */
  | { readonly kind: "incomplete" }
  /** Members were found at other places than those it lists. */
  | { readonly kind: "misplaced" }
  /** In zip.js's words. */
  | { readonly kind: "damaged"; readonly detail: string };

export type MemberDamage =
  | { readonly kind: "no-header" }
  /** Its beginning was copied: these bytes before the whole member were not read. */
  | { readonly kind: "twice"; readonly bytes: number }
  /** Decryption needs the directory. */
  | { readonly kind: "no-directory" }
  /** In zlib's words. */
  | { readonly kind: "packed-data"; readonly detail: string }
  | { readonly kind: "cut-short" }
  | { readonly kind: "checksum" }
  | DecryptFault;

export type DecryptFault =
  | { readonly kind: "wrong-password" | "unsupported-encryption" | "authentication" }
  /** In zip.js's words. */
  | { readonly kind: "decryption"; readonly detail: string };

/** What two headers of one member can disagree about. */
export type HeaderPart = "name" | "encryption" | "method" | "packed-size" | "unpacked-size" | "checksum";

export interface FaultLocation {
  /** The member's path; absent for the archive as a whole. */
  readonly path?: string;
  /** Byte offset in the archive. */
  readonly offset: number;
}

/** A fault of an archive or one of its members: a value, never thrown. */
export type ZipFault = Coded<ZipFaults> & FaultLocation;
