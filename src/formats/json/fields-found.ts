/**
 * Which of the wanted fields the latest record has, and where: filled by whoever goes over the record, by its contents
 * or along a known shape.
 */
export class FieldsFound {
  /** Counts the records, so that nothing has to be cleared between two of them. */
  walk = 0;
  /** By field: the walk in which it was found last, and the entry of its value. */
  readonly foundIn: Float64Array;
  readonly entryOf: Int32Array;
  /** By state of the trie: the walk in which it was last at the end of a key. Twice in one walk are two values of one name. */
  readonly met: Float64Array;
  /** Prefixes below which a value was met; bit n for the nth. */
  below = 0;
  hasTime = false;
  /** See `FieldProjector.isEcs`. */
  hasEvent = false;
  /** Where the text of `@timestamp` stands, if it is plain text; equal positions if not. */
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

  /** Takes the text of `@timestamp`, which stands between two positions of the buffer. */
  timeText(start: number, end: number, escaped: boolean): void {
    this.hasTime = end > start;
    if (escaped) return;
    this.timestampStart = start;
    this.timestampEnd = end;
  }
}
