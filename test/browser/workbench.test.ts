import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VIEWS } from "../../src/app/views.ts";
import { VIEW_NAMES } from "../../src/ui/frame/view-names.ts";
import { MATCHES, ndjson, noise, timed } from "./fixtures/documents.ts";
import {
  chooseAlert,
  clickRow,
  examine,
  expectQuiet,
  fileCount,
  newCase,
  settle,
  showTab,
  until,
} from "./fixtures/page.ts";
import { openRule, SHIPPED } from "./fixtures/rules.ts";
import { browserNames, openLoupe, type Loupe } from "./support/index.ts";

/* The frame around the views: the rail, the address, the keys, the detail beside a view, and every width. */

const evidence = { name: "frame.ndjson", text: ndjson([...timed(MATCHES), ...noise(20)]) };
const TABS = ["why", "guide", "around", "event", "record", "rule"];

const isThere = async (loupe: Loupe, testid: string): Promise<boolean> =>
  (await loupe.page.$(`[data-testid="${testid}"]`)) !== null;

/** The view that is shown: its title, and what the rail marks. */
const shown = (loupe: Loupe) =>
  loupe.page.evaluate(() => ({
    title: document.querySelector("h1")?.textContent ?? "",
    marked: Array.from(
      document.querySelectorAll<HTMLElement>("nav [aria-current=page]"),
      (button) => button.dataset["testid"] ?? "",
    ).join(),
    hash: location.hash,
  }));

async function expectView(loupe: Loupe, view: keyof typeof VIEW_NAMES): Promise<void> {
  const wanted = {
    title: VIEW_NAMES[view].title,
    marked: view === "about" ? "" : `nav-${view}`,
    hash: `#/${view}`,
  };
  await until(
    async () => JSON.stringify(await shown(loupe)) === JSON.stringify(wanted),
    `the view ${view} is shown`,
  ).catch(async (error) => {
    throw new Error(`${error.message}, but ${JSON.stringify(await shown(loupe))}`);
  });
}

