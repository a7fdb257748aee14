/**
 * The error for a mistake in a query: a text that is not KQL, or that Elasticsearch would refuse after its translation.
 * The message is a sentence that says what to do.
 */
export class KqlError extends Error {
  override readonly name = "KqlError";
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** The part of the query that the message is about; "" at the end of the text. */
  readonly offending: string;

  constructor(message: string, line = 1, column = 1, offending = "") {
    super(message);
    this.line = line;
    this.column = column;
    this.offending = offending;
  }
}

/** Creates an error about the part of a text between two offsets. */
export function errorAt(text: string, start: number, end: number, message: string): KqlError {
  const before = text.slice(0, start);
  const line = before.split("\n").length;
  const offending = text.slice(start, end);
  return new KqlError(
    message,
    line,
    start - before.lastIndexOf("\n"),
    offending.length > 120 ? `${offending.slice(0, 119)}…` : offending,
  );
}
