import type {
  CaseReport,
  KeptAnswer,
  KeptAnswers,
  KeptGuide,
  KeptPart,
  ReportedEvent,
  ReportedHunt,
} from "../../case/index.ts";
import { type Check, either, list, nullable, number, object, optional, text, whole } from "./checks.ts";

const parts = list(
  either<KeptPart>(object<{ text: string }>({ text }), object<{ evidence: string }>({ evidence: text })),
  1000,
);
const event = object<ReportedEvent>({ time: number, host: text, user: text, sentence: text, where: text });
const hunt = object<ReportedHunt>({
  ...{ id: text, title: text, language: text, query: text, at: number, words: text },
  ...{ count: whole, more: whole },
  events: list(event, 1000),
});
const answer = object<KeptAnswer>({
  statements: list(
    object<KeptAnswer["statements"][number]>({ sentence: parts, sources: list(parts, 1000) }),
    1000,
  ),
  missing: list(parts, 1000),
  lookedAt: parts,
  events: list(event, 1000),
});
const guide = object<KeptGuide>({
  alertId: text,
  steps: list(object<KeptGuide["steps"][number]>({ key: text, answers: list(answer, 100) }), 1000),
});

const switches = (value: unknown): value is CaseReport["sections"] =>
  object<object>({})(value) && Object.values(value).every((each) => typeof each === "boolean");

/** What was chosen and written for the report. */
export const isReport: Check<CaseReport> = object<CaseReport>({
  summary: nullable(text),
  analyst: optional(text),
  sections: switches,
  hunts: list(hunt, 100),
  answers: optional(object<KeptAnswers>({ key: text, atHand: whole, guides: list(guide, 100) })),
  changedAt: number,
});
