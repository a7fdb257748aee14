import type { Decided, GuideProgress, StepProgress } from "../../case/index.ts";

/** What two cases decided about one alert, as one. */
export interface MergedDecision {
  readonly decided: Decided;
  /** Set where the status or the verdict differed: what is not taken. */
  readonly older?: Decided;
  /** Both had a note, and now there is one with both. */
  readonly isJoined: boolean;
}

/**
 * The newer decision, with the notes and tags of both.
 *
 * @param isNews whether the case with the older decision had decided without knowing of the other
 */
export function mergeDecided(
  own: Decided,
  other: Decided,
  isNews: (isOwn: boolean) => boolean,
): MergedDecision {
  const isOwnNewer = isAtLeastAsNew(own, other);
  const [newer, older] = isOwnNewer ? [own, other] : [other, own];
  if (textOf(own) === textOf(other) || !isNews(!isOwnNewer)) return { decided: newer, isJoined: false };
  const note = joinNotes(older.note, newer.note);
  // In an order that does not depend on which case is the own one.
  const tags = [...new Set([...(newer.tags ?? []), ...(older.tags ?? [])])].sort();
  const decided: Decided = { ...newer, note, ...(tags.length > 0 && { tags }) };
  const differs = newer.status !== older.status || newer.verdict !== older.verdict;
  const isJoined = note !== newer.note && note !== older.note;
  return { decided, isJoined, ...(differs && { older }) };
}

/** What was recorded about the steps of a guide, step by step. */
export interface MergedGuide {
  readonly progress: GuideProgress;
  /** How many steps had other states: the newer is taken. */
  readonly differing: number;
}

export function mergeGuides(
  own: GuideProgress,
  other: GuideProgress,
  isNews: (isOwn: boolean) => boolean,
): MergedGuide {
  let differing = 0;
  const steps = own.steps.map((mine) => {
    const theirs = other.steps.find(({ key }) => key === mine.key);
    if (theirs === undefined || textOf(mine) === textOf(theirs))
      return theirs === undefined ? mine : later(mine, theirs);
    const isOwnNewer = isAtLeastAsNew(mine, theirs);
    const [newer, older] = isOwnNewer ? [mine, theirs] : [theirs, mine];
    if (!isNews(!isOwnNewer)) return newer;
    if (newer.state !== older.state) differing++;
    return { ...newer, note: joinNotes(older.note, newer.note) };
  });
  const more = other.steps.filter(({ key }) => own.steps.every((mine) => mine.key !== key));
  const changedAt = Math.max(own.changedAt, other.changedAt);
  return { progress: { alertId: own.alertId, steps: [...steps, ...more], changedAt }, differing };
}

const later = (one: StepProgress, other: StepProgress): StepProgress =>
  one.changedAt >= other.changedAt ? one : other;

/** Both notes, the older first; one of them if it has the other's lines. */
export function joinNotes(older: string, newer: string): string {
  if (older === "" || hasLines(newer, older)) return newer;
  if (newer === "" || hasLines(older, newer)) return older;
  return `${older}\n${newer}`;
}

function hasLines(note: string, lines: string): boolean {
  return `\n${note}\n`.includes(`\n${lines}\n`);
}

/** Of two changes of the same moment it must not matter which case is the own one. */
function isAtLeastAsNew(one: { changedAt: number }, other: { changedAt: number }): boolean {
  return one.changedAt !== other.changedAt ? one.changedAt > other.changedAt : textOf(one) >= textOf(other);
}

/** What was decided, without who did when. */
function textOf(value: object): string {
  const { status, verdict, note, tags, state } = value as Partial<Decided & StepProgress>;
  return JSON.stringify([status, verdict, note, tags ?? [], state]);
}
