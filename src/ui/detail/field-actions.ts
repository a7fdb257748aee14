/** What can be done with a value of an event. */
export interface FieldActions {
  /** Lists only the alerts with the value, in addition to what is filtered already. */
  include(field: string, value: string): void;
  /** Leaves out the alerts with the value. */
  exclude(field: string, value: string): void;
  /** Adds the field to the columns of the list. */
  addColumn(field: string): void;
}
