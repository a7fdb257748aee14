/**
 * Reads the plugins of an investigation guide, from a `[transform]` table of TOML or from the JSON of `!{osquery{…}}`
 * and `!{investigate{…}}` in an export. Sources: `RuleTransform` in elastic/detection-rules `detection_rules/rule.py`;
 * Kibana's markdown plugins "osquery" and "insight".
 */
import { isObject, own, text } from "./untyped-values.ts";
import type { ReportFault, RuleFileForm } from "./problem.ts";
import type { InvestigatePlugin, OsqueryPlugin, Provider, RuleTransform } from "./rule.ts";

/**
 * Reads a `[transform]` table. An entry that cannot be read is reported and keeps its place, since guides refer to
 * entries by number.
 */
export function transformFrom(raw: unknown, form: RuleFileForm, report: ReportFault): RuleTransform {
  return {
    osquery: entriesOf(raw, "osquery", osqueryFrom, form, report),
    investigate: entriesOf(raw, "investigate", investigateFrom, form, report),
  };
}

function entriesOf<Plugin>(
  raw: unknown,
  kind: "osquery" | "investigate",
  from: (raw: unknown) => Plugin | null,
  form: RuleFileForm,
  report: ReportFault,
): (Plugin | null)[] {
  const list = own(raw, kind) ?? [];
  const entries = Array.isArray(list) ? (list as unknown[]) : [list];
  return entries.map((entry, i) => {
    const plugin = from(entry);
    if (plugin === null) report({ code: "wrong-value", data: { form, kind, entry: i } });
    return plugin;
  });
}

/** Null without a label or a query. */
export function osqueryFrom(raw: unknown): OsqueryPlugin | null {
  const label = text(own(raw, "label"));
  const query = text(own(raw, "query"));
  return label === "" || query.trim() === "" ? null : { label, query };
}

/** Null without a label, or with a condition that is not understood: leaving it out would widen the search. */
export function investigateFrom(raw: unknown): InvestigatePlugin | null {
  const label = text(own(raw, "label"));
  const providers = groupsOf(own(raw, "providers"));
  if (label === "" || providers === null) return null;
  return {
    label,
    description: text(own(raw, "description")),
    providers,
    relativeFrom: text(own(raw, "relativeFrom")),
    relativeTo: text(own(raw, "relativeTo")),
  };
}

/** Elastic's largest have a dozen. The guide shows all of them and binds each to the event. */
const MOST_CONDITIONS = 500;

function groupsOf(raw: unknown): Provider[][] | null {
  if (!Array.isArray(raw) || raw.length === 0) return null;
  const groups: Provider[][] = [];
  for (const group of raw as unknown[]) {
    if (!Array.isArray(group) || group.length === 0) return null;
    const providers = group.map(providerFrom).filter((provider) => provider !== null);
    if (providers.length < group.length) return null;
    groups.push(providers);
  }
  if (groups.flat().length > MOST_CONDITIONS) return null;
  return groups;
}

const QUERY_TYPES: ReadonlySet<unknown> = new Set(["phrase", "phrases", "exists", "range"]);

function providerFrom(raw: unknown): Provider | null {
  const field = text(own(raw, "field"));
  const value = valueOf(raw);
  const excluded = own(raw, "excluded") ?? false;
  const queryType = own(raw, "queryType") ?? "phrase";
  if (!isObject(raw) || field === "" || value === undefined) return null;
  if (typeof excluded !== "boolean" || !QUERY_TYPES.has(queryType)) return null;
  return {
    field,
    excluded,
    queryType: queryType as Provider["queryType"],
    value,
    valueType: text(own(raw, "valueType")) || typeof value,
  };
}

/** `!{insight{…}}`, the name of the plugin until 8.8, has the bare name of a field and `"type": "parameter"`. */
function valueOf(raw: unknown): Provider["value"] | undefined {
  const value = own(raw, "value") ?? "";
  if (typeof value === "string") return own(raw, "type") === "parameter" ? `{{${value}}}` : value;
  return typeof value === "number" || typeof value === "boolean" ? value : undefined;
}
