/** Maps records to flat ECS events, each source as Elastic's own pipelines map it. */
export { AS_IS_FIELDS, isTakenAsIs } from "./as-is.ts";
export { DERIVED_PREFIX, type DerivedField } from "./derived-fields.ts";
export { spellsAnother } from "./event-in-words.ts";
export { hasEscapedPaths } from "./escaped-values.ts";
export { IDENTIFYING_FIELDS, IDENTIFYING_PREFIXES, identify, isEvent } from "./identify.ts";
export { hasPrintedObjects, PRINTED_FIELDS } from "./printed-objects.ts";
export { isThin } from "./mapped.ts";
export { hasOwnWords, WORDS_FIELDS } from "./other-event.ts";
export { type Selector, selectorOf } from "./selection.ts";
export type { SourceId } from "./source.ts";
export { type EcsEvent, explainMapping, type MappingOptions, type MappingStep, toEcs } from "./to-ecs.ts";
export { ACCESS_MESSAGES, ACCOUNT_CONTROL } from "./windows/index.ts";
