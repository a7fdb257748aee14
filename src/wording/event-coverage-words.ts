import { type Evidence, isBusy } from "../case/index.ts";
import { count, plural } from "./format.ts";

/** How many events the files have, and how many of them the event index has. */
export interface EventCoverageWords {
  /** `1,204,331 events, 1,204,000 indexed` */
  readonly numbers: string;
  /** Why fewer are indexed, as a sentence; empty if all are. */
  readonly why: string;
}

type File = Pick<Evidence, "records" | "carved" | "indexed" | "state">;

/**
 * @param files of the case
 * @param indexed the number of events that the index has
 */
export function eventCoverageWords(files: readonly File[], indexed: number): EventCoverageWords {
  const carved = files.reduce((sum, file) => sum + (file.carved ?? 0), 0);
  const events = carved + recordsOf(files, () => true);
  if (indexed >= events) return { numbers: plural(events, "event"), why: "" };
  const reading = recordsOf(files, (file) => file.indexed === undefined && isBusy(file));
  const never = recordsOf(files, (file) => file.indexed === undefined && !isBusy(file));
  const stored = files.reduce((sum, file) => sum + (file.indexed?.events ?? 0), 0);
  const left = recordsOf(files, (file) => file.indexed !== undefined) - stored;
  const reasons = [
    ...(reading > 0 ? [`${count(reading)} in files that are still being read`] : []),
    ...(never > 0 ? [`${count(never)} in files that have no index yet (scan them again)`] : []),
    ...(left > 0 ? [`${count(left)} that were read after their file was indexed`] : []),
    ...(stored > indexed
      ? [`${count(stored - indexed)} that do not fit into memory or that the browser no longer has`]
      : []),
    ...(carved > 0
      ? [`${plural(carved, "deleted event")} that ${carved === 1 ? "was" : "were"} carved`]
      : []),
  ];
  return {
    numbers: `${plural(events, "event")}, ${count(indexed)} indexed`,
    why: reasons.length === 0 ? "" : `Not listed here: ${reasons.join("; ")}.`,
  };
}

function recordsOf(files: readonly File[], isMeant: (file: File) => boolean): number {
  return files.filter(isMeant).reduce((sum, { records }) => sum + records, 0);
}
