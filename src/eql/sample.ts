/**
 * Samples: for each key one event for every filter, all of them different, whatever their order in time. Which
 * events stand for a key is up to Elasticsearch; here they are the first in the order given.
 */
import type { FlatEvent } from "./flat-event.ts";
import { type Key, compareKeys, keyText, keysOf } from "./keys.ts";
import type { Stage } from "./sequence.ts";

interface Group<T> {
  readonly key: Key;
  /** For each filter the events that pass it. */
  readonly choices: T[][];
}

export class SampleCollector<T> {
  private readonly stages: readonly Stage[];
  private readonly timestampField: string;
  private readonly perKey: number;
  private readonly groups = new Map<string, Group<T>>();

  /** @param perKey how many samples to give for one key at most */
  constructor(stages: readonly Stage[], timestampField: string, perKey: number) {
    this.stages = stages;
    this.timestampField = timestampField;
    this.perKey = perKey;
  }

  /** Takes the next event; `item` is what results will hold. */
  push(event: FlatEvent, item: T): void {
    this.stages.forEach((stage, s) => {
      if (!stage.matches(event)) return;
      for (const key of keysOf(event, stage.by)) {
        const choices = this.groupOf(key, stage).choices[s]!;
        // Different events for n filters need no more than n choices each; every further sample needs one more.
        if (choices.length < this.stages.length + this.perKey - 1) choices.push(item);
      }
    });
  }

  /** Every sample, ordered by key: missing first, then by value. */
  finish(): T[][] {
    const groups = [...this.groups.values()].filter((group) => group.choices.every((c) => c.length > 0));
    groups.sort((a, b) => compareKeys(a.key, b.key));
    return groups.flatMap((group) => combinations(group.choices, this.perKey));
  }

  private groupOf(key: Key, stage: Stage): Group<T> {
    const text = keyText(key, stage.by, this.timestampField);
    let group = this.groups.get(text);
    if (group === undefined) this.groups.set(text, (group = { key, choices: this.stages.map(() => []) }));
    return group;
  }
}

/** The first combinations, at most `limit`, of one item from each list, all items of a combination different. */
function combinations<T>(choices: readonly T[][], limit: number): T[][] {
  const found: T[][] = [];
  const chosen: T[] = [];
  const extend = (): void => {
    if (chosen.length === choices.length) {
      found.push([...chosen]);
      return;
    }
    for (const item of choices[chosen.length]!) {
      if (found.length >= limit) return;
      if (chosen.includes(item)) continue;
      chosen.push(item);
      extend();
      chosen.pop();
    }
  };
  extend();
  return found;
}
