/** What keeps a text from being JSON. */
export type JsonFault =
  | "line-break-in-string"
  | "control-character"
  | "list-separator"
  | "object-separator"
  | "key"
  | "colon"
  | "value"
  | "escape"
  | "unicode-escape"
  | "number"
  | "word"
  | "no-value";
