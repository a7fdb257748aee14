/** How far the analyst is with a step of a guide. `not-possible`: not with this evidence, or not for this analyst. */
export type StepState = "open" | "done" | "not-possible";

export const STEP_STATES: readonly StepState[] = ["open", "done", "not-possible"];

/** What the analyst has recorded about one step. */
export interface StepProgress {
  /** Identifies the step by its text: see `stepKeys`. */
  readonly key: string;
  readonly state: StepState;
  readonly note: string;
  /** Epoch milliseconds. */
  readonly changedAt: number;
}

/**
 * How far the analyst is with the guide of one alert. Steps that were never touched are not in it; steps that the guide
 * does not have any more stay, since an older rule may come back.
 */
export interface GuideProgress {
  readonly alertId: string;
  readonly steps: readonly StepProgress[];
  /** Epoch milliseconds: of the step that was changed last. */
  readonly changedAt: number;
}

/** What is recorded about a step; open and without a note if nothing is. */
export function progressOf(progress: GuideProgress | undefined, key: string): StepProgress {
  return progress?.steps.find((step) => step.key === key) ?? { key, state: "open", note: "", changedAt: 0 };
}

/**
 * The progress after one step has changed.
 *
 * @param now epoch milliseconds
 */
export function withStep(
  progress: GuideProgress | undefined,
  alertId: string,
  key: string,
  change: Partial<Pick<StepProgress, "state" | "note">>,
  now: number,
): GuideProgress {
  const step: StepProgress = { ...progressOf(progress, key), ...change, changedAt: now };
  const others = (progress?.steps ?? []).filter((other) => other.key !== key);
  return { alertId, steps: [...others, step], changedAt: now };
}
