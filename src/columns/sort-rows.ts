/** Numbers of rows, in some order. */
export type RowNumbers = Uint32Array<ArrayBuffer>;

/**
 * Sorts rows by a number that each has, and leaves rows with equal numbers in the order in which they came. A million rows
 * take some tens of milliseconds: a radix sort, which passes over the rows once for each 16 bits in which keys differ.
 *
 * @param keyOf the number of a row; NaN comes after every other number, and -0 is 0
 */
export function sortRows(
  rows: RowNumbers,
  keyOf: (row: number) => number,
  { descending = false }: { readonly descending?: boolean } = {},
): RowNumbers {
  const keys = new Float64Array(rows.length);
  // Adding 0 makes 0 of -0.
  for (let i = 0; i < rows.length; i++) keys[i] = keyOf(rows[i]!) + 0;
  if (isSorted(keys, descending)) return rows;
  if (rows.length < RADIX_FROM) return sortFew(rows, keys, descending);
  const sortable = sortableBits(keys, descending);
  let order: RowNumbers = Uint32Array.from(rows, (_, i) => i);
  // The words of a double as little-endian machines store it, and every machine with a browser does: low word first.
  for (const [word, shift] of DIGITS) order = sortByDigit(order, sortable, word, shift);
  return order.map((position) => rows[position]!);
}

/** From this many rows on, passing over 65,536 buckets costs less than comparing. */
const RADIX_FROM = 4096;
const DIGITS = [
  [0, 0],
  [0, 16],
  [1, 0],
  [1, 16],
] as const;

/** Whether the keys are in order already, as offsets in one file are, and a key that is the same for all. */
function isSorted(keys: Float64Array, descending: boolean): boolean {
  for (let i = 1; i < keys.length; i++) {
    const [before, key] = [keys[i - 1]!, keys[i]!];
    if (descending ? !(key <= before) : !(key >= before)) return false;
  }
  return true;
}

function sortFew(rows: RowNumbers, keys: Float64Array, descending: boolean): RowNumbers {
  const sign = descending ? -1 : 1;
  const order = Array.from(rows, (_, i) => i).sort((a, b) => {
    const [x, y] = [keys[a]!, keys[b]!];
    if (Number.isNaN(x) || Number.isNaN(y)) return sign * (Number(Number.isNaN(x)) - Number(Number.isNaN(y)));
    return x === y ? 0 : x < y ? -sign : sign;
  });
  return Uint32Array.from(order, (position) => rows[position]!);
}

/** Doubles as pairs of 32-bit words, changed so that they sort as unsigned numbers; inverted for a descending sort. */
function sortableBits(keys: Float64Array<ArrayBuffer>, descending: boolean): Uint32Array {
  const words = new Uint32Array(keys.buffer);
  const invert = descending ? 0xffffffff : 0;
  for (let low = 0; low < words.length; low += 2) {
    if (Number.isNaN(keys[low / 2]!)) {
      words[low] = words[low + 1] = 0xffffffff;
    } else if (words[low + 1]! >>> 31 === 1) {
      // A negative number: the larger its bits, the smaller it is.
      words[low] = ~words[low]!;
      words[low + 1] = ~words[low + 1]!;
    } else words[low + 1] = words[low + 1]! | 0x80000000;
    words[low] = words[low]! ^ invert;
    words[low + 1] = words[low + 1]! ^ invert;
  }
  return words;
}

/** One pass of the radix sort; none if all rows have the same digit. */
function sortByDigit(order: RowNumbers, words: Uint32Array, word: 0 | 1, shift: 0 | 16): RowNumbers {
  const starts = new Uint32Array(0x10001);
  for (let low = word; low < words.length; low += 2) starts[((words[low]! >>> shift) & 0xffff) + 1]!++;
  const any = (words[word]! >>> shift) & 0xffff;
  if (starts[any + 1] === order.length) return order;
  for (let digit = 0; digit < 0x10000; digit++) starts[digit + 1]! += starts[digit]!;
  const sorted = new Uint32Array(order.length);
  for (const position of order) {
    const digit = (words[2 * position + word]! >>> shift) & 0xffff;
    sorted[starts[digit]!++] = position;
  }
  return sorted;
}
