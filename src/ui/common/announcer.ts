/** A sentence is announced once it has been unchanged for this time. */
export const CALM_MS = 1000;
/** Interval between progress announcements while the user waits. */
export const PROGRESS_MS = 10_000;

/**
 * Decides when a screen reader announces something. It reads out every change in a live region, so text that changes
 * ten times a second would be mere noise.
 */
export class Announcer {
  readonly #say: (sentence: string) => void;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (sentence: string) => void) {
    this.#say = say;
  }

  /** Announces a sentence, unless another one replaces it within `CALM_MS`. */
  tell(sentence: string): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#say(sentence), CALM_MS);
  }

  /** Announces the progress at intervals until the returned function is called. */
  follow(words: () => string): () => void {
    const timer = setInterval(() => this.#say(words()), PROGRESS_MS);
    return () => clearInterval(timer);
  }

  stop(): void {
    clearTimeout(this.#waiting);
  }
}
