import type { DroppedFile, GoesWithFile } from "../../app/index.ts";
import type { Evidence } from "../../case/index.ts";
import type { EventField, ReadSettings } from "../../scan/index.ts";

/** What an analyst can do with a file of the case. */
export interface EvidenceActions {
  /** Reads the file again, in another way. */
  readWith(settings: ReadSettings): void;
  /** Reads the file again, in the way that was set. */
  rescan(): void;
  /**
   * Gives the page a file again that it can no longer open.
   *
   * @returns false if none of the files is this one
   */
  attach(files: readonly DroppedFile[]): Promise<boolean>;
  /**
   * @returns whether the password opens a locked file of the archive
   * @throws if the archive cannot be read
   */
  unlock(password: string): Promise<boolean>;
  /** What would be removed together with the file. */
  goesWith(): Promise<GoesWithFile>;
  /** Removes the file, and gives the list the focus. */
  remove(): Promise<void>;
}

/** A control that changes how one file is read. */
export interface ReadSettingsProps {
  readonly evidence: Evidence;
  /** The file waits for its scan already: nothing can be changed now. */
  readonly isQueued: boolean;
  readonly onchange: (settings: ReadSettings) => void;
}

/** Where the numbers of a file lead. */
export interface EvidenceLinks {
  /** Shows the detail of the file. */
  open(file: Evidence): void;
  showProblems(file: Evidence): void;
  /** Shows the alerts of the file alone, in the Alerts view. */
  showAlerts(file: Evidence): void;
  /** Shows the events of the file alone, in the Events view; of these only the ones with a value if it is given. */
  showEvents(file: Evidence, value?: readonly [field: EventField, value: string]): void;
}
