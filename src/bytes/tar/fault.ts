import type { Coded } from "../../diagnostic/index.ts";
import type { FaultLocation } from "../zip/index.ts";

/** What can be wrong with a tar archive or one of its members, and the data of each fault. */
export interface TarFaults {
  "tar-header": HeaderDamage;
  "tar-cut": CutShort;
  "tar-after-end": AfterEnd;
  /** A member that is not a file with content of its own. */
  "tar-type": { readonly kind: UnreadType };
}

export type HeaderDamage =
  /** The header's checksum is wrong. The member was read up to the next header. */
  | { readonly kind: "checksum" }
  /** No member can have the size that its header claims. The member was read up to the next header. */
  | { readonly kind: "negative-size" | "huge-size" | "unreadable-size" }
  /** An extended header is too long or damaged: the next member may have another name or size than shown. */
  | { readonly kind: "extension" }
  /** Bytes of a member are missing: another header was found in what its size claims, after these bytes. */
  | { readonly kind: "overrun"; readonly bytes: number }
  /** The same in an archive that cannot be read again, so that the search does not go back to that header. */
  | { readonly kind: "hidden"; readonly bytes: number }
  /** There is no header where one should be: these bytes belong to no member. */
  | { readonly kind: "none"; readonly bytes: number };

export type CutShort =
  /** The archive ends inside the member. */
  | { readonly kind: "member"; readonly missing: number }
  /** The archive ends inside a header, or inside content that is not read. */
  | { readonly kind: "header" }
  /** The archive ends after a member, without the blocks that mark its end. */
  | { readonly kind: "no-end" };

export type AfterEnd =
  /** A warning: more members follow the blocks that mark the end. They are read. */
  | { readonly kind: "members" }
  /** Other bytes follow. */
  | { readonly kind: "data"; readonly bytes: number };

export type UnreadType =
  "hard-link" | "symbolic-link" | "character-device" | "block-device" | "fifo" | "sparse-file";

/** A fault of a tar archive or one of its members: a value, never thrown. */
export type TarFault = Coded<TarFaults> & FaultLocation;
