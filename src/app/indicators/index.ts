/** The indicators of the open case. */
export { CaseIndicators, type IndicatorScope } from "./case-indicators.svelte.ts";
