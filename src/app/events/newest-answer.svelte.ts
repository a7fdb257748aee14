import { messageOf } from "../../wording/index.ts";

/**
 * The answer to the newest of several questions, one at a time: while one is being answered, of those that follow only the
 * last is kept. An answer that is no longer the newest question's is dropped.
 */
export class NewestAnswer<Answer> {
  /** The last answer. It stays until the next one is there, so that the screen has something to show. */
  value = $state.raw<Answer | null>(null);
  /** Why the newest question has no answer, as a sentence; empty if it has one. */
  failure = $state("");
  isBusy = $state(false);
  #next: { readonly question: () => Promise<Answer>; readonly accept: (answer: Answer) => void } | null =
    null;

  /** @param accept called with the answer before it is shown, unless another question was asked meanwhile */
  ask(question: () => Promise<Answer>, accept: (answer: Answer) => void = () => undefined): void {
    this.#next = { question, accept };
    if (!this.isBusy) void this.#answer();
  }

  async #answer(): Promise<void> {
    this.isBusy = true;
    while (this.#next !== null) {
      const { question, accept } = this.#next;
      this.#next = null;
      try {
        const answer = await question();
        if (this.#isOlder()) continue;
        accept(answer);
        this.value = answer;
        this.failure = "";
      } catch (error) {
        if (!this.#isOlder()) this.failure = messageOf(error);
      }
    }
    this.isBusy = false;
  }

  /** Whether another question has been asked since. A method, because the compiler takes the field for null. */
  #isOlder(): boolean {
    return this.#next !== null;
  }
}
