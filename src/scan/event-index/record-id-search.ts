import { type Dictionary, sortRows } from "../../columns/index.ts";
import { Combinations } from "./event-groups.ts";
import type { RecordIdGaps } from "./event-query.ts";
import type { IndexedPart } from "./indexed-part.ts";
import type { QueryTests } from "./query-tests.ts";

/** The numbered records of a host in a channel. */
interface Numbered {
  readonly ids: number[];
  readonly times: number[];
}

/**
 * Finds numbers that no record has, between the first and the last of each host in each channel. A log numbers its records
 * one after the other, so such a number is a record that was not exported, was overwritten or was deleted.
 */
export class RecordIdSearch {
  readonly #texts: Dictionary;
  readonly #combinations: Combinations;
  readonly #numbered: Numbered[] = [];

  constructor(texts: Dictionary, tests: QueryTests) {
    this.#texts = texts;
    this.#combinations = new Combinations(texts, tests, ["host.name", "winlog.channel"]);
  }

  add(part: IndexedPart, row: number): void {
    const id = part.recordIds[row]!;
    if (id === 0) return;
    const number = this.#combinations.numberOf(part, row);
    const of = (this.#numbered[number] ??= { ids: [], times: [] });
    of.ids.push(id);
    of.times.push(part.times[row]!);
  }

  /** Hosts and channels without a missing number are left out. */
  finish(limit: number): { readonly found: RecordIdGaps[]; readonly distinct: number } {
    const found: RecordIdGaps[] = [];
    this.#numbered.forEach((numbered, number) => {
      const [host, channel] = this.#combinations.codes[number]!.map((code) => this.#texts.textOf(code));
      const gaps = gapsOf(numbered);
      if (gaps.missing > 0) found.push({ host: host!, channel: channel!, ...gaps });
    });
    found.sort((a, b) => b.missing - a.missing);
    return { found: found.slice(0, limit), distinct: found.length };
  }
}

function gapsOf({ ids, times }: Numbered): Omit<RecordIdGaps, "host" | "channel"> {
  const order = sortRows(
    Uint32Array.from(ids, (_, i) => i),
    (i) => ids[i]!,
  );
  const idAt = (i: number): number => ids[order[i]!]!;
  const timeAt = (i: number): number => times[order[i]!]!;
  let [present, missing, gaps] = [1, 0, 0];
  let widest = { before: idAt(0), after: idAt(0), from: timeAt(0), to: timeAt(0) };
  for (let i = 1; i < order.length; i++) {
    const [before, after] = [idAt(i - 1), idAt(i)];
    if (after === before) continue;
    present++;
    if (after === before + 1) continue;
    gaps++;
    missing += after - before - 1;
    if (after - before > widest.after - widest.before)
      widest = { before, after, from: timeAt(i - 1), to: timeAt(i) };
  }
  return { present, first: idAt(0), last: idAt(order.length - 1), missing, gaps, widest };
}
