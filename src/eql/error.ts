/** A range of a query's text: 1-based line and column (UTF-16 units), 0-based offsets. */
export interface SourceRange {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The only error this folder throws for mistakes in a rule: text that is not EQL, text that Elasticsearch would refuse,
 * and text beyond the limits of this engine. The message is a sentence that says what to do.
 */
export class EqlError extends Error {
  override readonly name = "EqlError";
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

/** Creates an error about one range of a query. A long part is cut, because it is only shown beside the message. */
export function errorAt(text: string, range: SourceRange, message: string): EqlError {
  const offending = text.slice(range.start, range.end);
  return new EqlError(
    message,
    range.line,
    range.column,
    offending.length > 120 ? `${offending.slice(0, 119)}…` : offending,
  );
}
