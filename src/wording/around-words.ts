import type { LaneKind, NotSeen } from "../triage/index.ts";
import { alternatives, count, duration, plural, utc } from "./format.ts";

const LANE_NAMES: Readonly<Record<LaneKind, string>> = {
  process: "Processes",
  registry: "Registry",
  file: "Files",
  network: "Network, logons",
  service: "Services, tasks",
  other: "Other",
};

/** The name of a lane: of a kind of event, or a value from evidence as it is. */
export function laneName(name: string, isKind: boolean): string {
  return isKind ? LANE_NAMES[name as LaneKind] : name === "" ? "none named" : name;
}

const KIND_WORDS: Readonly<Record<LaneKind, string>> = {
  process: "processes",
  registry: "the registry",
  file: "files",
  network: "the network and logons",
  service: "services",
  other: "anything else",
};

/** A sentence about what may not be shown around an event. What is from evidence is a part of its own. */
export function notSeenParts(what: NotSeen): readonly (string | { readonly evidence: string })[] {
  switch (what.code) {
    case "no-events": {
      const kinds = what.kinds.map((kind) => KIND_WORDS[kind]);
      return [`The evidence has no events about ${alternatives(kinds)} from this host and time.`];
    }
    case "no-starts":
      return ["No start of a process was recorded in this time, so parents and command lines are missing."];
    case "log-begins":
      return [
        { evidence: what.channel },
        ` of this host begins at ${utc(what.time)} UTC, after this range does.`,
      ];
    case "log-ends":
      return [
        { evidence: what.channel },
        ` of this host ends at ${utc(what.time)} UTC, before this range does.`,
      ];
    case "gap":
      return [
        { evidence: what.channel },
        ` has no event for ${duration(what.to - what.from)}, from ${utc(what.from)} to ${utc(what.to)} UTC.`,
      ];
    case "cut-texts":
      return [`Of ${plural(what.count, "event")} the index does not know what they are about.`];
  }
}

/** What limits the marks, as sentences. */
export function marksLimits(undecided: number, isCut: boolean): string[] {
  return [
    ...(undecided > 0
      ? [
          `${plural(undecided, "event")} may be ${undecided === 1 ? "a known trace" : "known traces"}: add the evidence again to have the ${undecided === 1 ? "record" : "records"} read.`,
        ]
      : []),
    ...(isCut ? ["There are more alerts or possible traces than were looked at: those nearest were."] : []),
  ];
}

/** `22 other processes · 1,806 events, nothing marked` */
export function quietProcesses(processes: number, events: number): string {
  return `${count(processes)} other ${processes === 1 ? "process" : "processes"} · ${plural(events, "event")}, nothing marked`;
}

/** How sure the parents of a tree are that starts of the Security log name by number alone. */
export function inferredParentsWords(processes: number): string {
  const of =
    processes === 1 ? "The parent of 1 process is" : `The parents of ${count(processes)} processes are`;
  return `${of} known by process id and time alone, as the Security log names it: Windows uses these again.`;
}

export function withoutParentWords(processes: number): string {
  return `${plural(processes, "process", "processes")} without a known parent ${processes === 1 ? "begins a tree" : "begin trees"}: the start names none by its id, and no process with that process id was seen to start before.`;
}
