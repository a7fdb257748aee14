import { estimate, type Pace, type Phase } from "../../app/index.ts";
import { bytes, duration, plural } from "../../wording/index.ts";

interface PhaseDetails {
  /** Number of files that wait for their turn. */
  readonly waiting: number;
  /** Whether records are still to be verified, rather than only hashes to be computed. */
  readonly verifying: boolean;
  /** Number of rule files that are being read. */
  readonly ruleFiles: number;
  readonly correlating: { readonly done: number; readonly total: number } | null;
}

/** Describes the current phase to the user who waits. */
export function phaseWords(phase: Phase, at: PhaseDetails): string {
  const words = wordsOf(phase, at);
  return at.waiting > 0 ? `${words}, ${plural(at.waiting, "file")} waiting` : `${words}…`;
}

function wordsOf(phase: Phase, { verifying, ruleFiles, correlating }: PhaseDetails): string {
  if (phase === "sorting" && ruleFiles > 0) return `Reading ${plural(ruleFiles, "rule file")}`;
  if (phase === "proving" && verifying) return "Scan finished. Verifying records and computing SHA-256";
  if (phase === "correlating")
    return `${phaseName(phase)}: rule ${(correlating?.done ?? 0) + 1} of ${correlating?.total ?? 1}`;
  return phaseName(phase);
}

const PHASES: Readonly<Record<Phase, string>> = {
  sorting: "Identifying files",
  preparing: "Preparing rules",
  scanning: "Scanning",
  proving: "Scan finished. Computing SHA-256",
  correlating: "Correlating sequences",
};

/** The same without the parts that change with each file or rule. */
export function phaseName(phase: Phase): string {
  return PHASES[phase];
}

/** `12.0 MiB of 1.00 GiB`, and once the rate is known `12.0 MiB of 1.00 GiB, 410 MiB/s, 3 s left`. */
export function progressWords(done: number, total: number, pace: Pace): string {
  if (total === 0) return "";
  const soFar = `${bytes(done)} of ${bytes(total)}`;
  const rest = estimate(pace, done, total);
  if (rest === null) return soFar;
  return `${soFar}, ${bytes(Math.round(rest.bytesPerSecond))}/s, ${roughly(rest.millisLeft)} left`;
}

/** In whole seconds; from one minute on, in steps of ten seconds. Anything finer would flicker. */
function roughly(millis: number): string {
  const seconds = Math.max(1, Math.ceil(millis / 1000));
  return seconds < 60 ? `${seconds} s` : duration(Math.ceil(seconds / 10) * 10_000);
}
