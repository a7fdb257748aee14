/**
 * A text that this browser keeps for the page, whatever the case.
 *
 * @returns empty if none is kept, or the browser keeps nothing for this page
 */
export function keptText(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** Where the browser keeps nothing, the text lasts as long as the tab. An empty text is forgotten. */
export function keepText(key: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // The page works without it.
  }
}

/** Forgets all that the page keeps outside its database. */
export function forgetKept(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("loupe.")) localStorage.removeItem(key);
  } catch {
    // Then nothing is kept either.
  }
}
