import { type HuntRow, type Session, valuesOf } from "../../app/index.ts";
import type { ReportedEvent, ReportedHunt } from "../../case/index.ts";
import { LANGUAGES } from "../../rules/index.ts";
import {
  awayWords,
  type HuntFacts,
  huntCountWords,
  huntListedWords,
  huntProgressWords,
  locationWords,
  pathTo,
} from "../../wording/index.ts";
import { millisOf, sentenceWords } from "./hunt-columns.ts";

/** Events of a hunt that a report has, and the characters of a text of theirs. */
const MOST_EVENTS = 50;
const MOST_CHARACTERS = 500;

/** What a hunt has found, as the report of the case has it: with the first of the events that are listed. */
export function reportedHunt(session: Session, title: string, facts: HuntFacts): ReportedHunt {
  const { case: opened, hunt } = session;
  const run = hunt.run!;
  const { rule, away, startedAt } = run;
  const rows = hunt.shown.slice(0, MOST_EVENTS);
  const words = [
    `Found ${huntCountWords(facts)}.`,
    huntListedWords(facts),
    facts.state === "done" ? "" : `${huntProgressWords(facts)}.`,
    hunt.conditions.length === 0 ? "" : "Only the results with chosen values are shown.",
    away.length === 0 ? "" : awayWords(away.length, opened.evidence.length),
  ];
  return {
    id: crypto.randomUUID(),
    title,
    language: LANGUAGES.get(rule.language)?.name ?? rule.language,
    query: rule.query.slice(0, 20_000),
    at: startedAt,
    words: words.filter((each) => each !== "").join(" "),
    count: run.count,
    events: rows.map((row) => reportedEvent(session, row)),
    more: hunt.shown.length - rows.length,
  };
}

function reportedEvent({ case: opened }: Session, row: HuntRow): ReportedEvent {
  const path = opened.ledger.get(row.evidenceId)?.path ?? "";
  const first = (field: string): string => cut(valuesOf(row, field).join(", "));
  return {
    time: millisOf(row),
    host: first("host.name"),
    user: first("user.name"),
    sentence: cut(sentenceWords(row)),
    where: cut(`${pathTo(path, row.place)}, ${locationWords(row.place)}`),
  };
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
