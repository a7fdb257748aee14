/** Indicators: the values of alerts by which other hosts and other logs are searched. */
export { INDICATOR_KINDS, type Indicator, type IndicatorKind, Indicators } from "./indicators.ts";
