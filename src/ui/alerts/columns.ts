import type { SortColumn } from "../../app/index.ts";

/** Kibana's columns, in its order (elastic/kibana, the alerts table's default columns). */
export const COLUMNS: readonly { readonly id: SortColumn; readonly label: string }[] = [
  { id: "time", label: "Time (UTC)" },
  { id: "rule", label: "Rule" },
  { id: "severity", label: "Severity" },
  { id: "risk", label: "Risk score" },
  { id: "reason", label: "Reason" },
  { id: "host", label: "Host" },
  { id: "user", label: "User" },
  { id: "process", label: "Process" },
];
