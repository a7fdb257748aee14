/** A query over a list of events that are all there: tests, previews, small evidence. */
import type { CompileOptions, CompiledEql } from "./compile.ts";
import { type FlatEvent, flatten, isFlat } from "./flat-event.ts";
import { inOrder } from "./order.ts";
import type { Pipe } from "./syntax.ts";

export interface RunOptions extends CompileOptions {
  /** How many results to give at most. Default: all. */
  readonly size?: number;
  /** Which ones, if there are more: the last or the first. Default: tail. */
  readonly resultPosition?: "tail" | "head";
  /** Default: 1. */
  readonly maxSamplesPerKey?: number;
}

/** An event query's results are events, a sequence's or sample's are lists of them (null for a missing event). */
export type EqlResult<T> = T | readonly (T | null)[];

/** Runs a compiled query; the results are the objects given, in Elasticsearch's order. */
export function run<T extends object>(
  query: CompiledEql,
  events: readonly T[],
  options: RunOptions,
): EqlResult<T>[] {
  const flat = events.map((item) => ({ item, event: isFlat(item) ? (item as FlatEvent) : flatten(item) }));
  const candidates = query.kind === "event" ? flat.filter(({ event }) => query.matches(event)) : flat;
  const ordered = inOrder(candidates, options.timestampField ?? "@timestamp", options.tiebreakerField);
  if (query.kind === "sample") {
    const collector = query.open<T>(options.maxSamplesPerKey);
    for (const { event, item } of ordered) collector.push(event, item);
    return collector.finish().slice(0, options.size);
  }
  let results: EqlResult<T>[];
  if (query.kind === "sequence") {
    const machine = query.open<T>();
    for (const { event, instant, item } of ordered) machine.push(event, instant, item);
    results = machine.finish();
  } else {
    results = ordered.map(({ item }) => item);
  }
  const piped = query.query.pipes.reduce(cut, results);
  return options.size === undefined
    ? piped
    : cut(piped, { name: options.resultPosition ?? "tail", count: options.size });
}

function cut<R>(results: R[], { name, count }: Pipe): R[] {
  return name === "head" ? results.slice(0, count) : results.slice(Math.max(0, results.length - count));
}
