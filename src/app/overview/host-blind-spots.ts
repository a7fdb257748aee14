import { hostKey } from "../../ecs/index.ts";
import { CATEGORY_SEPARATOR, type EventGroups } from "../../scan/index.ts";

/** A rule, and the categories of which it needs an event. */
export interface NeedyRule {
  readonly id: string;
  readonly name: string;
  readonly categories: readonly string[];
}

/** Categories of events that some hosts lack, and the rules that could not match there. */
export interface HostBlindSpot {
  /** Hosts that lack the same, each in the spelling that came first; empty for events without a host. */
  readonly hosts: readonly string[];
  readonly categories: readonly string[];
  readonly rules: readonly NeedyRule[];
}

/**
 * Finds which rules had nothing to match on which hosts: none of the categories that a rule needs has an event there.
 *
 * @param groups the events by host and by all their categories (`categories` of the event index)
 * @returns those with most rules first
 */
export function hostBlindSpots({ groups }: EventGroups, rules: readonly NeedyRule[]): HostBlindSpot[] {
  const seen = new Map<string, { readonly host: string; readonly categories: Set<string> }>();
  for (const { values } of groups) {
    const [host, categories] = values as [string, string];
    const key = hostKey(host);
    const known = seen.get(key) ?? { host, categories: new Set<string>() };
    for (const category of categories.split(CATEGORY_SEPARATOR)) known.categories.add(category.toLowerCase());
    seen.set(key, known);
  }
  const needed = [...new Set(rules.flatMap(({ categories }) => categories))].sort();
  const spots = new Map<string, { hosts: string[]; lacking: readonly string[] }>();
  for (const { host, categories } of seen.values()) {
    const lacking = needed.filter((category) => !categories.has(category.toLowerCase()));
    if (lacking.length === 0) continue;
    const key = lacking.join("\n");
    const known = spots.get(key);
    if (known === undefined) spots.set(key, { hosts: [host], lacking });
    else known.hosts.push(host);
  }
  return [...spots.values()]
    .map(({ hosts, lacking }) => {
      const blind = rules.filter(
        ({ categories }) => categories.length > 0 && categories.every((each) => lacking.includes(each)),
      );
      const ofBlind = new Set(blind.flatMap(({ categories }) => categories));
      return { hosts, categories: lacking.filter((each) => ofBlind.has(each)), rules: blind };
    })
    .filter((spot) => spot.rules.length > 0)
    .sort((a, b) => b.rules.length - a.rules.length || b.hosts.length - a.hosts.length);
}
