import type { Overview, Session } from "../../app/index.ts";
import { caseVerdict, type CaseVerdict } from "../../wording/index.ts";

/** The rule that Loupe ships: Full User-Mode Dumps Enabled System-Wide. */
const DUMPS_RULE = "220be143-5c67-4fdb-b6ce-dd6826d024fd";

/** @param hasGaps whether something could not be read or checked */
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
    hasGaps,
  });
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
