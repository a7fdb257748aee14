import { DATASET_FIELDS, datasetBegins, has, type Source } from "./source.ts";

/**
 * Microsoft 365 Defender through Elastic's integration (logs-m365_defender.event). Its pipeline appends previous data
 * to `registry.data.strings`, so that a reset from 2 to 1 holds both: the rule's verdict depends on it, it stays.
 */
export const m365Defender: Source = {
  id: "m365-defender",
  fields: [...DATASET_FIELDS, "event.module"],
  prefixes: ["m365_defender."],
  recognises: (event, index, below) =>
    index.includes("logs-m365_defender.") ||
    datasetBegins(event, "m365_defender.") ||
    has(event, "event.module", "m365_defender") ||
    below("m365_defender."),
};
