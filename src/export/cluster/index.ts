/**
 * A case for an Elasticsearch cluster: events as `_bulk` requests, the index template that they need, rules as Kibana takes
 * them, and EQL queries as bodies of searches.
 */
export { type Adapted, MOST_FIELDS, NOTHING_ADAPTED } from "./bulk-document.ts";
export { type BulkOfFile, bulkOfFile, type BulkReceiver, type BulkRequest } from "./bulk-of-file.ts";
export { type BulkFile, BulkParts, type BulkSummary, MOST_NAMES } from "./bulk-parts.ts";
export { eqlSearch, MOST_RESULTS } from "./eql-search.ts";
export { FieldPlan, LONGEST_OTHER, OTHER_FIELDS } from "./field-plan.ts";
export { LONGEST_KEYWORD } from "./field-types.ts";
export { type FieldUses, fieldUsesOf } from "./field-uses.ts";
export { ALL_INDICES, OTHER_INDEX } from "./index-name.ts";
export { indexTemplate } from "./index-template.ts";
export { rulesNdjson, type RuleWithExceptions } from "./rules-ndjson.ts";
