/** Where the text that a reader sees comes from, when it is not the file itself. */
export interface Origin {
  /** The offset in the file of an offset in the text; asked for in ascending order. */
  offset(offset: number): number;
  /** The line in the file of a line in the text. */
  line(line: number): number;
}
