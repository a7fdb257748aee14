import type { ArtifactProblem } from "../diagnostic.ts";
import type { TextEncodingName } from "../decoded-text.ts";

/** A numbered pair of a report: `Sig[3].Name` and `Sig[3].Value`. */
export interface WerPair {
  readonly index: number;
  readonly name: string;
  readonly value: string;
}

/** What a report of Windows Error Reporting says. A text that is missing is null. */
export interface WerReport {
  /** `APPCRASH`, `BEX64`, `AppHangB1`, … */
  readonly eventType: string | null;
  readonly eventTime: string | null;
  readonly uploadTime: string | null;
  readonly app: string | null;
  readonly appPath: string | null;
  /** In hexadecimal as in the report, `c0000005`. */
  readonly exceptionCode: string | null;
  readonly faultModule: string | null;
  /** Event 1001 of the Application log has the same. */
  readonly reportId: string | null;
  readonly integratorReportId: string | null;
  /** SHA-1 of the program. */
  readonly sha1: string | null;
  readonly modules: readonly string[];
  readonly signature: readonly WerPair[];
  readonly dynamicSignature: readonly WerPair[];
  /**
   * A crash of lsass that nothing but a message to the reporting service caused, as the tool Shtinkering sends it to get
   * a dump: the code is that of an unspecified failure, which no crash of lsass has.
   */
  readonly isStagedCrash: boolean;
  /** All lines by name, the index of a pair included. */
  readonly fields: ReadonlyMap<string, string>;
  /** How many lines have a name and a value. */
  readonly lines: number;
  readonly encoding: TextEncodingName | null;
  readonly problems: readonly ArtifactProblem[];
}
