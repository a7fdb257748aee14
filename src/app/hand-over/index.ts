/** A case handed over to an Elasticsearch cluster. */
export { type HandedOver, HandOver } from "./hand-over.svelte.ts";
