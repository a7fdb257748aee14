/** The analyst's name is kept in this browser, for all cases. */
const PREFIX = "loupe.";
const KEY = `${PREFIX}analyst`;

/** Empty if none is kept, or the browser keeps nothing for this page. */
export function keptName(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}

/** Where the browser keeps nothing, the name lasts as long as the tab. */
export function keepName(name: string): void {
  try {
    if (name === "") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
  } catch {
    // The page works without it.
  }
}

/** Forgets the name and everything else that the page keeps outside its database. */
export function forgetKept(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Then nothing is kept either.
  }
}
