import type { FieldPlan } from "./field-plan.ts";
import { LONGEST_OTHER, OTHER_FIELDS } from "./field-plan.ts";
import {
  ADDRESSES,
  BOOLEANS,
  DATES,
  DOUBLES,
  type IndexedType,
  LISTED,
  LONGS,
  mappingOf,
  SCRIPT_ANALYZER,
  WITH_TEXT,
} from "./field-types.ts";
import { ALL_INDICES } from "./index-name.ts";
import { MOST_NAMES } from "./bulk-parts.ts";

/** Those of integrations have 200, and Elasticsearch's own for `logs-*-*` 100. */
const PRIORITY = 5000;

/** What Loupe adds to each document, besides what its name shows. */
const OURS: readonly (readonly [name: string, type: IndexedType])[] = [
  ["loupe.file.path", "keyword"],
  ["loupe.file.hash.sha256", "keyword"],
  ["loupe.offset", "long"],
  ["loupe.line", "long"],
  ["loupe.archive_member", "keyword"],
  ["loupe.carved", "boolean"],
  ["loupe.source", "keyword"],
  ["loupe.extension", "keyword"],
  ["loupe.derived", "keyword"],
];

/**
 * The index template of a hand-over, as the body of `PUT _index_template/loupe`. It asks for Elasticsearch 8.14 or later, the
 * first that leaves out fields beyond the limit of an index instead of refusing their documents.
 *
 * Its indices are plain ones, not data streams: a data stream takes no document twice only as long as it does not roll over,
 * and none without a time.
 */
export function indexTemplate(plan: FieldPlan, loupeVersion: string): Record<string, unknown> {
  return {
    index_patterns: [ALL_INDICES],
    priority: PRIORITY,
    template: {
      settings: {
        index: {
          // Events of one moment stay in the order in which they are written.
          number_of_shards: 1,
          mapping: {
            ignore_malformed: true,
            total_fields: { limit: MOST_NAMES, ignore_dynamic_beyond_limit: true },
          },
        },
        analysis: {
          // As in Winlogbeat and in the Windows package: everything but ASCII letters, digits, `_` and `-` separates words.
          analyzer: { [SCRIPT_ANALYZER]: { type: "pattern", pattern: "[\\W&&[^-]]+" } },
        },
      },
      mappings: {
        dynamic: true,
        date_detection: false,
        numeric_detection: false,
        dynamic_templates: dynamicTemplates(),
        properties: properties(plan),
      },
    },
    _meta: { written_by: `Loupe ${loupeVersion}` },
  };
}

function dynamicTemplates(): Record<string, unknown>[] {
  const ofPaths = (name: string, paths: readonly string[], mapping: Record<string, unknown>) => ({
    [name]: { path_match: paths, unmatch_mapping_type: "object", mapping },
  });
  const types = [
    ["date", DATES],
    ["ip", ADDRESSES],
    ["long", LONGS],
    ["double", DOUBLES],
    ["boolean", BOOLEANS],
  ] as const;
  return [
    ...types.map(([type, paths]) => ofPaths(`loupe_${type}`, paths, mappingOf(type, ""))),
    ofPaths("loupe_keyword_and_text", WITH_TEXT, mappingOf("keyword", "process.name")),
    {
      loupe_keyword: {
        match_mapping_type: "*",
        unmatch_mapping_type: "object",
        mapping: mappingOf("keyword", ""),
      },
    },
  ];
}

/** Of the fields whose type their name alone does not show, and of those that rules name: they must be there. */
function properties(plan: FieldPlan): Record<string, unknown> {
  const root = emptyObject();
  const add = (name: string, mapping: Record<string, unknown>): void => {
    const parts = name.split(".");
    let at = root;
    for (const part of parts.slice(0, -1)) at = (at.properties[part] ??= emptyObject()) as ObjectMapping;
    at.properties[parts.at(-1)!] = mapping;
  };
  for (const name of new Set(["event.category", ...LISTED, ...plan.values]))
    if (plan.placeOf(name) !== null) add(name, mappingOf(plan.placeOf(name)!, name, plan.caseless.has(name)));
  for (const [name, type] of OURS) add(name, mappingOf(type, name));
  add(OTHER_FIELDS, { type: "flattened", ignore_above: LONGEST_OTHER });
  return root.properties;
}

interface ObjectMapping {
  readonly properties: Record<string, unknown>;
}

/** Without a prototype, since rules name fields as they like. */
function emptyObject(): ObjectMapping {
  return { properties: Object.create(null) as Record<string, unknown> };
}
