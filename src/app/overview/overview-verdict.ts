import type { Session } from "../session.svelte.ts";
import type { Overview } from "./overview.ts";
import { type CaseFacts, caseVerdict, type CaseVerdict } from "../../wording/index.ts";

/** The rule that Loupe ships: Full User-Mode Dumps Enabled System-Wide. */
export const DUMPS_RULE = "220be143-5c67-4fdb-b6ce-dd6826d024fd";

/** @param hasGaps whether something could not be read, or is missing so that rules could not match */
export function overviewVerdict(session: Session, overview: Overview, hasGaps: boolean): CaseVerdict {
  const { case: opened, queue } = session;
  return caseVerdict({
    isBusy: queue.busy,
    rulesEnabled: opened.rules.running.length,
    events: opened.evidence.reduce((sum, file) => sum + file.records, 0),
    alerts: overview.alerts,
    open: overview.open,
    falsePositives: overview.falsePositives,
    hosts: overview.hosts.map(([host]) => host),
    allHosts: hostsOf(session),
    dumps: dumpsOf(session),
    worst: worstOf(session, overview),
    hasGaps,
  });
}

/** The first of the alerts to look at, unless its severity is low or medium, or the other sentence is about it. */
function worstOf({ view }: Session, { first }: Overview): CaseFacts["worst"] {
  const [look] = first;
  if (look === undefined || look.severity === "low" || look.severity === "medium") return null;
  const row = view.rowAt(look.row);
  if (row.ruleId === DUMPS_RULE) return null;
  return { name: view.nameOf(row), severity: look.severity, host: row.host, time: row.time };
}

/** How many hosts the events are from; null if that is not known exactly. */
function hostsOf({ case: opened }: Session): number | null {
  const hosts = new Set<string>();
  for (const { inventory } of opened.evidence) {
    if (inventory === null) continue;
    if (inventory.sampled || inventory.moreHosts) return null;
    for (const host of inventory.hosts) hosts.add(host.toLowerCase());
  }
  return hosts.size;
}

/** The first alert of the shipped rule, unless its rule is disabled or all are false positives. */
function dumpsOf({ case: opened, view }: Session): { host: string; time: number } | null {
  const { columns } = opened.alerts;
  const rules = columns.text("ruleId");
  const code = rules.texts.find(DUMPS_RULE);
  if (code === undefined) return null;
  const row = view.inOrder.find(
    (each) =>
      rules.codeAt(each) === code &&
      opened.dispositions.get(columns.idAt(each))?.verdict !== "false positive",
  );
  return row === undefined ? null : { host: columns.text("host").at(row), time: columns.timeAt(row) };
}
