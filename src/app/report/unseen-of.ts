import { compareText } from "../../columns/index.ts";
import { caveats, reportWords } from "../../wording/index.ts";
import { type IndexBlindSpots, indexBlindSpots, needyRules } from "../overview/index.ts";
import type { Session } from "../session.svelte.ts";

/** What could not be examined, what weighs most first. */
export async function unseenOf(session: Session): Promise<reportWords.UnseenSpot[]> {
  const { case: opened, events, queue } = session;
  // In an order that does not depend on when they were added.
  const rules = needyRules(opened.rules).sort(
    (a, b) => compareText(a.name, b.name) || compareText(a.id, b.id),
  );
  const ofIndex: IndexBlindSpots = await indexBlindSpots(events, rules);
  const { events: all, indexed } = events.coverage;
  const { clears, missing, lacking, gaps, spots } = ofIndex;
  return reportWords.unseenSpots({
    ...{ clears, missing, lacking, gaps },
    caveats: caveats(
      opened.evidence,
      session.outdated.map((file) => file.evidence),
    ),
    hosts: spots,
    unsupported: opened.rules.list.filter(({ rule }) => opened.rules.runnable(rule).state !== "runs").length,
    zoneless: opened.evidence.filter(({ zone }) => zone?.told === false).map(({ path }) => path),
    unindexed: Math.max(0, all - indexed),
    isBusy: queue.busy,
  });
}
