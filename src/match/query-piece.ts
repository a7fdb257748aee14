/** What a piece of a query is, for an editor. `category` is the event category of EQL, before `where`. */
export type PieceKind =
  | "keyword"
  | "category"
  | "field"
  | "function"
  | "string"
  | "value"
  | "number"
  | "operator"
  | "comment"
  | "invalid";

/** A piece of a query's text, which may be unfinished or wrong elsewhere. */
export interface QueryPiece {
  readonly kind: PieceKind;
  /** 0-based offsets in UTF-16 units, the end not included. */
  readonly from: number;
  readonly to: number;
  /** The name of a field or function, or the content of a string or value, without quotes and escapes. */
  readonly text: string;
}
