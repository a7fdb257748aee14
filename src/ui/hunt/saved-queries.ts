import { type HuntQuery, isSameQuery, readQueries } from "../../app/index.ts";
import { LANGUAGES } from "../../rules/index.ts";

/** Queries that an analyst saves are kept in this browser, for all cases, beside the analyst's name. */
const KEY = "loupe.queries";
const MOST = 200;

export function savedQueries(): readonly HuntQuery[] {
  try {
    return readQueries(localStorage.getItem(KEY), (id) => LANGUAGES.has(id));
  } catch {
    return [];
  }
}

/** Saves a query under its title. The same query, or one with the same title, is replaced. */
export function withSaved(queries: readonly HuntQuery[], saved: HuntQuery): readonly HuntQuery[] {
  const others = queries.filter((each) => !isSameQuery(each, saved) && each.title !== saved.title);
  return [saved, ...others].slice(0, MOST);
}

/** Where the browser keeps nothing, saved queries last as long as the tab. */
export function keepQueries(queries: readonly HuntQuery[]): void {
  try {
    if (queries.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // The page works without it.
  }
}
