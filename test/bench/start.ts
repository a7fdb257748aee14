import { statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ownSession } from "../browser/support/browser-session.ts";
import { until } from "../browser/support/until.ts";

/** How the built page starts in a browser that has just been started. Times in milliseconds from the navigation on. */
export interface StartFigures {
  readonly pageKilobytes: number;
  readonly firstPaint: number;
  /** Evidence can be dropped. */
  readonly ready: number;
  /** A scan worker has compiled the rules. */
  readonly workerReady: number;
}

const ROUNDS = 7;
const builtPage = join(import.meta.dirname, "../../dist/index.html");

/** Returns the median of each time: a start is too short for its best to say much. */
export async function measureStart(): Promise<StartFigures> {
  const starts: Start[] = [];
  while (starts.length < ROUNDS) starts.push(await start());
  const median = (name: keyof Start): number => {
    const sorted = starts.map((one) => one[name]).sort((a, b) => a - b);
    return Math.round(sorted[ROUNDS >> 1]!);
  };
  return {
    pageKilobytes: Math.round(statSync(builtPage).size / 1000),
    firstPaint: median("firstPaint"),
    ready: median("ready"),
    workerReady: median("workerReady"),
  };
}

export function describeStart({ pageKilobytes, firstPaint, ready, workerReady }: StartFigures): string {
  return (
    `start of the page (${pageKilobytes} kB): first paint after ${firstPaint} ms, ready after ${ready} ms, ` +
    `a worker ready after ${workerReady} ms`
  );
}

type Start = Omit<StartFigures, "pageKilobytes">;

async function start(): Promise<Start> {
  const session = await ownSession("chromium", { dark: false });
  try {
    const page = await session.newPage();
    await page.evaluateOnNewDocument(observe);
    await page.goto(pathToFileURL(builtPage).href);
    return await until(
      () =>
        page.evaluate(() => {
          const { ready, workerReady } = globalThis as Partial<Seen>;
          const firstPaint = performance.getEntriesByName("first-paint")[0]?.startTime;
          return ready === undefined || workerReady === undefined || firstPaint === undefined
            ? undefined
            : { firstPaint, ready, workerReady };
        }),
      60_000,
      () => "the page did not start",
    );
  } finally {
    await session.end();
  }
}

interface Seen {
  ready: number;
  workerReady: number;
}

/** Runs in the page, before its script. */
function observe(): void {
  const seen = globalThis as unknown as Partial<Seen>;
  new MutationObserver((_changes, observer) => {
    if (document.querySelector("[data-testid=evidence-input]") === null) return;
    seen.ready = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
  globalThis.Worker = new Proxy(Worker, {
    construct(target, args) {
      const worker = Reflect.construct(target, args) as Worker;
      // The first answer of a scan worker is that to its rules.
      worker.addEventListener("message", () => (seen.workerReady ??= performance.now()), { once: true });
      return worker;
    },
  });
}
