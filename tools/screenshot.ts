import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { ElementHandle } from "puppeteer-core";
import { ensureBrowsers } from "./browsers.ts";
import { EMPTY_SCENES, type Scene, SCENES } from "./screenshot/scenes.ts";
import { type Loupe, openLoupe } from "../test/browser/support/index.ts";

/**
 * `npm run screenshot`: makes pictures of the built page, of every view in its important states, in both themes and four
 * widths, into `screenshots/`, which git ignores. They are for looking at, not for comparing.
 *
 *     npm run screenshot -- --only events --width 390 --out FOLDER --evidence FILE --evidence RULES
 *     npm run screenshot -- --readme    renews the picture in the README
 */
const root = join(import.meta.dirname, "..");
const { values: choices } = parseArgs({
  options: {
    /** Scenes whose names begin so. */
    only: { type: "string", multiple: true, default: [""] },
    width: { type: "string", multiple: true, default: ["390", "768", "1440", "2560"] },
    out: { type: "string", default: join(root, "screenshots") },
    /** Files in place of the sample: evidence, and rules. */
    evidence: { type: "string", multiple: true, default: [] },
    readme: { type: "boolean", default: false },
  },
});

/** Of screens as wide as that. */
const HEIGHTS: Readonly<Record<string, number>> = { 390: 844, 768: 1024, 1440: 900, 2560: 1440 };
/** Browsers refuse larger pictures. */
const MOST_PIXELS = 8000;

ensureBrowsers();
const loupe = await openLoupe("chromium", { alone: true });
const failed: string[] = [];
try {
  loupe.page.setDefaultTimeout(10_000);
  if (choices.readme) await renewReadme();
  else {
    mkdirSync(choices.out, { recursive: true });
    await takeAll(EMPTY_SCENES);
    await examine();
    await takeAll(SCENES);
  }
} finally {
  await loupe.close();
}
if (failed.length > 0) {
  console.error(`No picture of:\n${failed.join("\n")}`);
  process.exitCode = 1;
}

async function examine(): Promise<void> {
  if (choices.evidence.length === 0) await loupe.click("load-sample");
  else {
    // Rules are no evidence, so not every file becomes a row.
    const input = (await loupe.element("evidence-input")) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(...choices.evidence.map((path) => resolve(path)));
  }
  const state = await loupe.waitForScan();
  if (state !== "done") throw new Error(`The scan ended as ${state}.`);
}

async function renewReadme(): Promise<void> {
  await loupe.page.setViewport({ width: 1440, height: 900 });
  await examine();
  // After the box that selects it.
  await (await loupe.element("alert-row")).click({ offset: { x: 60, y: 10 } });
  await loupe.click("tab-guide");
  await loupe.element("guide-answer");
  const path = join(import.meta.dirname, "screenshot/loupe.png");
  await loupe.screenshot(path, { width: 1440, height: 900, dark: false });
}

async function takeAll(scenes: readonly Scene[]): Promise<void> {
  const wanted = scenes.filter(({ name }) => choices.only.some((start) => name.startsWith(start)));
  for (const width of choices.width)
    for (const scene of wanted) {
      try {
        await take(scene, Number(width));
        console.log(`${scene.name} at ${width}`);
      } catch (error) {
        failed.push(`${scene.name} at ${width}: ${error instanceof Error ? error.message : String(error)}`);
      }
      await closeAll(loupe);
    }
}

async function take({ name, view, prepare, undo, isWhole = false }: Scene, width: number): Promise<void> {
  const height = HEIGHTS[width] ?? 900;
  await loupe.page.setViewport({ width, height });
  if (view !== null) await loupe.show(view);
  await prepare?.(loupe);
  await calm(loupe);
  const more = isWhole ? await hiddenPixels(loupe) : 0;
  for (const dark of [false, true]) {
    const path = join(choices.out, `${name}-${width}-${dark ? "dark" : "light"}.png`);
    await loupe.screenshot(path, { width, height: Math.min(MOST_PIXELS, height + more), dark });
  }
  await loupe.page.setViewport({ width, height });
  await undo?.(loupe);
}

/** Waits until nothing is being read or drawn any more. */
async function calm(page: Loupe): Promise<void> {
  await page.page.waitForFunction(
    () => document.querySelector("[aria-busy=true], [data-testid=searching]") === null,
  );
  await page.page.evaluate(async () => {
    for (let frame = 0; frame < 5; frame++) await new Promise((next) => requestAnimationFrame(next));
    await new Promise((next) => setTimeout(next, 250));
  });
}

/** How many pixels the view has to scroll. */
function hiddenPixels(page: Loupe): Promise<number> {
  return page.page.evaluate(() =>
    Math.max(
      0,
      ...Array.from(
        document.querySelectorAll("main, main *"),
        ({ scrollHeight, clientHeight, parentElement }) =>
          parentElement?.closest(".visually-hidden") != null || clientHeight < 200
            ? 0
            : scrollHeight - clientHeight,
      ),
    ),
  );
}

/** Escape closes what is open, one thing after the other. */
async function closeAll(page: Loupe): Promise<void> {
  await page.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let times = 0; times < 3; times++) await page.page.keyboard.press("Escape");
}
