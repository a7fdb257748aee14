/**
 * Which wanted fields the latest record has, and where. Filled by whatever walks the record: by its contents, or along
 * a known template.
 */
export class FieldsFound {
  /** Counts the records, so that nothing has to be cleared between two of them. */
  walk = 0;
  /** By field: the walk in which it was last found, and the entry of its value. */
  readonly foundIn: Float64Array;
  readonly entryOf: Int32Array;
  /**
   * By state of the trie: the walk in which a key last ended there. Twice in one walk means two values for one name.
   */
  readonly met: Float64Array;
  /** Prefixes below which a value was found; bit n for the nth prefix. */
  below = 0;
  hasTime = false;
  /** See `FieldProjector.isEcs`. */
  hasEvent = false;
  /** The positions of the `@timestamp` text, if it is plain text; equal positions if not. */
  timestampStart = 0;
  timestampEnd = 0;

  constructor(fields: number, states: number) {
    this.foundIn = new Float64Array(fields);
    this.entryOf = new Int32Array(fields);
    this.met = new Float64Array(states);
  }

  begin(): void {
    this.walk++;
    this.below = 0;
    this.hasTime = this.hasEvent = false;
    this.timestampStart = this.timestampEnd = 0;
  }

  note(field: number, entry: number): void {
    this.entryOf[field] = entry;
    this.foundIn[field] = this.walk;
  }

  /** Takes the text of `@timestamp`, between two positions of the buffer. */
  timeText(start: number, end: number, escaped: boolean): void {
    this.hasTime = end > start;
    if (escaped) return;
    this.timestampStart = start;
    this.timestampEnd = end;
  }
}
