/** The analyst's name is kept in this browser, for all cases. */
const KEY = "loupe.analyst";

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
