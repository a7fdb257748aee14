import type { Evidence } from "../../case/index.ts";
import { distinct } from "../queue/correlation.ts";

/** The files of a case, by what becomes of them in a hand-over. */
export interface HandedFiles {
  /** In an order that depends on the files alone. */
  readonly wanted: readonly Evidence[];
  /** The browser does not let Loupe read these again. */
  readonly away: readonly Evidence[];
  /** Their content is that of another file. */
  readonly repeated: readonly Evidence[];
}

export function handedFiles(
  evidence: readonly Evidence[],
  isAtHand: (evidenceId: string) => boolean,
): HandedFiles {
  const wanted = distinct(evidence.filter(({ id }) => isAtHand(id)));
  const content = new Set(wanted.map(({ sha256 }) => sha256));
  const others = evidence.filter((file) => !wanted.includes(file));
  const isRepeated = ({ sha256 }: Evidence): boolean => sha256 !== "" && content.has(sha256);
  return {
    wanted,
    away: others.filter((file) => !isRepeated(file)),
    repeated: others.filter(isRepeated),
  };
}
