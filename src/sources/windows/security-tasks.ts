import { SUBCATEGORY_OF_TASK } from "./audit-subcategories.ts";
import { codes } from "./code-set.ts";
import type { FinalStep } from "./step.ts";

/**
 * Events that Elastic's pipelines had no action for at first, so that it was the task's name: rules written then ask for
 * that one.
 */
const NAMED_LATER = codes(
  "4627 4658-4660 4662 4664 4675 4690-4692 4695 4704 4705 4793 4797 4800-4803 4868 4869 4876 4931-4933 4945 4946 4948 " +
    "4953 4957 4985 5038 5058 5059 5061 5136 5137 5141 5142 5152 5156-5158 5379-5382 5441 5446 5447 5449 6144 6145 6416 " +
    "6419-6422",
);

/**
 * The task's name as the action of an event that has none, or had none before Elastic gave it one. Winlogbeat asks the
 * machine for the name; an event log has only the number.
 */
export const taskName: FinalStep = {
  from: "System/Task",
  how: "named; the action where Elastic has given none, or did so only later",
  apply: ({ event: { task, rendering }, code, out }) => {
    const known = task === undefined ? undefined : SUBCATEGORY_OF_TASK.get(task);
    const name = known?.name ?? (rendering?.task || undefined);
    if (name === undefined) return;
    out["winlog.task"] ??= name;
    const action = out["event.action"];
    // The header's step has written the task as the log's own language has it.
    if (action === undefined || action === rendering?.task) out["event.action"] = name;
    else if (NAMED_LATER.has(code) && typeof action === "string") out["event.action"] = [action, name];
  },
};
