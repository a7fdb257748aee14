import { setTimeout as sleep } from "node:timers/promises";

/** How long something may take that happens at once on an idle machine, in milliseconds. */
export const PATIENCE_MS = 60_000;

/**
 * Calls a function repeatedly until it returns a result. (puppeteer's waitForFunction compiles text inside the page,
 * which the page's policy refuses and reports as a violation.)
 *
 * @param probe returns undefined as long as there is no result
 * @param onTimeout text for the error, computed only when needed
 */
export async function until<T>(
  probe: () => T | undefined | Promise<T | undefined>,
  milliseconds: number,
  onTimeout: () => string | Promise<string>,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(await onTimeout());
    await sleep(50);
  }
}
