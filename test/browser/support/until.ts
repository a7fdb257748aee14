import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks again and again until there is an answer. (puppeteer's waitForFunction compiles text inside the page, which the page's
 * policy refuses and reports as a violation.)
 *
 * @param probe gives undefined as long as there is nothing to return
 * @param onTimeout sentence for the error, worked out only when needed
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
