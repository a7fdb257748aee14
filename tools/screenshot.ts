import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowsers } from "./browsers.ts";
import { openLoupe } from "../test/browser/support/index.ts";

/** `npm run screenshot`: makes the picture for the README from the built page and its sample evidence. */
const folder = join(import.meta.dirname, "screenshot");

ensureBrowsers();
mkdirSync(folder, { recursive: true });
const loupe = await openLoupe("chromium", { alone: true });
try {
  await loupe.page.setViewport({ width: 1440, height: 900 });
  await loupe.click("load-sample");
  const state = await loupe.waitForScan();
  if (state !== "done") throw new Error(`The sample scan ended as ${state}.`);
  // Behind the box that selects it.
  await (await loupe.element("alert-row")).click({ offset: { x: 60, y: 10 } });
  await loupe.click("tab-guide");
  await loupe.element("guide-answer");
  await loupe.screenshot(join(folder, "loupe.png"), { width: 1440, height: 900, dark: false });
} finally {
  await loupe.close();
}
