/** A tool that writes the events that its own rules selected, and leaves out all others. */
export type Selector = "chainsaw" | "hayabusa" | "zircolite";

/** Names that only the results of one tool have, all of them at the top of a record. */
const TOOL_NAMES: readonly (readonly [tool: Selector, ...names: string[]])[] = [
  ["chainsaw", "document", "group", "kind"],
  ["chainsaw", "documents", "group", "kind"],
  ["chainsaw", "detections", "Event Data"],
  ["hayabusa", "RuleTitle", "Timestamp"],
  ["zircolite", "OriginalLogfile"],
];

/** The tool whose results a record belongs to, if it is one. */
export function selectorOf(record: object): Selector | undefined {
  return TOOL_NAMES.find(([, ...names]) => names.every((name) => Object.hasOwn(record, name)))?.[0];
}
