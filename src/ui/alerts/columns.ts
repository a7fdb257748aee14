import type { SortColumn } from "../../app/index.ts";

/** Kibana's columns, in its order (elastic/kibana, the alerts table's default columns), with their labels. */
const LABELS: Readonly<Record<SortColumn, string>> = {
  time: "Time (UTC)",
  rule: "Rule",
  severity: "Severity",
  risk: "Risk score",
  reason: "Reason",
  host: "Host",
  user: "User",
  process: "Process",
};

export const COLUMNS = Object.entries(LABELS) as readonly (readonly [id: SortColumn, label: string])[];
