/** Something that does not stop a rule but must be said beside it. */
export interface Remark {
  readonly code:
    | "exceptions-missing"
    | "exception-value-list"
    | "exception-unreadable"
    | "exception-expired"
    | "exception-nested"
    | "characters"
    | "filters"
    | "backslashes"
    | "date-math"
    | "pipes"
    | "suppression";
  readonly message: string;
}
