/** What someone has arranged, such as the widths of columns, is kept in this browser for all cases. */
const PREFIX = "loupe.";

/**
 * @param name of what is kept
 * @returns as it was kept, to be checked: another version may have written it; undefined if nothing is
 */
export function kept(name: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    // The browser keeps nothing for this page, or it is no JSON.
    return undefined;
  }
}

/** Where the browser keeps nothing, it lasts as long as the view. */
export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // The page works without it.
  }
}
