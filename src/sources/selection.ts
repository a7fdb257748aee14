import { isObject, own } from "./windows/text.ts";

/** A tool that writes the events that its own rules selected, and leaves out all others; `loupe` for a copy of its database. */
export type Selector = "chainsaw" | "hayabusa" | "zircolite" | "loupe";

/** Names that only the results of one tool have, all of them at the top of a record. */
const TOOL_NAMES: readonly (readonly [tool: Selector, ...names: string[]])[] = [
  ["chainsaw", "document", "group", "kind"],
  ["chainsaw", "documents", "group", "kind"],
  ["chainsaw", "detections", "Event Data"],
  ["hayabusa", "RuleTitle", "Timestamp"],
  ["zircolite", "OriginalLogfile"],
];

/** The tool whose results a record belongs to, if it is one. */
export function selectorOf(record: unknown): Selector | undefined {
  if (!isObject(record)) return undefined;
  const tool = TOOL_NAMES.find(([, ...names]) => names.every((name) => Object.hasOwn(record, name)))?.[0];
  return tool ?? (isOwnDatabase(record) ? "loupe" : undefined);
}

/** Stores that every version of the database has. */
const STORES = ["cases", "evidence", "findings", "rows"];

/** Whether a record is a copy of Loupe's database, or of one page of findings or near misses in it. */
function isOwnDatabase(record: object): boolean {
  const stores = own(record, "stores");
  if (isObject(stores)) return STORES.every((name) => Object.hasOwn(stores, name));
  const value = own(record, "value");
  return isPage(record) || (isObject(value) && isPage(value));
}

const isPage = (value: object): boolean =>
  typeof own(value, "caseId") === "string" &&
  (Array.isArray(own(value, "findings")) ||
    (typeof own(value, "evidenceId") === "string" && Array.isArray(own(value, "rules"))));
