/** A value of a field, as a facet shows it. */
export interface FacetValue {
  /** Empty for what has no value. */
  readonly value: string;
  /** What is shown instead of the value; the value itself if absent. */
  readonly label?: string;
  readonly count: number;
  readonly isIncluded: boolean;
  readonly isExcluded: boolean;
}
