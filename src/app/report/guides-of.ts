import {
  type AlertRow,
  isSequence,
  type KeptAnswer,
  type KeptAnswers,
  type KeptGuide,
  progressOf,
  type ReportedEvent,
} from "../../case/index.ts";
import { emptyEvent, type FlatEvent, hostKey } from "../../ecs/index.ts";
import type { GuideAnswers as GuideSection } from "../../export/index.ts";
import { rowSentence, sentenceText } from "../../explain/index.ts";
import type { Rule } from "../../rules/index.ts";
import { eventOf, type EventRow, sha256Hex } from "../../scan/index.ts";
import { type Answer, eventsOf, type Guide, questionsOf, readGuide, stepKeys } from "../../triage/index.ts";
import {
  lookedAtParts,
  missingParts,
  pathTo,
  reportWords,
  sourceParts,
  statementParts,
  utc,
} from "../../wording/index.ts";
import type { Session } from "../session.svelte.ts";
import type { SortedAlerts } from "./sorted-alerts.ts";
import { shownOf } from "./findings-of.ts";
import { stepWords } from "./step-words.ts";

/** Guides that a report has. */
const MOST_GUIDES = 8;
/** Guides of open alerts, if nothing is confirmed. */
const MOST_OPEN = 2;

/** A finding whose guide the report has. */
export interface GuidedAlert {
  readonly row: AlertRow;
  readonly rule: Rule;
  readonly guide: Guide;
  /** Its event; of a sequence the last one that could be read. */
  readonly event: FlatEvent;
}

/** The findings whose guides a report has, one for each rule and host, and how many more there are. */
export async function guidedAlerts(
  { case: opened, view }: Session,
  sorted: SortedAlerts,
): Promise<{ readonly alerts: readonly GuidedAlert[]; readonly left: number }> {
  const hasConfirmed = sorted.byKind.confirmed.length > 0;
  const most = hasConfirmed ? MOST_GUIDES : MOST_OPEN;
  const pairs = new Set<string>();
  const alerts: GuidedAlert[] = [];
  let left = 0;
  for (const number of shownOf(hasConfirmed ? "confirmed" : "open", sorted)) {
    const row = view.rowAt(number);
    const rule = opened.rules.get(row.ruleId)?.rule;
    const pair = `${row.ruleId} ${hostKey(row.host)}`;
    if (rule === undefined || rule.note.trim() === "" || pairs.has(pair)) continue;
    pairs.add(pair);
    if (alerts.length >= most) {
      left++;
      continue;
    }
    const finding = await opened.pages.findingOf(row);
    if (finding === undefined) continue;
    const seen = isSequence(finding) ? finding.events.findLast((event) => event?.seen)?.seen : finding;
    const event = seen === undefined || seen === null ? emptyEvent() : eventOf(seen);
    alerts.push({ row, rule, guide: readGuide(rule.note, rule.transform), event });
  }
  return { alerts, left };
}

/** Changes when the answers may: with the events that were indexed, the alerts, the rules and what is asked. */
export function answersKey({ case: opened }: Session, alerts: readonly GuidedAlert[]): string {
  const state = [
    opened.ledger.files.map(({ id, indexed }) => [id, indexed?.generation ?? 0]),
    opened.alerts.count,
    opened.rules.running.map(({ rule }) => rule.rule_id).sort(),
    alerts.map(({ row, rule }) => [row.id, rule.note]),
  ];
  return sha256Hex(new TextEncoder().encode(JSON.stringify(state)));
}

/** Asks the evidence what the guides of findings want to know. */
export async function askGuides(
  session: Session,
  alerts: readonly GuidedAlert[],
  signal: AbortSignal,
): Promise<KeptAnswers> {
  const { case: opened, queue } = session;
  const guides: KeptGuide[] = [];
  const key = answersKey(session, alerts);
  const atHand = opened.ledger.files.filter(({ id }) => queue.has(id)).length;
  for (const { row, rule, guide, event } of alerts) {
    const keys = stepKeys(guide);
    const questions = new Map(
      [...questionsOf(guide, rule.rule_id)].map(([step, ofStep]) => [keys.get(step)!, ofStep]),
    );
    const { evidenceId, offset, member, time } = row;
    const alert = { event, time, evidenceId, offset, member };
    const answered = await session.answers.answersTo({ alertId: row.id, alert, questions }, signal);
    guides.push({
      alertId: row.id,
      steps: Array.from(answered, ([step, answers]) => ({
        key: step,
        answers: answers.map((answer) => keptAnswer(session, answer)),
      })),
    });
  }
  return { key, atHand, guides };
}

function keptAnswer(session: Session, answer: Answer): KeptAnswer {
  return {
    statements: answer.statements.map((statement) => ({
      sentence: statementParts(statement),
      sources: statement.sources.map(sourceParts),
    })),
    missing: answer.missing.map(missingParts),
    lookedAt: answer.lookedAt === null ? [] : lookedAtParts(answer.lookedAt),
    events: eventsOf(answer).map((event) => namedEvent(session, event)),
  };
}

function namedEvent({ case: opened }: Session, event: EventRow): ReportedEvent {
  const path = opened.ledger.get(event.evidenceId)?.path ?? "";
  return {
    ...{ time: event.time, host: event.host, user: event.user },
    sentence: sentenceText(rowSentence(event)),
    where: pathTo(path, event),
  };
}

/** The section of the report, with what the analyst recorded about each step. */
export function guideSection(
  { case: opened, view, queue }: Session,
  { alerts, left }: { readonly alerts: readonly GuidedAlert[]; readonly left: number },
  answers: KeptAnswers | undefined,
  hasConfirmed: boolean,
): GuideSection {
  return {
    intro: reportWords.guideIntro(hasConfirmed, alerts.length, queue.busy),
    guides: alerts.map(({ row, guide, event }) => {
      const keys = stepKeys(guide);
      const kept = new Map(
        answers?.guides
          .find(({ alertId }) => alertId === row.id)
          ?.steps.map((step) => [step.key, step.answers]),
      );
      const progress = opened.guides.get(row.id);
      return {
        rule: view.nameOf(row),
        finding: [
          { text: `${utc(row.time)}, ` },
          ...(row.host === "" ? [] : [{ evidence: row.host }, { text: ": " }]),
          { evidence: row.did ?? row.reason },
        ],
        sections: guide.sections
          .filter(({ steps }) => steps.length > 0)
          .map(({ title, steps }) => ({
            title,
            steps: steps.map((step) => {
              const key = keys.get(step)!;
              const { state, note } = progressOf(progress, key);
              return {
                number: step.number,
                text: stepWords(step, event),
                state: reportWords.STEP_STATE_WORDS[state],
                note,
                answers: kept.get(key) ?? [],
              };
            }),
          })),
      };
    }),
    more: reportWords.guideMore(left),
  };
}

/** The records that answers name, each once. */
export function namedEvents(answers: KeptAnswers | undefined): ReportedEvent[] {
  const events = new Map<string, ReportedEvent>();
  for (const { steps } of answers?.guides ?? [])
    for (const { answers: ofStep } of steps)
      for (const { events: named } of ofStep)
        for (const event of named)
          events.set(JSON.stringify([event.time, event.host, event.sentence]), event);
  return [...events.values()];
}
