/**
 * One run of the queue: from the first file added while it was idle until all files are done. Each run is an object of
 * its own, so that what a stopped run still hands over is recognised.
 */
export class ScanRun {
  /** The analyst stopped it. */
  isStopped = false;
  hasFiles = false;
  /** Bytes of its files. */
  totalBytes = $state(0);
  /** What broke in Loupe itself, as a sentence; empty while nothing has. */
  failure = $state("");
}
