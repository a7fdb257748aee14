import { DATASET_FIELDS, datasetBegins, has, type Source } from "./source.ts";

/**
 * Elastic Defend writes ECS itself; its ingest pipeline only adds `event.ingested` (elastic/endpoint-package,
 * registry data stream). So its documents stay unchanged.
 */
export const elasticDefend: Source = {
  id: "elastic-defend",
  fields: [...DATASET_FIELDS, "event.module", "agent.type"],
  recognises: (event, index) =>
    index.includes("logs-endpoint.") ||
    datasetBegins(event, "endpoint.") ||
    has(event, "event.module", "endpoint") ||
    has(event, "agent.type", "endpoint"),
};
