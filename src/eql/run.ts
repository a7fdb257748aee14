/** Runs a query over a complete list of events: for tests, previews and small evidence. */
import type { CompileOptions, CompiledEql, CompiledSample, CompiledSequence } from "./compile/compile.ts";
import { fieldTypes, type FlatEvent, flatten, isFlat } from "../ecs/index.ts";
import { type JoinKey, compareKeys, keyText, keysOf } from "./sequence/keys.ts";
import { type OrderedEvent, sortEvents } from "../match/index.ts";
import type { TermMatch } from "./sequence/plan.ts";
import type { Pipe } from "./syntax.ts";

export interface RunOptions extends CompileOptions {
  /** The most results to return. Default: all. */
  readonly size?: number;
  /** Whether to return the last or the first results if there are more than `size`. Default: tail. */
  readonly resultPosition?: "tail" | "head";
  /** Default: 1. */
  readonly maxSamplesPerKey?: number;
}

/** An event query's results are events, a sequence's or sample's are lists of them (null for a missing event). */
export type EqlResult<T> = T | readonly (T | null)[];

/** Runs a compiled query. The results contain the given objects themselves, in Elasticsearch's order. */
export function run<T extends object>(
  query: CompiledEql,
  events: readonly T[],
  options: RunOptions,
): EqlResult<T>[] {
  const flat = events.map((item) => ({ item, event: isFlat(item) ? (item as FlatEvent) : flatten(item) }));
  if (query.kind === "sample") return runSample(query, flat, options).slice(0, options.size);
  const candidates = query.kind === "event" ? flat.filter(({ event }) => query.matches(event)) : flat;
  const ordered = sortEvents(candidates, options.timestampField ?? "@timestamp", options.tiebreakerField);
  let results: EqlResult<T>[];
  if (query.kind === "sequence") {
    const machine = query.open<T>();
    for (const event of ordered) machine.push(termMatchOf(query, event), event.item);
    results = machine.finish().map(({ items }) => items);
  } else {
    results = ordered.map(({ item }) => item);
  }
  const piped = query.query.pipes.reduce(cut, results);
  return options.size === undefined
    ? piped
    : cut(piped, { name: options.resultPosition ?? "tail", count: options.size });
}

function termMatchOf(
  { terms }: CompiledSequence | CompiledSample,
  { event, instant }: Pick<OrderedEvent<unknown>, "event" | "instant">,
): TermMatch {
  return { instant, keys: terms.map((term) => (term.matches(event) ? term.keys(event) : [])) };
}

/**
 * Samples ignore time: events are taken in the given order, as Elasticsearch takes them in index order. The samples are
 * ordered by their keys, and numbers by value. So the keys are needed as values, not only as texts.
 */
function runSample<T>(
  query: CompiledSample,
  events: readonly Pick<OrderedEvent<T>, "item" | "event">[],
  options: RunOptions,
): T[][] {
  const collector = query.open<T>(options.maxSamplesPerKey);
  const values = new Map<string, JoinKey>();
  const types = fieldTypes(options.timestampField ?? "@timestamp");
  for (const { item, event } of events) {
    const termMatch = termMatchOf(query, { event, instant: null });
    collector.push(termMatch, item);
    query.terms.forEach(({ by }, i) => {
      if (termMatch.keys[i]!.length === 0) return;
      for (const key of keysOf(event, by)) {
        const text = keyText(key, by, types);
        if (!values.has(text)) values.set(text, key);
      }
    });
  }
  const samples = collector.finish((a, b) => compareKeys(values.get(a)!, values.get(b)!));
  return samples.map(({ items }) => [...items]);
}

function cut<R>(results: R[], { name, count }: Pipe): R[] {
  return name === "head" ? results.slice(0, count) : results.slice(Math.max(0, results.length - count));
}
