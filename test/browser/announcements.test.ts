import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { slowFile } from "./fixtures/files.ts";
import { expectQuiet, filter, settle, until } from "./fixtures/page.ts";
import { drop, toCase, tomlFile, toRules } from "./fixtures/rules.ts";
import { oneBrowser, openLoupe, type Loupe } from "./support/index.ts";

/* What a screen reader announces on its own: what has changed, but not the numbers that run meanwhile. */

interface Changes {
  /** The texts of live regions, in the order in which they appeared. */
  readonly announced: readonly string[];
  /** How often the visible progress changed. */
  readonly shown: number;
  readonly seconds: number;
}

type Watched = typeof globalThis & { changes(): Changes };

/** From now on records every change of a live region, which is what a screen reader announces. */
const watchRegions = (loupe: Loupe) =>
  loupe.page.evaluate(() => {
    const LIVE = "[role=status], [role=alert], [role=log], [aria-live]:not([aria-live=off]), output";
    const announced: string[] = [];
    const begun = performance.now();
    let shown = 0;
    const regionOf = (node: Node) =>
      (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(LIVE) ?? null;
    new MutationObserver((records) => {
      const regions = new Set(records.map(({ target }) => regionOf(target)));
      for (const region of regions) {
        const text = region?.textContent?.trim() ?? "";
        if (text !== "") announced.push(text);
      }
      const progress = document.querySelector("[data-testid=scan-progress]");
      if (records.some(({ target }) => progress?.contains(target))) shown++;
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    (globalThis as Watched).changes = () => ({
      announced: [...announced],
      shown,
      seconds: (performance.now() - begun) / 1000,
    });
  });
const changes = (loupe: Loupe) => loupe.page.evaluate(() => (globalThis as Watched).changes());
const says = (loupe: Loupe, testid: string, wanted: string | RegExp) =>
  until(async () => {
    const text = (await loupe.text(testid)).trim();
    return typeof wanted === "string" ? text === wanted : wanted.test(text);
  }, `${testid} says ${wanted}`);

describe.each(oneBrowser)("announcements in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  it("name the phase of the scan and its result, however often the numbers change", async () => {
    await watchRegions(loupe);
    await loupe.addEvidence([slowFile(30, "LIVE")]);
    expect(await loupe.waitForScan()).toBe("done");
    await says(loupe, "told-scan", "Scan finished.");
    await says(loupe, "told-count", /^2 alerts · /);
    const { announced, shown, seconds } = await changes(loupe);
    // Four phases, the end, and the result; every ten seconds the progress.
    expect(announced.length, announced.join("\n")).toBeLessThanOrEqual(6 + seconds / 10);
    expect(new Set(announced).size).toBe(announced.length);
    expect(shown).toBeGreaterThan(announced.length);
    expect((await loupe.text("told-count")).trim()).toBe((await loupe.text("alert-summary")).trim());
  });

  it("give the number of listed alerts once the user has stopped typing", async () => {
    await watchRegions(loupe);
    const before = (await loupe.text("told-count")).trim();
    const input = await loupe.element("query-input");
    await input.type("live-first");
    await until(
      async () => (await loupe.text("alert-summary")).trim() === (await loupe.text("told-count")).trim(),
      "the count is told",
    );
    expect((await loupe.text("told-count")).trim()).not.toBe(before);
    const { announced, seconds } = await changes(loupe);
    expect(announced.length, announced.join("\n")).toBeLessThanOrEqual(Math.max(1, seconds));
    await filter(loupe, "");
    await says(loupe, "told-count", before);
  });

  it("say once what was decided about several alerts, and how to take it back", async () => {
    await loupe.page.$$eval("[data-testid=alert-row] input", (boxes) => {
      for (const box of boxes) (box as HTMLElement).click();
    });
    await loupe.element("bulk-bar");
    await watchRegions(loupe);
    await loupe.click("bulk-false-positive");
    await loupe.element("undo-bar");
    await settle(loupe);
    const { announced } = await changes(loupe);
    expect(announced).toHaveLength(1);
    expect(announced[0]).toMatch(/^False positive: 2 alerts\s.*Undo/);
    await loupe.click("undo");
    await until(async () => (await loupe.page.$("[data-testid=undo-bar]")) === null, "it is taken back");
    await settle(loupe);
    expect((await changes(loupe)).announced).toHaveLength(1);
    await loupe.click("bulk-clear");
  });

  it("report what dropped files were used for, in every view", async () => {
    await toRules(loupe);
    await drop(loupe, [tomlFile({ id: "told", query: "any where false" })]);
    await says(loupe, "told-drop", "1 file loaded as rules.");
    await loupe.click("about-button");
    expect(await loupe.page.$$("[role=status]")).toHaveLength(3);
  });

  it("report whether a query can run once the user has stopped typing", async () => {
    await toRules(loupe);
    await loupe.click("new-rule");
    await watchRegions(loupe);
    const query = await loupe.element("own-rule-query");
    await query.type('process where process.name = "a"');
    await says(loupe, "told-check", /line 1, column 28/i);
    await query.evaluate((field) => {
      (field as HTMLTextAreaElement).value = "any where true";
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
    await says(loupe, "told-check", "The query is valid.");
    const { announced, seconds } = await changes(loupe);
    expect(announced.length, announced.join("\n")).toBeLessThanOrEqual(Math.max(2, seconds));
    await loupe.click("own-rule-cancel");
    await loupe.click("own-rule-discard");
    await toCase(loupe);
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
