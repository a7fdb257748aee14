import type { EventMark, MarkedEvent } from "../../app/index.ts";
import type { EventRow } from "../../scan/index.ts";
import { type LaneField, laneOf } from "../../triage/index.ts";

/** A shape in a lane: of one marked event, or of several that would lie over each other. */
export interface LaneShape {
  readonly lane: string;
  /** Where it is, as a share of the width: that of its first event. */
  readonly at: number;
  /** In the order of time; at least one. */
  readonly events: readonly MarkedEvent[];
  /** The worst severity of its alerts, or `trace` without one. */
  readonly kind: string;
}

const WORST_FIRST = ["critical", "high", "medium", "low"];

/**
 * Places shapes in their lanes, no two of a lane so near that one would cover the other.
 *
 * @param marked in the order of time
 * @param share where a moment is, from 0 to 1
 * @param apart how far apart they have to be, as a share of the width
 */
export function laneShapes(
  marked: readonly MarkedEvent[],
  by: LaneField,
  share: (time: number) => number,
  apart: number,
): LaneShape[] {
  const shapes: { lane: string; at: number; events: MarkedEvent[] }[] = [];
  const last = new Map<string, { at: number; events: MarkedEvent[] }>();
  for (const event of marked) {
    const lane = laneOf(event.row, by);
    const at = share(event.row.time);
    const before = last.get(lane);
    if (before !== undefined && at - before.at < apart) before.events.push(event);
    else {
      const shape = { lane, at, events: [event] };
      shapes.push(shape);
      last.set(lane, shape);
    }
  }
  return shapes.map((shape) => ({ ...shape, kind: kindOf(shape.events.flatMap(({ marks }) => marks)) }));
}

function kindOf(marks: readonly EventMark[]): string {
  const severities = marks.flatMap(({ kind, severity = "medium" }) => (kind === "alert" ? [severity] : []));
  return WORST_FIRST.find((each) => severities.some((severity) => severity === each)) ?? "trace";
}

/** What the marks of an event say: `alert: NAME; dump file of lsass created`. */
export function marksText(marks: readonly EventMark[]): string {
  return marks.map(({ kind, words }) => (kind === "alert" ? `alert: ${words}` : words)).join("; ");
}

/** The first event of a shape, or after the one that was shown last the next: each click leads one further. */
export function nextEvent({ events }: LaneShape, isShown: (row: EventRow) => boolean): EventRow {
  const at = events.findIndex(({ row }) => isShown(row));
  return events[(at + 1) % events.length]!.row;
}
