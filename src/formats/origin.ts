/** Maps a text back to the file it was decoded from. */
export interface Origin {
  /** The offset in the file for an offset in the text. Ask in ascending order. */
  offset(offset: number): number;
  /** The line in the file for a line in the text. */
  line(line: number): number;
}
