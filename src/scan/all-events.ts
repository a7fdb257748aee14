import type { ByteSource } from "../bytes/index.ts";
import type { SeenEvent } from "./finding.ts";
import type { ReadSettings } from "./read-settings.ts";
import { scanFile } from "./scan-file.ts";
import { type Decision, ScanRules } from "./scan-rules.ts";

/** Takes the events of a file, in the order in which they are read. Each call is awaited. */
export interface EventsReceiver {
  /** @param bytes of the file that have been read so far */
  events(events: readonly SeenEvent[], bytes: number): Promise<void> | void;
}

/** How the reading of one file ended. */
export interface EventsRead {
  /** False where nothing in the file could be read. */
  readonly readable: boolean;
  /** Records and parts of the file that could not be read. */
  readonly lost: number;
  /** Events of which only the header could be read. */
  readonly headerOnly: number;
  /** Members of an archive that no known password opens. */
  readonly locked: readonly string[];
}

/** Reads every event of a file, as a scan with the same settings does. */
export async function readAllEvents(
  blob: ByteSource,
  receiver: EventsReceiver,
  { readSettings = {}, passwords = [] }: { readSettings?: ReadSettings; passwords?: readonly string[] } = {},
): Promise<EventsRead> {
  const scan = {
    batch: (findings: readonly SeenEvent[], _: unknown, { bytes }: { readonly bytes: number }) =>
      receiver.events(findings, bytes),
  };
  const options = { readSettings, passwords, prefilter: false, projection: false };
  const { readable, lost, headerOnly, locked } = await scanFile(blob, new EveryEvent(), scan, options);
  return { readable, lost, headerOnly, locked };
}

const FOUND: Decision = { ruleIds: [""], matchedTerms: [] };

/** Finds every event, in the place of rules. */
class EveryEvent extends ScanRules {
  constructor() {
    super([], 0);
  }

  override decide(): Decision {
    return FOUND;
  }
}
