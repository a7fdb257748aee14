import { keep, kept } from "./kept.ts";

/** The widths that someone has given to columns, in pixels. They are kept in this browser. */
export class ColumnWidths {
  readonly #name: string;
  #widths = $state.raw<ReadonlyMap<string, number>>(new Map());

  /** @param list names the list: each has its own */
  constructor(list: string) {
    this.#name = `columns.${list}`;
    const before = kept(this.#name);
    if (Array.isArray(before)) this.#widths = new Map(before.filter(isWidth));
  }

  /** Undefined for a column that has the width the list gives it. */
  of(column: string): number | undefined {
    return this.#widths.get(column);
  }

  /** Whether any column has another width than the list gives it. */
  get isGiven(): boolean {
    return this.#widths.size > 0;
  }

  set(column: string, width: number): void {
    this.#widths = new Map([...this.#widths, [column, width]]);
    keep(this.#name, [...this.#widths]);
  }

  clear(): void {
    this.#widths = new Map();
    keep(this.#name, []);
  }
}

function isWidth(entry: unknown): entry is [string, number] {
  if (!Array.isArray(entry)) return false;
  const [column, width] = entry as unknown[];
  return typeof column === "string" && typeof width === "number" && width >= 16 && width <= 4000;
}

/** The width that shows all of some cells, in pixels. */
export function widthOfContents(cells: Iterable<Element>): number {
  const range = document.createRange();
  let widest = 0;
  for (const cell of cells) {
    // The edge of a head is as far to the right as the column is wide now.
    const heading = cell.querySelector(":scope > :is(.heading, button)");
    if (heading === null) range.selectNodeContents(cell);
    else range.selectNode(heading);
    const { paddingLeft, paddingRight } = getComputedStyle(cell);
    const width = range.getBoundingClientRect().width + parseFloat(paddingLeft) + parseFloat(paddingRight);
    if (width > widest) widest = width;
  }
  return Math.ceil(widest) + 1;
}
