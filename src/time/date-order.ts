import { Effort } from "./effort.ts";

/** Whether the day or the month comes first where both are numbers: `3/4/2024` is 3 April or 4 March. */
export type DateOrder = "day-first" | "month-first";

/**
 * The dates of one file whose day and month are both numbers. They were all written by one clock in one order: a date
 * with a number above 12 shows it for all others.
 */
export class LocalDates {
  /** The order in which dates are read that fit both; null for what is usual for their spelling. */
  readonly order: DateOrder | null;
  /** What may still be spent on times that are hard to read. */
  readonly effort = new Effort();
  readonly #shown = new Set<DateOrder>();
  readonly #shownYearFirst = new Set<DateOrder>();
  #ambiguous: DateOrder | null = null;
  #hasUncertainDay = false;
  #hasShortYear = false;

  constructor(order: DateOrder | null) {
    this.order = order;
  }

  /**
   * Records a date that fits only one order.
   *
   * @param yearFirst whether the year comes before both: such a date says little about those that end in the year
   */
  show(order: DateOrder, yearFirst = false): void {
    (yearFirst ? this.#shownYearFirst : this.#shown).add(order);
  }

  /** Records a date that fits both orders, and how it was read. */
  noteAmbiguous(readAs: DateOrder): void {
    this.#ambiguous ??= readAs;
  }

  /** How a date that fits both orders was read since the last call; null if there was none. */
  takeAmbiguous(): DateOrder | null {
    const ambiguous = this.#ambiguous;
    this.#ambiguous = null;
    return ambiguous;
  }

  /** Records an Islamic date whose variants of the calendar differ in the day. */
  noteUncertainDay(): void {
    this.#hasUncertainDay = true;
  }

  /** Whether there was such a date since the last call. */
  takeUncertainDay(): boolean {
    const hasUncertainDay = this.#hasUncertainDay;
    this.#hasUncertainDay = false;
    return hasUncertainDay;
  }

  /** Records a date in numbers whose year has two digits, and that is a date of those years with the year first as well. */
  noteShortYear(): void {
    this.#hasShortYear = true;
  }

  /** Whether there was such a date since the last call. */
  takeShortYear(): boolean {
    const hasShortYear = this.#hasShortYear;
    this.#hasShortYear = false;
    return hasShortYear;
  }

  /** Orders that some date in the file shows, because it fits no other. */
  get shown(): readonly DateOrder[] {
    return [...(this.#shown.size > 0 ? this.#shown : this.#shownYearFirst)];
  }
}
