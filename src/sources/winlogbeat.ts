import { has, type Source } from "./source.ts";

/** Winlogbeat with its modules' pipelines (winlogbeat-*): Sysmon among other channels, mapped to ECS. */
export const winlogbeat: Source = {
  id: "winlogbeat",
  fields: ["agent.type", "@metadata.beat"],
  prefixes: ["winlog."],
  recognises: (event, index, below) =>
    index.includes("winlogbeat-") ||
    has(event, "agent.type", "winlogbeat") ||
    has(event, "@metadata.beat", "winlogbeat") ||
    below("winlog."),
};
