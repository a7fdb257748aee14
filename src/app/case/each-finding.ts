import type { AlertColumns, AlertFinding } from "../../case/index.ts";

/** Reads a page of findings. See `FindingPages.read`. */
export type ReadFindings = (owner: string, page: number) => Promise<readonly AlertFinding[] | undefined>;

/** After this long, the page gets a turn, in milliseconds. */
const TURN_MS = 20;

/**
 * Reads the findings of alerts, each page once, and gives the page a turn in between.
 *
 * @param visit called with the finding of each row; undefined where it could not be read
 * @param signal ends it early
 * @returns false if it was ended
 */
export async function eachFinding(
  rows: Iterable<number>,
  columns: AlertColumns,
  read: ReadFindings,
  visit: (row: number, finding: AlertFinding | undefined) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  let turn = performance.now();
  for (const page of pagesOf(rows, columns)) {
    const [first] = page;
    const findings = await read(columns.ownerAt(first), columns.pageAt(first));
    if (signal?.aborted) return false;
    for (const row of page) visit(row, findings?.[columns.slotAt(row)]);
    if (performance.now() - turn < TURN_MS) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal?.aborted) return false;
    turn = performance.now();
  }
  return true;
}

/** The rows by the page that they are on. */
function pagesOf(rows: Iterable<number>, columns: AlertColumns): Iterable<[number, ...number[]]> {
  const pages = new Map<string, [number, ...number[]]>();
  for (const row of rows) {
    const key = `${columns.ownerAt(row)}.${columns.pageAt(row)}`;
    const page = pages.get(key);
    if (page === undefined) pages.set(key, [row]);
    else page.push(row);
  }
  return pages.values();
}
