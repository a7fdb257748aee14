/** Where something stands in a query: 1-based line and column (UTF-16 units), 0-based offsets into the text. */
export interface SourceRange {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The one error this folder throws for what a rule's author can cause: text that is not EQL, text Elasticsearch
 * would refuse, and limits of this engine. The message is a sentence that says what to do.
 */
export class EqlError extends Error {
  override readonly name = "EqlError";
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** The piece of the query the message is about; "" at the end of the text. */
  readonly offending: string;

  constructor(message: string, line = 1, column = 1, offending = "") {
    super(message);
    this.line = line;
    this.column = column;
    this.offending = offending;
  }
}

/** An error about one place of a query. Long pieces are cut: they are shown beside the message, not instead of it. */
export function errorAt(text: string, range: SourceRange, message: string): EqlError {
  const piece = text.slice(range.start, range.end);
  return new EqlError(
    message,
    range.line,
    range.column,
    piece.length > 120 ? `${piece.slice(0, 119)}…` : piece,
  );
}
