import type { EventFilter } from "../../scan/index.ts";

/** The starts of processes among events: Sysmon's 1, the Security log's 4688, and what Elastic's agents call them. */
export const STARTS: readonly EventFilter[] = [
  { field: "event.category", values: ["process"] },
  { field: "event.code", values: ["1", "4688", ""] },
  {
    field: "event.action",
    // Events that are about a process and not its start. Sources: the pipelines of Elastic Defend and Endgame.
    values: [
      "end",
      "termination_event",
      "terminated-process",
      "exec",
      "image_load",
      "Process terminated (rule: ProcessTerminate)",
    ],
    isNot: true,
  },
];
