import { DATASET_FIELDS, datasetBegins, type Source } from "./source.ts";

/**
 * Sysmon through Elastic's Windows integration (logs-windows.sysmon_operational). `user.id` is the account Sysmon's
 * service runs as, not the writer's, which is why the rule's svchost exclusion covers every svchost there.
 */
export const sysmon: Source = {
  id: "sysmon",
  fields: DATASET_FIELDS,
  recognises: (event, index) =>
    index.includes("logs-windows.sysmon_operational") || datasetBegins(event, "windows.sysmon_operational"),
};
