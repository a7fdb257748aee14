import type { EventGroups } from "../../scan/index.ts";
import { kindOfEvent } from "../../explain/index.ts";

/**
 * The words for each event code, over all channels in which it occurs: a code means something else in each.
 *
 * @param kinds the codes and channels of the case, most frequent first
 */
export function wordsOfCodes({ groups }: EventGroups): ReadonlyMap<string, string> {
  const words = new Map<string, readonly string[]>();
  for (const { values } of groups) {
    const [code, channel] = values as [string, string];
    const word = kindOfEvent(channel, code);
    const known = words.get(code) ?? [];
    if (word !== "" && !known.includes(word)) words.set(code, [...known, word]);
  }
  return new Map([...words].map(([code, all]) => [code, all.join(" / ")]));
}

/** A channel without what all of Windows' own channels have in common: `Sysmon`, `PowerShell`, `Security`. */
export function shortChannel(channel: string): string {
  return channel.replace(/^Microsoft-Windows-/i, "").replace(/\/Operational$/i, "");
}
