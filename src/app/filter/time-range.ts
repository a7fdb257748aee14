/** A range of time, both ends included, in epoch milliseconds. An end that is absent is open. */
export interface TimeRange {
  readonly from?: number;
  readonly to?: number;
}
