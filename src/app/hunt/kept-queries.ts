import type { CaseQuery } from "../../case/index.ts";
import { type HuntQuery, isSameQuery } from "./hunt-query.ts";

/** Queries that a case keeps, and characters of each. */
export const MOST_QUERIES = 100;
const MOST_CHARACTERS = 20_000;

/** The queries with one more, the latest first. One that was run before takes its new place. */
export function withRun(queries: readonly CaseQuery[], run: CaseQuery): readonly CaseQuery[] {
  if (run.text.trim() === "" || run.text.length > MOST_CHARACTERS) return queries;
  return [run, ...queries.filter((each) => !isSameQuery(each, run))].slice(0, MOST_QUERIES);
}

/** A name for a query without a title: its first line. */
export function nameOf({ title, text }: Pick<HuntQuery, "title" | "text">): string {
  if (title.trim() !== "") return title.trim();
  const [first = ""] = text.trim().split("\n");
  return first.length <= 80 ? first : `${first.slice(0, 79)}…`;
}

/** Reads queries that were kept as JSON. Whatever is none, of any text at all, is left out. */
export function readQueries(json: string | null, isLanguage: (id: string) => boolean): readonly HuntQuery[] {
  let values: unknown;
  try {
    values = JSON.parse(json ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(values)) return [];
  return values.flatMap((value: unknown): HuntQuery[] => {
    const { language, text, title } = (value ?? {}) as Record<string, unknown>;
    if (typeof language !== "string" || typeof text !== "string" || typeof title !== "string") return [];
    return isLanguage(language) && text.length <= MOST_CHARACTERS ? [{ language, text, title }] : [];
  });
}
