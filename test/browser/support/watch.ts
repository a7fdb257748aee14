import type { Page } from "puppeteer-core";

export interface Violation {
  /**
   * `csp`: refused by the policy. `console`: an error in the console. `page`: an uncaught error. `worker-…`: in a
   * worker.
   */
  readonly kind: "csp" | "console" | "page" | "worker-csp" | "worker-error";
  readonly text: string;
}

export interface Watch {
  readonly violations: readonly Violation[];
  readonly requests: readonly string[];
}

/**
 * Records the errors of a page and its network requests, from its first script on and across reloads.
 *
 * The observer inside the page reports through the console: the only way that works the same in Chromium and over
 * BiDi, needs nothing in the page, and is not lost with it.
 *
 * Requests of workers are among puppeteer's request events in both browsers (Chromium: puppeteer enables CDP's
 * Network domain on every worker; Firefox: BiDi attributes them to the page). A request that the policy refuses is
 * sometimes a request event in Chromium, and never in Firefox: it is a violation in both.
 */
export async function watch(page: Page, observer: string): Promise<Watch> {
  const violations: Violation[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    const [mark, kind, ...rest] = message.text().split(" ");
    if (mark === "loupe-harness") violations.push({ kind: kind as Violation["kind"], text: rest.join(" ") });
    else if (message.type() === "error") violations.push({ kind: "console", text: message.text() });
  });
  page.on("pageerror", (error) => {
    violations.push({ kind: "page", text: error instanceof Error ? error.message : String(error) });
  });
  page.on("request", (request) => {
    const url = request.url();
    const isPage = url.startsWith("file:") && request.isNavigationRequest();
    if (!isPage && !/^(?:blob|data|about):/.test(url)) requests.push(`${request.method()} ${url}`);
  });
  await page.evaluateOnNewDocument(observer);
  return { violations, requests };
}
