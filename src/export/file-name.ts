/** The longest part of a file name that comes from the case's name, in UTF-16 units. */
const LONGEST_NAME = 60;

/**
 * The name of a file that leaves the page: `loupe-INC-2291-finance-2026-03-15-alerts.csv`. Of the case's name only letters
 * and digits are kept, so that it is a name on every system.
 *
 * @param at the day in the name, in epoch milliseconds; its day is that of UTC
 * @param what what the file is, with its ending: `alerts.csv`
 */
export function exportFileName(caseName: string, at: number, what: string): string {
  const name = caseName
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, LONGEST_NAME)
    .replace(/^-+|[-\ud800-\udbff]+$/g, "");
  const date = new Date(at).toISOString().slice(0, 10);
  return ["loupe", ...(name === "" ? [] : [name]), date, what].join("-");
}