describe.each(browserNames)("the workbench in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1400, height: 900 });
    await examine(loupe, [evidence]);
  });
  afterAll(() => loupe?.close());

  const press = (...keys: readonly string[]) =>
    keys.reduce(
      (before, key) => before.then(() => loupe.page.keyboard.press(key as never)),
      Promise.resolve(),
    );
  /** Leaves every control, so that keys belong to the page. */
  const leaveControls = () =>
    loupe.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

  describe("the address", () => {
    it("names the view, and Back, Forward and Reload follow it", async () => {
      for (const view of VIEWS.slice(1)) {
        await loupe.show(view);
        await expectView(loupe, view);
      }
      await loupe.page.goBack();
      await expectView(loupe, "rules");
      await loupe.page.goBack();
      await expectView(loupe, "evidence");
      await loupe.page.goForward();
      await expectView(loupe, "rules");
      await loupe.reload();
      await expectView(loupe, "rules");
      // What was found is there again, and the way back still leads through the views.
      expect(await loupe.alertCount()).toBe(MATCHES.length);
      await loupe.page.goBack();
      await expectView(loupe, "evidence");
      await loupe.click("about-button");
      await expectView(loupe, "about");
      await loupe.reload();
      await expectView(loupe, "about");
    });

    it("leads to the overview if it names no view", async () => {
      await loupe.page.evaluate(() => {
        location.hash = "#/constructor";
      });
      await until(async () => (await shown(loupe)).title === "Overview", "the overview is shown");
      await loupe.show("alerts");
      await expectView(loupe, "alerts");
    });
  });

  describe("the views", () => {
    it("have the number of alerts and the state of the scan in all of them, and rows only in their own", async () => {
      for (const view of [...VIEWS, "about"] as const) {
        if (view === "about") await loupe.click("about-button");
        else await loupe.show(view);
        await settle(loupe);
        const there = await loupe.page.evaluate(() => ({
          alerts: document.querySelector<HTMLElement>("[data-testid=alert-count]")?.dataset["count"],
          files: document.querySelector<HTMLElement>("[data-testid=nav-evidence]")?.dataset["count"],
          state: document.querySelector<HTMLElement>("[data-testid=scan-state]")?.dataset["state"],
          alertRows: document.querySelectorAll("[data-testid=alert-row]").length,
          evidenceRows: document.querySelectorAll("[data-testid=evidence-row]").length,
        }));
        expect(there, view).toEqual({
          alerts: String(MATCHES.length),
          files: "1",
          // Nothing has been scanned since the page was reloaded.
          state: "idle",
          alertRows: view === "alerts" ? MATCHES.length : 0,
          evidenceRows: view === "evidence" ? 1 : 0,
        });
      }
    });

    it("stay as they are when files are dropped or picked", async () => {
      let files = 1;
      for (const view of VIEWS) {
        await loupe.show(view);
        await loupe.dropFiles([{ name: `dropped-on-${view}.ndjson`, text: ndjson(noise(1)) }]);
        expect(await loupe.waitForScan()).toBe("done");
        await expectView(loupe, view);
        expect(await fileCount(loupe)).toBe(++files);
      }
      await loupe.show("report");
      await loupe.addEvidence([{ name: "picked.ndjson", text: ndjson(noise(1)) }]);
      expect(await loupe.waitForScan()).toBe("done");
      await expectView(loupe, "report");
      expect((await loupe.evidenceRows()).map((row) => row["name"])).toEqual([
        evidence.name,
        ...VIEWS.map((view) => `dropped-on-${view}.ndjson`),
        "picked.ndjson",
      ]);
    });
  });

  describe("the keyboard", () => {
    const isIn = (selector: string) =>
      loupe.page.evaluate((at) => document.activeElement?.closest(at) != null, selector);

    it("skips the rail with the first link, which leaves the address as it is", async () => {
      await loupe.show("evidence");
      await loupe.page.focus("a.skip");
      await press("Enter");
      await until(() => isIn("h1"), "the title of the view has the keyboard");
      await expectView(loupe, "evidence");
      await press("Tab");
      expect(await isIn("main")).toBe(true);
    });

    it("stays in the view when a key shows another one", async () => {
      await (await loupe.element("alert-row")).focus();
      await press("g", "e");
      await expectView(loupe, "events");
      await until(() => isIn("main"), "something of the view has the keyboard");
    });

    it("stays on the rail when a click there shows another view", async () => {
      for (const view of VIEWS) {
        await loupe.page.focus(`[data-testid=nav-${view}]`);
        await press("Enter");
        await expectView(loupe, view);
        expect(await isIn(`[data-testid=nav-${view}]`)).toBe(true);
      }
    });
  });

  describe("the keys", () => {
    it("g and a letter show each view", async () => {
      await leaveControls();
      for (const [view, { key }] of Object.entries(VIEW_NAMES)) {
        await press("g", key);
        await expectView(loupe, view as keyof typeof VIEW_NAMES);
      }
    });

    it("? lists all keys, Escape closes the list and nothing else, and the list keeps the keys", async () => {
      await loupe.show("alerts");
      await chooseAlert(loupe, MATCHES[0]!.host);
      await leaveControls();
      await press("?");
      await loupe.element("key-map");
      const text = await loupe.text("key-map");
      for (const { title } of Object.values(VIEW_NAMES)) expect(text).toContain(title);
      expect(text).toContain("Next tab");
      await press("g", "e");
      await settle(loupe);
      expect((await shown(loupe)).title).toBe("Alerts");
      await press("Escape");
      await until(async () => !(await isThere(loupe, "key-map")), "the list is closed");
      expect(await isThere(loupe, "alert-detail")).toBe(true);
    });

    it("[ and ] step through the tabs of the detail, and Escape closes it", async () => {
      await loupe.show("alerts");
      await chooseAlert(loupe, MATCHES[0]!.host);
      const tab = () =>
        loupe.page.$eval("[role=tab][aria-selected=true]", (found) =>
          found.textContent?.trim().toLowerCase(),
        );
      for (const next of [...TABS.slice(1), TABS[0]!]) {
        await press("]");
        await until(async () => (await tab()) === next, `the tab ${next}`);
      }
      for (const previous of [...TABS].reverse()) {
        await press("[");
        await until(async () => (await tab()) === previous, `the tab ${previous}`);
      }
      await press("Escape");
      await until(async () => !(await isThere(loupe, "alert-detail")), "the detail is closed");
      // The list has the keyboard at the alert, which Enter opens again.
      await until(
        () =>
          loupe.page.evaluate(
            () => document.activeElement?.matches("[data-testid=alert-row][aria-selected=true]") === true,
          ),
        "the alert's row has the keyboard",
      );
      await press("Enter");
      await loupe.element("alert-detail");
      await press("Escape");
      await until(async () => !(await isThere(loupe, "alert-detail")), "the detail is closed again");
    });

    it("are text while someone types", async () => {
      await chooseAlert(loupe, MATCHES[0]!.host);
      const filter = await loupe.element("query-input");
      await filter.focus();
      await loupe.page.keyboard.type("ga?[]");
      expect(await filter.evaluate((field) => (field as HTMLInputElement).value)).toBe("ga?[]");
      await filter.evaluate((field) => {
        (field as HTMLInputElement).value = "";
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      });
      const note = await loupe.element("verdict-note");
      await note.click();
      await loupe.page.keyboard.type("ge?[]");
      await press("Escape");
      expect(await note.evaluate((field) => (field as HTMLTextAreaElement).value)).toBe("ge?[]");
      expect((await shown(loupe)).title).toBe("Alerts");
      expect(await isThere(loupe, "key-map")).toBe(false);
      expect(await isThere(loupe, "alert-detail")).toBe(true);
    });
  });

  describe("the detail", () => {
    const width = () =>
      loupe.page.$eval("[data-testid=alert-detail]", (detail) =>
        Math.round(detail.getBoundingClientRect().width),
      );
    const separator = "[data-testid=alert-detail] [role=separator]";

    it("has an edge that arrow keys, Home and End move, and that says where it is", async () => {
      await chooseAlert(loupe, MATCHES[0]!.host);
      const says = () =>
        loupe.page.$eval(separator, (edge) =>
          ["aria-valuenow", "aria-valuemin", "aria-valuemax"].map((id) => Number(edge.getAttribute(id))),
        );
      const before = await width();
      await loupe.page.focus(separator);
      await press("ArrowLeft");
      await until(async () => (await width()) > before, "it is wider");
      expect((await says())[0]).toBe(await width());
      await press("ArrowRight", "ArrowRight");
      await until(async () => (await width()) < before, "it is narrower");
      await press("End");
      await until(async () => (await width()) === (await says())[1], "it is as narrow as it can be");
      await press("Home");
      await until(async () => (await width()) === (await says())[2], "it is as wide as it can be");
      expect((await says())[0]).toBe(await width());
      // Something of the list is left.
      expect(await width()).toBeLessThan(1400 - 184);
      // It is moved, and not the selection in the list.
      expect(await loupe.text("reason")).toContain(` ${MATCHES[0]!.host} `);
    });

    it("has an edge that the pointer drags", async () => {
      await loupe.page.focus(separator);
      await press("End");
      const box = (await (await loupe.page.$(separator))!.boundingBox())!;
      const before = await width();
      await loupe.page.mouse.move(box.x + box.width / 2, box.y + 200);
      await loupe.page.mouse.down();
      await loupe.page.mouse.move(box.x - 96, box.y + 210);
      await loupe.page.mouse.up();
      await until(async () => (await width()) > before + 80, "it is wider");
    });
  });

  describe.each([1000, 390])("folded to %i px", (width) => {
    beforeAll(async () => {
      await loupe.page.setViewport({ width, height: 800 });
      await settle(loupe);
    });
    afterAll(() => loupe.page.setViewport({ width: 1400, height: 900 }));

    /** Whether a pointer can hit the middle of each of these: nothing lies over it, and it is in the window. */
    const hit = (selector: string) =>
      loupe.page.$$eval(selector, (found) =>
        found.map((element) => {
          element.scrollIntoView({ block: "nearest", inline: "nearest" });
          const { left, right, top, bottom } = element.getBoundingClientRect();
          const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return element.contains(at)
            ? ""
            : (element.getAttribute("aria-label") ?? element.textContent ?? "");
        }),
      );

    it("has a narrow rail on which each view can be reached, with its number", async () => {
      const rail = await loupe.page.$eval(".rail", (element) => {
        const { width: across, height, bottom } = element.getBoundingClientRect();
        return { across, height, bottom };
      });
      if (width === 1000) expect(rail.across).toBeLessThan(80);
      else {
        // It lies at the bottom, in the reach of a thumb.
        expect(rail.height).toBeLessThan(80);
        expect(rail.bottom).toBe(800);
      }
      expect(await hit("nav [data-testid^=nav-]")).toEqual(VIEWS.map(() => ""));
      for (const view of VIEWS) {
        await (await loupe.page.$(`[data-testid=nav-${view}]`))!.click();
        await expectView(loupe, view);
      }
      expect(
        await loupe.page.$eval("[data-testid=alert-count]", (count) => (count as HTMLElement).innerText),
      ).toBe(String(MATCHES.length));
    });

    it("has names for the buttons on the rail that show only a drawing", async () => {
      const names = await loupe.page.$$eval("nav button", (buttons) =>
        buttons.map((button) => button.getAttribute("aria-label") ?? button.title),
      );
      expect(names.filter((label) => label === "")).toEqual([]);
    });

    it("has the menu of the case, and its questions within the window", async () => {
      expect(await hit("[data-testid=case-list], [data-testid=new-case], [data-testid=case-menu]")).toEqual([
        "",
        "",
        "",
      ]);
      await loupe.click("delete-case");
      await loupe.element("delete-case-confirm");
      expect(await hit("[role=alertdialog] button")).toEqual(["", ""]);
      await press("Escape");
      await until(async () => !(await isThere(loupe, "delete-case-confirm")), "the case is kept");
      await loupe.click("rename-case");
      await loupe.element("case-name");
      expect(await hit("[data-testid=case-name], nav form button")).toEqual(["", "", ""]);
      await press("Escape");
      await loupe.element("case-list");
      await loupe.click("about-button");
      await expectView(loupe, "about");
    });

    it("has the detail of an alert and of a rule, and the way back to their lists", async () => {
      await loupe.show("alerts");
      if (await isThere(loupe, "alert-detail")) await loupe.click("back-to-list");
      await until(async () => !(await isThere(loupe, "alert-detail")), "no detail");
      await clickRow(loupe);
      for (const tab of TABS) {
        await (await loupe.element(`tab-${tab}`)).click();
        await loupe.page.waitForSelector(`[data-testid=tab-${tab}][aria-selected=true]`);
      }
      await (await loupe.element("back-to-list")).click();
      await until(async () => !(await isThere(loupe, "alert-detail")), "the list is there again");
      await openRule(loupe, SHIPPED);
      await (await loupe.element("close-rule")).click();
      await until(async () => !(await isThere(loupe, "rule-detail")), "the list is there again");
      await until(
        () =>
          loupe.page.evaluate(() => document.activeElement?.matches("[data-testid=choose-rule]") === true),
        "the rule in the list has the keyboard",
      );
    });
  });

  describe.each([360, 390, 720, 1000, 1280, 2560])("at %i px", (width) => {
    beforeAll(async () => {
      await loupe.page.setViewport({ width: 1400, height: 900 });
      await chooseAlert(loupe, MATCHES[0]!.host);
      await loupe.page.setViewport({ width, height: 800 });
    });
    afterAll(() => loupe.page.setViewport({ width: 1400, height: 900 }));

    /** What is wider than its room: the page, or a part of it that should scroll down only. */
    const sideways = () =>
      loupe.page.evaluate(() =>
        Array.from(
          document.querySelectorAll<HTMLElement>(
            "html, body, main, main > .content, main > .content > *, aside > .inside",
          ),
        )
          .flatMap((box) => {
            const over = box.scrollWidth - box.clientWidth;
            return over > 0 && getComputedStyle(box).overflowX !== "visible"
              ? [`${box.tagName}.${box.className}: ${over} px`]
              : [];
          })
          .concat(
            document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["the page"] : [],
          ),
      );

    it("nothing scrolls sideways in any view", async () => {
      const faults: string[] = [];
      for (const tab of TABS) {
        await showTab(loupe, tab);
        await settle(loupe);
        faults.push(...(await sideways()).map((fault) => `${tab}: ${fault}`));
      }
      await loupe.click("back-to-list");
      for (const view of VIEWS) {
        await loupe.show(view);
        faults.push(...(await sideways()).map((fault) => `${view}: ${fault}`));
      }
      await loupe.click("about-button");
      await settle(loupe);
      faults.push(...(await sideways()).map((fault) => `about: ${fault}`));
      expect(faults).toEqual([]);
    });
  });

  it("leads back to an empty overview with a new case", async () => {
    await loupe.show("report");
    await newCase(loupe);
    await expectView(loupe, "overview");
    await loupe.element("load-sample");
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
