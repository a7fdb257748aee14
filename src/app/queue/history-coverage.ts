import type { AlertGroup, Evidence, SequenceEvent } from "../../case/index.ts";
import { hostKey } from "../../ecs/index.ts";
import { firstOf } from "../../match/index.ts";
import { type GroupFacts, eventOf } from "../../scan/index.ts";

/**
 * Adds how much of its history the evidence covers to the group of a new terms rule. In a log that begins a day before,
 * everything is new that was not seen for a day.
 *
 * The history of an event begins with the first event of the files that have the same kind of events of the same host.
 * What is not in the evidence at all cannot be seen here: a log that was cleared, or events that were overwritten.
 */
export function withCoverage(
  group: GroupFacts,
  event: SequenceEvent | null,
  files: readonly Evidence[],
): AlertGroup {
  if (group.history === undefined) return group;
  const begin = event === null ? null : beginningOf(event, files);
  const covered = begin === null ? null : Math.min(group.history, Math.max(0, group.from - begin));
  return { ...group, covered };
}

function beginningOf({ evidenceId, seen }: SequenceEvent, files: readonly Evidence[]): number | null {
  const own = files.find(({ id }) => id === evidenceId);
  if (own === undefined) return null;
  const host = seen === null ? undefined : firstOf(eventOf(seen)["host.name"]);
  const key = host === undefined ? null : hostKey(String(host));
  const sources = new Set(own.inventory?.sources.map(([source]) => source));
  const isAlike = ({ inventory }: Evidence): boolean =>
    key !== null &&
    inventory !== null &&
    inventory.sources.some(([source]) => sources.has(source)) &&
    inventory.hosts.some((name) => hostKey(name) === key);
  const begins = files
    .filter((file) => file === own || isAlike(file))
    .map(({ inventory }) => inventory?.firstEvent ?? null)
    .filter((time) => time !== null);
  return begins.length === 0 ? null : Math.min(...begins);
}
