/** Something that does not stop a rule but must be said beside it. */
export interface Remark {
  /** Of what kind: an unread filter, an exception that is not applied, or what the query's language has to say. */
  readonly code: string;
  readonly message: string;
}
