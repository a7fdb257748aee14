/** A moment as an input of type `datetime-local` has it. The page takes it as UTC, whatever the machine's zone is. */
export function inputTime(millis: number | undefined): string {
  if (millis === undefined) return "";
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, -1);
}

/**
 * @returns epoch milliseconds; undefined if nothing, or no whole date and time, is in the input
 */
export function timeOfInput(text: string): number | undefined {
  if (text === "") return undefined;
  const millis = Date.parse(`${text}Z`);
  return Number.isNaN(millis) ? undefined : millis;
}
