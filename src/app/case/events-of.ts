import { type AlertFinding, isSequence } from "../../case/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import { eventOf } from "../../scan/index.ts";

/** The events of an alert: one, or those of a sequence whose records were at hand. */
export function eventsOf(finding: AlertFinding): FlatEvent[] {
  const seen = isSequence(finding)
    ? finding.events.flatMap((event) => (event?.seen ? [event.seen] : []))
    : [finding];
  return seen.map(eventOf);
}
