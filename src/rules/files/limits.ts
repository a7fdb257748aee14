/** How much of a file is read to classify it. */
export { HEAD_BYTES } from "../../bytes/index.ts";

/** A text is read as a whole, and takes several times its size when parsed. Elastic's 2,000 rules take 20 MB. */
export const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** The limit for all members of an archive together, unpacked, including those that turn out not to be rules. */
export const MAX_UNPACKED_BYTES = 512 * 1024 * 1024;

/**
 * How many times its packed size a member may unpack to. Rules stay below 20, even a list of equal lines rarely reaches
 * 100, and archives that are made to fill memory are near deflate's limit of 1,032.
 */
export const MAX_RATIO = 200;

/** Below this size the ratio is not checked: a short text of blanks is not a bomb. */
export const RATIO_FROM_BYTES = 1024 * 1024;

/** How many JSON members are checked for rules: an archive of evidence may contain any number. */
export const MAX_PEEKS = 1_000;
