/** Where there is room for one thing at a time: the detail covers its view, and the rail is at the bottom. */
export const NARROW = "(max-width: 719.98px)";
