import type { OsqueryPlugin } from "../../rules/index.ts";
import type { Question } from "./asked.ts";

/** The most tables of a query that are named. */
const MOST_TABLES = 5;

/** An Osquery query asks the running host, which evidence cannot answer: the answer says what to bring in its place. */
export function osqueryQuestion({ label, query }: OsqueryPlugin): Question {
  const tables = [...query.matchAll(/\b(?:from|join)\s{1,20}([a-z][a-z0-9_]{0,60})\b/gi)].map(([, table]) =>
    table!.toLowerCase(),
  );
  const missing = { code: "osquery", label, tables: [...new Set(tables)].slice(0, MOST_TABLES) } as const;
  return {
    id: "osquery",
    ask: () => Promise.resolve({ kind: "cannot", statements: [], lookedAt: null, missing: [missing] }),
  };
}
