/** What keeps an event from being well-formed XML. */
export type XmlFault =
  | "stray-lt"
  | "next-event"
  | "slash"
  | "tag"
  | "attribute-value"
  | "attribute-quotes"
  | "attribute-end"
  | "end-tag"
  | "declaration"
  | "comment"
  | "cdata"
  | "instruction";
