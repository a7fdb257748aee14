/** How much of a file is looked at to tell what it is. */
export { HEAD_BYTES } from "../../bytes/index.ts";

/** A text is read as a whole, and a parsed one takes several times its size; Elastic's 2,000 rules take 20 MB. */
export const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** What all members of an archive together may unpack to, those that turn out to be no rules included. */
export const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

/**
 * How many times its packed size a member may have: rules stay below 20, even a list of equal lines rarely gets to 100,
 * and what is made to fill memory is near deflate's limit of 1,032.
 */
export const MAX_RATIO = 200;

/** Below this size the ratio says nothing: a short text of blanks is no bomb. */
export const RATIO_FROM_BYTES = 1024 * 1024;

/** JSON members whose beginnings are looked at for rules: an archive of evidence may hold any number. */
export const MAX_PEEKS = 1_000;
