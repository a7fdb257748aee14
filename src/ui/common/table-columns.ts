/** A column of a table of one-line rows. */
export interface TableColumn {
  readonly id: string;
  readonly label: string;
  /** The least width in pixels. */
  readonly least: number;
  /** Its share of what is left of the width; 0 for a fixed width. */
  readonly share: number;
  /** The width that someone gave it, in pixels; it has less where there is no room. */
  readonly width?: number;
  readonly isNumber?: boolean;
}

/**
 * As many of the columns as fit into a width.
 *
 * @param dispensable ids of what a narrow table does without, the first first
 * @param width in pixels
 * @param extra pixels that must be left beyond the least widths of the columns
 */
export function fittingColumns<C extends TableColumn>(
  columns: readonly C[],
  dispensable: readonly string[],
  width: number,
  extra: number,
): readonly C[] {
  let left = columns;
  const needed = (): number => left.reduce((sum, { least }) => sum + least, extra);
  for (const id of dispensable) {
    if (needed() <= width) break;
    left = left.filter((column) => column.id !== id);
  }
  return left;
}

/** The same columns with the widths that someone gave them. */
export function withWidths<C extends TableColumn>(
  columns: readonly C[],
  widthOf: (id: string) => number | undefined,
): readonly C[] {
  return columns.map((column) => {
    const width = widthOf(column.id);
    return width === undefined ? column : { ...column, width };
  });
}

/**
 * The widths of the columns, for the style `grid-template-columns`.
 *
 * @param box the width of the box that selects a row, in pixels; 0 for none
 */
export function gridTemplate(columns: readonly TableColumn[], box = 0): string {
  const widths = columns.map(({ least, share, width }) =>
    width !== undefined
      ? `minmax(${Math.min(least, width)}px, ${width}px)`
      : share === 0
        ? `${least}px`
        : `minmax(${least}px, ${share}fr)`,
  );
  return (box === 0 ? widths : [`${box}px`, ...widths]).join(" ");
}
