/**
 * What a hive may ask for. Windows itself stops at 2 GiB of bins; the largest in use have a few hundred MiB. They are in
 * memory while the hive is open.
 */
export const MOST_BINS_BYTES = 1024 * 1024 * 1024;
/** Windows does not nest keys deeper. */
export const MOST_LEVELS = 512;
/** The longest name of a key in UTF-16 units, and of a value. */
export const LONGEST_KEY_NAME = 255;
export const LONGEST_VALUE_NAME = 16_383;
/** The most data of one value that is read. */
export const MOST_DATA_BYTES = 16 * 1024 * 1024;
/** The fewest bytes that the cell of a key and that of a value take: more of either do not fit into a hive. */
export const LEAST_KEY_BYTES = 80;
export const LEAST_VALUE_BYTES = 24;
