/** What the analyst has chosen and written for the report of a case. */
export interface CaseReport {
  /** The summary in the analyst's words; null as long as the one that Loupe proposes is theirs. */
  readonly summary: string | null;
  /** The name that the report is signed with; absent for that of whoever decided last. */
  readonly analyst?: string;
  /** Ids of sections that were switched on or off, in place of what is usual. */
  readonly sections: Readonly<Record<string, boolean>>;
  /** In the order in which they were added. */
  readonly hunts: readonly ReportedHunt[];
  /** The answers to guides, as they were given when the files were at hand; absent until then. */
  readonly answers?: KeptAnswers;
  /** Epoch milliseconds: of the last change, answers included. */
  readonly changedAt: number;
}

/** What a hunt found, as it was when the analyst added it to the report. All texts are hostile, and cut. */
export interface ReportedHunt {
  readonly id: string;
  readonly title: string;
  readonly language: string;
  readonly query: string;
  /** When it was run, in epoch milliseconds. */
  readonly at: number;
  /** What it found and over what, as sentences. */
  readonly words: string;
  /** How many events or sequences it found. */
  readonly count: number;
  /** The first of them. */
  readonly events: readonly ReportedEvent[];
  /** How many more events were listed. */
  readonly more: number;
}

export interface ReportedEvent {
  /** Epoch milliseconds; NaN without a time. */
  readonly time: number;
  readonly host: string;
  readonly user: string;
  readonly sentence: string;
  /** File and place. */
  readonly where: string;
}

/** A piece of a sentence: words of Loupe's own, or text from evidence. */
export type KeptPart = { readonly text: string } | { readonly evidence: string };

/** Answers of the evidence to the guides of findings, in words: what they are made of cannot be read without the files. */
export interface KeptAnswers {
  /** Of what they were asked: see `answersKey`. */
  readonly key: string;
  /** How many files were at hand. */
  readonly atHand: number;
  readonly guides: readonly KeptGuide[];
}

export interface KeptGuide {
  readonly alertId: string;
  readonly steps: readonly { readonly key: string; readonly answers: readonly KeptAnswer[] }[];
}

export interface KeptAnswer {
  readonly statements: readonly {
    readonly sentence: readonly KeptPart[];
    readonly sources: readonly (readonly KeptPart[])[];
  }[];
  readonly missing: readonly (readonly KeptPart[])[];
  readonly lookedAt: readonly KeptPart[];
  /** The records that it names. */
  readonly events: readonly ReportedEvent[];
}

export const NO_REPORT: CaseReport = { summary: null, sections: {}, hunts: [], changedAt: 0 };
