import { parse } from "smol-toml";
import type { Rule } from "./rule.ts";
import { objects, own, text } from "./untyped-values.ts";

/** An event that an attack leaves besides the one that a rule looks for. It raises no alert, but gets a mark. */
export interface KnownTrace {
  /** What it is, in a few words. */
  readonly words: string;
  /** The attack that leaves it; empty if many do. */
  readonly attack: string;
  /** In EQL. Of a sequence, the last event is the trace. */
  readonly query: string;
}

/**
 * Reads a shipped file of traces: the name of the attack and a list of traces, each with words and either a query or the
 * id of a companion check whose query it has.
 *
 * @throws Error if anything in it is missing, which is a bug
 */
export function readKnownTraces(content: string, companions: readonly Rule[]): KnownTrace[] {
  const file: unknown = parse(content);
  const attack = own(file, "attack");
  const traces = objects(own(file, "trace"));
  if (typeof attack !== "string" || traces.length === 0) throw new Error("Not a file of traces.");
  return traces.map((trace) => {
    const [words, id] = [text(own(trace, "words")), text(own(trace, "companion"))];
    const query =
      id === "" ? text(own(trace, "query")) : companions.find(({ rule_id }) => rule_id === id)?.query;
    if (words === "" || query === undefined || query === "")
      throw new Error(`The trace ${JSON.stringify(words || id)} lacks its words or its query.`);
    return { words, attack, query };
  });
}
