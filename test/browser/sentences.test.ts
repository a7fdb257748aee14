import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VIEWS } from "../../src/app/views.ts";
import { ndjson, REG_EXE, registryEvent } from "./fixtures/documents.ts";
import { chooseAlert, examine, expectQuiet, filter, newCase, until } from "./fixtures/page.ts";
import {
  calc,
  fill,
  openRule,
  put,
  scanAgain,
  SHIPPED,
  tomlFile,
  toCase,
  toRules,
} from "./fixtures/rules.ts";
import { oneBrowser, openLoupe, type Loupe } from "./support/index.ts";

/* The sentences of the page are true, and read as sentences. */

/** The text as laid out: two elements without a space between them are one word. */
const laidOut = async (loupe: Loupe, testid: string): Promise<string> =>
  (await loupe.element(testid)).evaluate((element) => (element as HTMLElement).innerText);

describe.each(oneBrowser)("the sentences of the page in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(async () => {
    expectQuiet(loupe);
    await loupe.close();
  });

  it("separate the conditions of an exception", async () => {
    await newCase(loupe);
    const event = registryEvent({ host: "WORDS-A", source: "defend", executable: REG_EXE });
    await examine(loupe, [{ name: "words.ndjson", text: ndjson([event]) }]);
    await chooseAlert(loupe, "WORDS-A");
    await fill(loupe, "exception-why", "Ticket 1");
    await (
      await loupe.element("exception-form")
    ).evaluate((form) => ((form as HTMLDetailsElement).open = true));
    await loupe.click("exception-save");
    expect(await laidOut(loupe, "exception")).toContain(
      `process.executable is ${REG_EXE} and host.name is WORDS-A`,
    );
    // No filter hides it, so there is no filter to clear.
    expect((await loupe.text("none-listed")).trim()).toBe(
      "Every alert is suppressed or a building block; show them with the checkboxes among the filters.",
    );
  });

  it("say how much of the case a filtered list shows", async () => {
    await newCase(loupe);
    const hosts = ["WORDS-B", "WORDS-C", "WORDS-D"];
    const events = hosts.map((host) => registryEvent({ host, source: "defend" }));
    await examine(loupe, [{ name: "filtered.ndjson", text: ndjson(events) }]);
    const headline = async () => (await loupe.text("alert-summary")).trim();
    const whole = "3 alerts · 3 events · 1 file · fully read";
    expect(await headline()).toBe(whole);
    await filter(loupe, "WORDS-C");
    expect(await headline()).toBe(`Showing 1 of ${whole}`);
    await filter(loupe, "nothing like it");
    expect(await headline()).toBe(`Showing 0 of ${whole}`);
    await until(
      async () => (await loupe.text("none-listed")).includes("No alerts match this filter (3 hidden)."),
      "all events have been searched",
    );
    // A view does not change the number of alerts.
    expect(await loupe.alertCount()).toBe(3);
    await filter(loupe, "");
    expect(await headline()).toBe(whole);
  });

  it("are red on the button that deletes, not on the one that keeps", async () => {
    const colours = () =>
      loupe.page.evaluate(() =>
        Array.from(
          document.querySelectorAll("[role=alertdialog] button, [data-testid=nav-overview][aria-current]"),
          (element) => getComputedStyle(element).color,
        ),
      );
    await loupe.show("overview");
    await loupe.click("delete-case");
    await loupe.element("delete-case-confirm");
    const [ordinary, keeps, deletes] = await colours();
    expect(keeps).toBe(ordinary);
    expect(deletes).not.toBe(ordinary);
    await loupe.page.click("[role=alertdialog] button ::-p-text(Keep)");
    await until(async () => (await loupe.page.$("[role=alertdialog]")) === null, "the case is kept");
  });

  it("report missing rules only for files that were added as rules", async () => {
    await newCase(loupe);
    const log = { name: "no-rules.ndjson", text: ndjson([registryEvent({ host: "WORDS-E" })]) };
    const isSaid = () =>
      loupe.page.evaluate(() => document.querySelector("[data-testid=evidence-taken]") !== null);
    await examine(loupe, [log]);
    await toRules(loupe);
    expect(await isSaid()).toBe(false);
    // A rule that has not run on the file, so that it can be scanned again from here.
    await put(loupe, "rule-input", [tomlFile({ id: "words-again", query: "registry where true" })]);
    await scanAgain(loupe);
    expect(await isSaid()).toBe(false);
    await put(loupe, "rule-input", [{ ...log, name: "as-rules.ndjson" }]);
    expect(await loupe.text("evidence-taken")).toMatch(/No rules found in\s+as-rules.ndjson: added/);
    await toCase(loupe);
    await examine(loupe, [{ ...log, name: "more.ndjson" }]);
    await toRules(loupe);
    expect(await isSaid()).toBe(false);
    await toCase(loupe);
  });

  it("name each view the same in all of them, and mark the current one", async () => {
    await newCase(loupe);
    await loupe.page.setViewport({ width: 1400, height: 900 });
    const rail = () =>
      loupe.page.evaluate(() =>
        Array.from(
          document.querySelectorAll<HTMLElement>("nav [data-testid^=nav-]"),
          (button) =>
            (button.ariaCurrent === "page" ? "* " : "") + button.innerText.replace(/\s+/g, " ").trim(),
        ),
      );
    const heads = () =>
      loupe.page.evaluate(() => [
        ...Array.from(document.querySelectorAll("h1"), (head) => head.textContent),
        document.title.split(" · ")[0],
      ]);
    const names = ["Overview", "Alerts", "Events", "Hunt", "Evidence", "Rules 1", "Report"];
    for (const shown of names) {
      const title = shown.replace(" 1", "");
      await loupe.show(title.toLowerCase());
      expect(await rail()).toEqual(names.map((name) => (name === shown ? `* ${name}` : name)));
      expect(await heads()).toEqual([title, title]);
    }
    await loupe.click("about-button");
    await loupe.element("about");
    expect(await rail()).toEqual(names);
    expect(await heads()).toEqual(["About Loupe", "About Loupe"]);
  });

  it("use the singular for one alert and one file, in the foot of each view", async () => {
    await newCase(loupe);
    const events = [registryEvent({ host: "WORDS-ONE", source: "defend" })];
    await examine(loupe, [{ name: "one.ndjson", text: ndjson(events) }]);
    for (const view of VIEWS) {
      await loupe.show(view);
      const foot = await loupe.page.$eval("main > footer .counts", (counts) => counts.textContent ?? "");
      expect(foot, view).not.toMatch(/\b1 (?:alerts|files|rules|events)\b/);
    }
  });

  it("count the gaps in coverage", async () => {
    await newCase(loupe);
    const events = [registryEvent({ host: "WORDS-F", source: "defend" })];
    await examine(loupe, [
      { name: "whole.ndjson", text: ndjson(events) },
      { name: "torn.ndjson", text: `${ndjson(events)}{"torn` },
      { name: "none.ndjson", text: "" },
    ]);
    await loupe.element("alert-row");
    expect(
      await loupe.page.$eval("summary ::-p-text(Gaps in coverage)", (summary) => summary.textContent),
    ).toBe("Gaps in coverage (3)");
  });

  it("use the singular for one rule, and name the origin of a rule", async () => {
    await newCase(loupe);
    await toRules(loupe);
    expect((await loupe.text("rule-count")).trim()).toBe("1 rule, enabled");
    await put(loupe, "rule-input", [tomlFile(calc("words-1"))]);
    await until(
      async () => (await loupe.text("rule-count")).trim() === "2 rules, all enabled",
      "both rules are counted",
    );
    await openRule(loupe, SHIPPED);
    expect(await laidOut(loupe, "rule-detail")).toContain("EQL · built in");
    await openRule(loupe, "words-1");
    expect(await laidOut(loupe, "rule-detail")).toContain("EQL · from words-1.toml");
    await toCase(loupe);
  });
});
