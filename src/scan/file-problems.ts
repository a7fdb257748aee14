import type { RecordLocation, Problem } from "../formats/index.ts";
import type { Occurrence } from "../time/index.ts";
import type { AssumedZone } from "./read-settings.ts";

type At = Pick<RecordLocation, "offset" | "line" | "member">;

const placed = ({ offset, line, member }: At): Pick<Problem, "offset" | "line" | "member"> => ({
  offset,
  ...(line > 0 && { line }),
  ...(member !== undefined && { member }),
});

/** The file did not have as many bytes as when it was added. */
export function changed(read: number, size: number): Problem {
  return {
    code: "changed",
    message: `The file had ${size.toLocaleString("en")} bytes when it was added and ${read.toLocaleString("en")} when it was read: it was written to meanwhile. Copy it, and add the copy.`,
    lost: true,
    offset: Math.min(read, size),
  };
}

/** Times without a zone: told once, since all of a file's come from one clock. */
export function assumedZone({ name, told }: AssumedZone, place: At): Problem {
  return {
    code: "assumed-zone",
    message: told
      ? `Times without a zone were taken for ${name}, as you said. This record is the first with such a time.`
      : "Times in this file name no zone, from this record on: they were taken for UTC, and may be off by some hours.",
    lost: false,
    ...placed(place),
  };
}

/** Times that the zone's clock showed twice or never, since it was put back or forward there. */
export function doubtfulTimes(occurs: Occurrence, count: number, zone: string, first: At): Problem {
  const events = count === 1 ? "1 event has a time" : `${count.toLocaleString("en")} events have a time`;
  return {
    code: "doubtful-time",
    message:
      occurs === "twice"
        ? `${events} that the clocks of ${zone} showed twice, when they were put back. The first of the two was taken: it may have been the later one.`
        : `${events} that the clocks of ${zone} never showed, when they were put forward: the zone may be another one. The clock from before the change was taken.`,
    lost: false,
    ...placed(first),
  };
}

/** Records, but nothing that is an event. */
export function noEvents(count: number): Problem {
  return {
    code: "no-event",
    message: `The file holds ${count === 1 ? "1 record, but it is no" : `${count.toLocaleString("en")} records, but none is an`} event in a form that Loupe knows (an ECS event has @timestamp or a field of event.*): the rules had nothing to look at.`,
    lost: false,
    offset: 0,
  };
}

/** A rule file in an archive of evidence: it is no evidence that could not be read. */
export function ruleFile(member: string): Problem {
  return {
    code: "rule-file",
    message:
      "This is a file of detection rules, not evidence: what came of it stands under Rules. If it is not there, drop it by itself.",
    lost: false,
    offset: 0,
    member,
  };
}

export function appleDouble(member: string): Problem {
  return {
    code: "no-event",
    message: "These are notes of macOS about another file of the archive, not evidence.",
    lost: false,
    offset: 0,
    member,
  };
}
