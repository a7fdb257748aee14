/** Date math, which Loupe does not do: offline there is no `now` to reckon from. */

/** Whether a text is date math: `now-1d`, `2024-01-01||/M`. */
export function isRelative(text: string): boolean {
  return /^now(?:$|[-+/])/.test(text) || /^\d{4}.*\|\|/.test(text);
}
