/** What keeps a record of an event log from being read. */
export type EvtxFault =
  | { readonly kind: "too-deep"; readonly levels: number }
  | { readonly kind: "values-too-deep"; readonly levels: number }
  | { readonly kind: "token" | "fragment-token"; readonly token: number }
  | {
      readonly kind:
        | "name"
        | "start-tag"
        | "literal"
        | "ends-in-element"
        | "ends-in-template"
        | "value-list"
        | "value"
        | "too-large"
        | "empty"
        | "template-missing"
        | "template-damaged";
    };

/** Thrown if a record's content contradicts itself, and caught where the record is read: it never leaves the reader. */
export class Damage extends Error {
  readonly fault: EvtxFault;

  constructor(fault: EvtxFault) {
    super(fault.kind);
    this.name = "Damage";
    this.fault = fault;
  }
}
