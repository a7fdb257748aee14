import type { FlatEvent } from "../ecs/index.ts";

/**
 * Writes the value of `kibana.alert.reason` exactly as Elastic does, so it is a field's format and not a sentence of
 * ours. A part without a value (missing, empty, or the single value `-`) is left out, "with" is written only before
 * process, file, source or destination parts, and several values are joined by ", ". The comma after an address belongs
 * to its port: an address without a port has none, and a port without an address still prints `:port,`.
 *
 * Source: Kibana's `detection_engine/rule_types/utils/reason_formatters` and its snapshots.
 */
export function alertReason(
  event: FlatEvent,
  rule: { readonly name: string; readonly severity: string },
): string {
  const value = (field: string) => reasonValue(event, field);
  const part = (words: string, field: string, after = "") => {
    const found = value(field);
    return found === undefined ? "" : words + found + after;
  };
  const category = part("", "event.category", " ");
  const what =
    part(" process ", "process.name", ",") +
    part(" parent process ", "process.parent.name", ",") +
    part(" file ", "file.name", ",") +
    part(" source ", "source.ip") +
    part(":", "source.port", ",") +
    part(" destination ", "destination.ip") +
    part(":", "destination.port", ",");
  const who = part(" by ", "user.name") + part(" on ", "host.name");
  return `${category}event${what && " with"}${what}${who} created ${rule.severity} alert ${rule.name}.`;
}

function reasonValue(event: FlatEvent, field: string): string | undefined {
  const raw = Object.hasOwn(event, field) ? event[field] : undefined;
  if (raw === undefined) return undefined;
  const joined = Array.isArray(raw) ? raw.join(", ") : String(raw);
  return joined === "" || joined === "-" ? undefined : joined;
}
