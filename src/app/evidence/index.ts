/** Which files of the case are listed, in which order, and what of each needs the analyst. */
export { type Attention, attentionOf } from "./attention.ts";
export { ANY_PROBLEM, type EvidenceField } from "./evidence-fields.ts";
export type { EvidenceFacet } from "./evidence-filter.ts";
export { EvidenceList } from "./evidence-list.svelte.ts";
export { EVIDENCE_SORTS, type EvidenceOrder, type EvidenceSort } from "./evidence-order.ts";
export { type EvidenceListState, readEvidenceState, writeEvidenceState } from "./evidence-state.ts";
