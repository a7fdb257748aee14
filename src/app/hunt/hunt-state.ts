import { LANGUAGES } from "../../rules/index.ts";
import type { HuntQuery } from "./hunt-query.ts";

/** What of a hunt a link keeps. */
export interface HuntState extends HuntQuery {
  /** Fields that are shown as columns, besides those that are always there. */
  readonly columns: readonly string[];
}

/** A link may come from anywhere: one with more is as at first. */
const MAX_LENGTH = 100_000;
const MAX_COLUMNS = 50;
const MAX_NAME = 300;

export const FIRST_HUNT: HuntState = { language: "eql", text: "", title: "", columns: [] };

/** Writes a state as a text for the hash of a URL, as in the query of one. What is as at first is left out. */
export function writeHuntState({ language, text, title, columns }: HuntState): string {
  const values = new URLSearchParams();
  if (language !== FIRST_HUNT.language) values.set("in", language);
  if (text !== "") values.set("query", text);
  if (title !== "") values.set("title", title);
  for (const column of columns) values.append("column", column);
  return values.toString();
}

/** Reads what `writeHuntState` wrote. Whatever it cannot read, of any text at all, is as at first. */
export function readHuntState(text: string): HuntState {
  const values = new URLSearchParams(text.length > MAX_LENGTH ? "" : text);
  const language = values.get("in") ?? FIRST_HUNT.language;
  const columns = values.getAll("column").filter((name) => name !== "" && name.length <= MAX_NAME);
  return {
    language: LANGUAGES.has(language) ? language : FIRST_HUNT.language,
    text: values.get("query") ?? "",
    title: (values.get("title") ?? "").slice(0, MAX_NAME),
    columns: [...new Set(columns)].slice(0, MAX_COLUMNS),
  };
}
