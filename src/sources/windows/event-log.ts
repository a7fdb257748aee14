import { isNothing, type FinalStep, type Module } from "./step.ts";

const EVENT_LOG = "microsoft-windows-eventlog";

/**
 * A log other than the Security log was cleared. Its task is the action that rules ask for, and an event log has only the
 * task's number. In an export from a machine with another language the header's step has written that language's word.
 */
const cleared: FinalStep = {
  from: "System/Task",
  how: "named: Log clear",
  ids: new Set(["104"]),
  apply: ({ event: { provider, rendering }, out }) => {
    if (provider?.toLowerCase() !== EVENT_LOG) return;
    out["winlog.task"] ??= "Log clear";
    const action = out["event.action"];
    if (action === undefined || action === rendering?.task) out["event.action"] = "Log clear";
  },
};

/** The System log. Elastic's package only names its dataset. */
export const system: Module = {
  isIgnored: isNothing,
  fixed: [
    ["event.dataset", "system.system"],
    ["data_stream.dataset", "system.system"],
  ],
  kinds: new Map(),
  data: new Map(),
  final: [cleared],
};
