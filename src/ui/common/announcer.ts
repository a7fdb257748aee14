/** How long a sentence must have stood before it is said. */
export const CALM_MS = 1000;
/** How often somebody who waits is told how far things are. */
export const PROGRESS_MS = 10_000;

/**
 * Decides when a screen reader is told something. It reads out whatever changes in a live region, so what the eye follows ten
 * times a second would be nothing but noise there.
 */
export class Announcer {
  readonly #say: (sentence: string) => void;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (sentence: string) => void) {
    this.#say = say;
  }

  /** Says a sentence, unless another takes its place before it has stood for a moment. */
  tell(sentence: string): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#say(sentence), CALM_MS);
  }

  /** Says now and then how far things are, until the returned function is called. */
  follow(words: () => string): () => void {
    const timer = setInterval(() => this.#say(words()), PROGRESS_MS);
    return () => clearInterval(timer);
  }

  stop(): void {
    clearTimeout(this.#waiting);
  }
}
