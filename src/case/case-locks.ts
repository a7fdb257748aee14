/** Held while a tab works in a case. The browser ends it with the tab, also when the tab crashes. */
export interface CaseHold {
  release(): void;
}

/**
 * Which tab works in a case: Web Locks, whose scope is that of IndexedDB for pages opened from file:// as well, in
 * Chromium (all of them) and in Firefox (those with the same path). A browser without locks lets every tab in; then the
 * tab that opened a case last is the one that can write to it: see `EntryStore`.
 */
export class CaseLocks {
  readonly #locks: LockManager | undefined;

  /** @param locks the browser's; undefined where it has none */
  constructor(locks = globalThis.navigator?.locks as LockManager | undefined) {
    this.#locks = locks;
  }

  /**
   * @param onStolen called if another tab takes the case without waiting for this one
   * @returns null if another tab has the case
   */
  take(caseId: string, onStolen: () => void): Promise<CaseHold | null> {
    return this.#request(caseId, { ifAvailable: true }, onStolen);
  }

  /**
   * Waits until the other tab lets go of the case, and takes it by force if it does not.
   *
   * @param patience milliseconds
   */
  async takeOver(caseId: string, patience: number, onStolen: () => void): Promise<CaseHold> {
    const signal = AbortSignal.timeout(patience);
    const given = await this.#request(caseId, { signal }, onStolen);
    return given ?? (await this.#request(caseId, { steal: true }, onStolen)) ?? FREE;
  }

  #request(caseId: string, options: LockOptions, onStolen: () => void): Promise<CaseHold | null> {
    const locks = this.#locks;
    if (locks === undefined) return Promise.resolve(FREE);
    return new Promise((resolve) => {
      let isHeld = false;
      locks
        .request(`loupe case ${caseId}`, options, (lock) => {
          if (lock === null) {
            resolve(null);
            return undefined;
          }
          isHeld = true;
          return new Promise<void>((release) => resolve({ release }));
        })
        .catch((error: unknown) => {
          if (isHeld) onStolen();
          // The patience has come to an end, or the browser refuses locks to this page.
          else resolve(isTimeout(error) ? null : FREE);
        });
    });
  }
}

const FREE: CaseHold = { release: () => undefined };

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "TimeoutError" || error.name === "AbortError");
}
