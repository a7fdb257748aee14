import { type Cell, timeCell } from "./cell.ts";
import { toCsv } from "./csv.ts";

/** An indicator as a row. */
export interface IndicatorExport {
  readonly kind: string;
  readonly value: string;
  readonly alerts: number;
  /** Epoch milliseconds; NaN where no alert has a time. */
  readonly first: number;
  readonly last: number;
}

const time = (value: number): Cell => (Number.isNaN(value) ? null : timeCell(value));

/** Writes indicators as CSV, in the given order. @returns chunks of text for a Blob, see `toCsv` */
export function indicatorCsv(indicators: readonly IndicatorExport[]): Generator<string, void> {
  return toCsv(
    ["type", "value", "alerts", "first", "last"],
    indicators.map(({ kind, value, alerts, first, last }) => [kind, value, alerts, time(first), time(last)]),
  );
}
