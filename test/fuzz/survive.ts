import { flatten } from "../../src/ecs/index.ts";
import { compileEql, EqlError, parseEql, printEql } from "../../src/eql/index.ts";
import { compileKql, KqlError, parseKql, printKql } from "../../src/kql/index.ts";

const EVENT = flatten({
  process: { name: "x", args: ["a", 1, true], pid: 4 },
  "event.category": "process",
});

/**
 * Parses a text as EQL: the result is a tree that prints to the same tree, and a query that runs, or an EqlError with a
 * place in the text.
 *
 * @throws if it is anything else
 */
export function surviveEql(text: string): void {
  let tree;
  try {
    tree = parseEql(text);
  } catch (error) {
    if (!(error instanceof EqlError)) throw error;
    check(error.message.length > 5, "a message");
    check(error.line >= 1 && error.column >= 1, "a place");
    check(text.includes(error.offending.replace(/…$/, "")), "the offending text");
    return;
  }
  check(JSON.stringify(parseEql(printEql(tree))) === JSON.stringify(tree), "the same tree when printed");
  const query = compileEql(text);
  if (query.kind === "event") check(query.explain(EVENT).held === query.matches(EVENT), "one result");
}

/** The same for KQL. */
export function surviveKql(text: string): void {
  try {
    const tree = parseKql(text);
    check(JSON.stringify(parseKql(printKql(tree))) === JSON.stringify(tree), "the same tree when printed");
    compileKql(text);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    check(error.message.length > 5, "a message");
  }
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`A query without ${what}`);
}
