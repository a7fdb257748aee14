import type { Phrase } from "./markup.ts";
import type { AuditSection } from "./sections/audit.ts";
import type { EvidenceSection } from "./sections/evidence.ts";
import type { ExceptionSection } from "./sections/exceptions.ts";
import type { FindingGroup } from "./sections/findings.ts";
import type { GuideAnswers } from "./sections/guide.ts";
import type { HuntSection } from "./sections/hunts.ts";
import type { Method } from "./sections/method.ts";
import type { NearMissSection } from "./sections/near-misses.ts";
import type { RuleSection } from "./sections/rules.ts";
import type { Timeline } from "./sections/timeline.ts";
import type { Unseen } from "./sections/unseen.ts";

/** Everything that a report says. Texts may be hostile; what is long is bounded by whoever fills it. */
export interface Report {
  /** The name of the case. */
  readonly title: string;
  /** Below the title: who made it, which state of the case it shows, with what. */
  readonly about: readonly Phrase[];
  readonly summary: {
    /** Paragraphs, with an empty line between them. */
    readonly text: string;
    /** Whose words they are. */
    readonly origin: Phrase;
  };
  /** The first page: what was examined, found and decided, and what could not be seen. */
  readonly brief: readonly { readonly heading: string; readonly sentences: readonly Phrase[] }[];
  readonly sections: ReportSections;
}

/** The sections that the analyst has chosen; the others are absent. */
export interface ReportSections {
  readonly findings?: readonly FindingGroup[];
  readonly timeline?: Timeline;
  readonly guide?: GuideAnswers;
  readonly hunts?: HuntSection;
  readonly unseen?: Unseen;
  readonly nearMisses?: NearMissSection;
  readonly exceptions?: ExceptionSection;
  readonly method?: Method;
  readonly evidence?: EvidenceSection;
  readonly rules?: RuleSection;
  readonly audit?: AuditSection;
  readonly limits?: readonly string[];
}
