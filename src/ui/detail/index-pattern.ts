/**
 * Returns a note about the index that an alert's record came from. Elastic's rule searches certain indices only. Loupe
 * evaluates it on all evidence, since an export seldom says where it came from and a missed alert is worse. If the
 * index is known and the rule does not search it, the note says so.
 *
 * @param patterns the rule's index patterns, e.g. `winlogbeat-*`
 * @param index the document's `_index`, empty if unknown
 * @returns a sentence, or the empty string if there is nothing to say
 */
export function indexNote(patterns: readonly string[], index: string): string {
  if (index === "" || patterns.length === 0) return "";
  const name = dataStreamOf(index);
  if (patterns.some((pattern) => covers(pattern, name) || covers(pattern, index))) return "";
  return `The record was exported from the index ${index}, which this rule does not search: Elastic would have raised no alert for it.`;
}

/** `.ds-logs-endpoint.events.registry-default-2024.05.14-000001` is a backing index of the stream in its name. */
function dataStreamOf(index: string): string {
  return /^\.ds-(.+)-\d{4}\.\d{2}\.\d{2}-\d+$/.exec(index)?.[1] ?? index;
}

/** The only wildcard of index patterns is `*`. */
function covers(pattern: string, name: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return pattern === name;
  let at = 0;
  for (const [i, part] of parts.entries()) {
    if (i === 0) {
      if (!name.startsWith(part)) return false;
      at = part.length;
    } else if (i === parts.length - 1) {
      return name.length - part.length >= at && name.endsWith(part);
    } else {
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
  }
  return true;
}
