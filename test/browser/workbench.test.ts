import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VIEWS } from "../../src/app/views.ts";
import { VIEW_NAMES } from "../../src/ui/frame/view-names.ts";
import { MATCHES, ndjson, noise, timed } from "./fixtures/documents.ts";
import {
  chooseAlert,
  clickRow,
  examine,
  expectQuiet,
  exportCsv,
  fileCount,
  filter,
  listedCells,
  newCase,
  settle,
  showTab,
  until,
} from "./fixtures/page.ts";
import { drop, openRule, SHIPPED, tomlFile } from "./fixtures/rules.ts";
import { type Loupe, oneBrowser, openLoupe, runsOnce } from "./support/index.ts";

/* The frame around the views: the rail, the address, the keys, the detail beside a view, and every width. */

const evidence = { name: "frame.ndjson", text: ndjson([...timed(MATCHES), ...noise(20)]) };
/** Events of a rule of this test, after all others. */
const later = (count: number) =>
  timed(
    Array.from({ length: count }, (_, n) => ({
      host: `later-${n}`,
      source: "defend" as const,
      path: `HKLM\\SOFTWARE\\Contoso\\Later${n}`,
    })),
  ).map((event, n) => ({ ...event, "@timestamp": new Date(Date.UTC(2024, 4, 15) + n * 1000).toISOString() }));
const TABS = ["why", "guide", "around", "event", "record", "rule", "history"];

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
    // The state of a list follows the view, after a question mark.
    hash: location.hash.split("?")[0]!,
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

describe.each(oneBrowser)("the workbench in %s", (name) => {
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
  const isIn = (selector: string) =>
    loupe.page.evaluate((at) => document.activeElement?.closest(at) != null, selector);
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

  describe("the overview", () => {
    it("leads from a cell to its events, by mouse and by keys, and from a triangle to its alerts", async () => {
      const cell = "[data-testid=coverage] [data-testid=coverage-cell]";
      const counted = (selector: string) =>
        loupe.page.$eval(selector, (link) => (link as HTMLElement).dataset["count"] ?? "");
      const listed = (view: string, count: string) =>
        until(
          async () =>
            (await loupe.page.$(
              `[data-testid=${view}-view] [data-testid=shown-count][data-count="${count}"]`,
            )) !== null,
          `${count} are listed in ${view}`,
        );
      await loupe.show("overview");
      await loupe.page.waitForSelector(cell);
      const events = await counted(cell);
      await loupe.page.$eval(cell, (link) => (link as HTMLElement).click());
      await expectView(loupe, "events");
      await listed("events", events);
      await loupe.page.goBack();
      await expectView(loupe, "overview");
      await loupe.page.waitForSelector(`${cell}[tabindex="0"]`);
      await loupe.page.focus(`${cell}[tabindex="0"]`);
      await press("End");
      const focused = "[data-testid=coverage] a:focus";
      const last = await loupe.page.$eval(focused, (link) => ({
        count: (link as HTMLElement).dataset["count"] ?? "",
        view: (link as HTMLElement).dataset["alerts"] === "true" ? "alerts" : "events",
      }));
      await press("Enter");
      await listed(last.view, last.count);
      await loupe.show("overview");
      const triangle = "[data-testid=coverage-alerts]";
      await loupe.page.waitForSelector(triangle);
      const alerts = await counted(triangle);
      await loupe.page.$eval(triangle, (link) => (link as HTMLElement).click());
      await expectView(loupe, "alerts");
      await listed("alerts", alerts);
      await loupe.click("clear-filter");
    });
  });

  describe("the rail", () => {
    it("is folded by hand, also after a reload, until it is unfolded", async () => {
      const width = () => loupe.page.$eval("nav", (nav) => nav.clientWidth);
      expect(await width()).toBeGreaterThan(150);
      await loupe.click("fold-rail");
      expect(await width()).toBeLessThan(80);
      await loupe.reload();
      expect(await width()).toBeLessThan(80);
      await loupe.click("fold-rail");
      expect(await width()).toBeGreaterThan(150);
    });
  });

  describe("the keyboard", () => {
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
            () => document.activeElement?.matches("[data-testid=alert-row][data-cursor=true]") === true,
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
      expect(await hit("[data-testid=new-case], [data-testid=case-menu]")).toEqual(["", ""]);
      const inMenu = async () => {
        await loupe.click("case-menu");
        await loupe.element("rename-case");
        const items = await loupe.page.$$eval("[role=menuitem]", (found) =>
          found.map((item) => item.textContent?.trim() ?? ""),
        );
        return { items, missed: (await hit("[role=menuitem]")).filter((text) => text !== "") };
      };
      const isAtMenu = () => isIn("[data-testid=case-menu]");
      expect((await inMenu()).missed).toEqual([]);
      await press("Escape");
      await until(isAtMenu, "the button of the menu has the keyboard");
      await loupe.click("delete-case");
      await loupe.element("delete-case-confirm");
      expect(await hit("[role=alertdialog] button")).toEqual(["", ""]);
      await press("Escape");
      await until(async () => !(await isThere(loupe, "delete-case-confirm")), "the case is kept");
      await until(isAtMenu, "the button of the menu has the keyboard");
      await loupe.click("rename-case");
      await loupe.element("case-name");
      expect(await hit("[data-testid=case-name], nav form button")).toEqual(["", "", ""]);
      await press("Escape");
      await until(isAtMenu, "the button of the menu has the keyboard");
      // There is no list of cases, so the menu leads to the others, and back.
      const current = await loupe.page.$eval(
        "[data-testid=case-list]",
        (list) => (list as HTMLSelectElement).selectedOptions[0]!.text,
      );
      await newCase(loupe);
      const { items, missed } = await inMenu();
      expect(items).toContain(current);
      expect(missed).toEqual([]);
      await loupe.page.evaluate((wanted) => {
        for (const item of document.querySelectorAll<HTMLElement>("[role=menuitem]"))
          if (item.textContent?.trim() === wanted) item.click();
      }, current);
      await until(async () => (await loupe.alertCount()) === MATCHES.length, "the case is open again");
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
        () => loupe.page.evaluate(() => document.activeElement?.matches("[data-testid=rule-row]") === true),
        "the rule in the list has the keyboard",
      );
    });
  });

  // Both browsers lay the page out alike, so one of them is given the least and a usual width.
  const widths = runsOnce(name) ? [360, 390, 720, 1000, 1280, 2560] : [360, 1280];
  describe.each(widths)("at %i px", (width) => {
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

  it.runIf(runsOnce(name))("a low window scrolls the view, so that its list has room for rows", async () => {
    await loupe.page.setViewport({ width: 720, height: 450 });
    for (const [view, row] of [
      ["alerts", "alert-row"],
      ["events", "event-row"],
    ] as const) {
      await loupe.show(view);
      await loupe.element(row);
      await until(
        () =>
          loupe.page.evaluate((testid) => {
            const content = document.querySelector("main > .content")!;
            content.scrollTop = content.scrollHeight;
            const bottom = content.getBoundingClientRect().bottom;
            const rows = Array.from(document.querySelectorAll(`[data-testid=${testid}]`));
            return rows.filter((each) => each.getBoundingClientRect().bottom <= bottom).length >= 4;
          }, row),
        `four rows are in sight in ${view}`,
      );
    }
    await loupe.page.setViewport({ width: 1400, height: 900 });
  });

  describe("the list of alerts", () => {
    /** The alerts of Defend are few and severe, those of the other rule are many and mild. */
    const RULES = [
      tomlFile({
        id: "few",
        severity: "high",
        risk: 73,
        query: 'registry where event.module == "endpoint" and registry.path : "*\\\\LocalDumps\\\\*"',
      }),
      tomlFile({ id: "many", query: 'registry where registry.path : "HKLM\\\\SOFTWARE\\\\Contoso\\\\*"' }),
    ];
    const few = MATCHES.filter(({ source }) => source === "defend").length;
    const MANY = 160;

    beforeAll(async () => {
      await newCase(loupe);
      await drop(loupe, RULES);
      await examine(loupe, [{ name: "list.ndjson", text: ndjson(timed(MATCHES)) }]);
      await loupe.show("alerts");
      await leaveControls();
    });

    const data = (selector: string) =>
      loupe.page.$$eval(selector, (found) =>
        found.map((element) => ({ ...(element as HTMLElement).dataset }) as Record<string, string>),
      );
    const groups = async () =>
      (await data("[data-testid=group-row]")).map(({ field, value, count }) => `${field}: ${value} ${count}`);
    const shownCount = async () => Number((await data("[data-testid=shown-count]"))[0]!["count"]);
    const isInLine = () =>
      loupe.page.evaluate(() => document.activeElement?.matches("[data-testid=group-row]") === true);
    const wait = (what: string, holds: () => Promise<boolean>) => until(holds, what);
    /** Presses a facet's value, and returns how many alerts it says it has. */
    async function facet(field: string, value: string): Promise<number> {
      const button = await loupe.page.waitForSelector(
        `[data-testid=facet][data-field="${field}"] [data-testid=facet-value][data-value="${value}"]`,
      );
      const count = await button!.evaluate((element) => Number((element as HTMLElement).dataset["count"]));
      await button!.evaluate((element) => (element as HTMLElement).click());
      return count;
    }
    async function groupBy(...fields: readonly string[]): Promise<void> {
      await loupe.click("group-by");
      await loupe.click("group-by-none");
      await wait("the menu is closed", async () => !(await isThere(loupe, "group-by-none")));
      await loupe.click("group-by");
      for (const field of fields) await loupe.click(`group-by-${field}`);
      await press("Escape");
      await wait("the menu is closed", async () => !(await isThere(loupe, "group-by-none")));
      await settle(loupe);
    }

    it("is grouped by rule where there are several, with all alerts of a short list among the rows", async () => {
      expect(await groups()).toEqual([
        `rule.name: Rule few ${few}`,
        `rule.name: Full User-Mode Dumps Enabled System-Wide ${MATCHES.length}`,
      ]);
      const hosts = (await listedCells(loupe)).map(({ host }) => host);
      expect(hosts).toHaveLength(few + MATCHES.length);
      expect(hosts).toContain(MATCHES[0]!.host);
      // The head of the group says the rule.
      expect(await loupe.page.$("[data-testid=sort-rule]")).toBeNull();
    });

    it("can be reached with Tab before any line has the cursor", async () => {
      await loupe.page.focus("[data-testid=sort-status]");
      for (let n = 0; n < 3 && !(await isInLine()); n++) await press("Tab");
      expect(await isInLine()).toBe(true);
      const rows = async () => (await loupe.page.$$("[data-testid=alert-row]")).length;
      await press("ArrowLeft");
      await wait("the first group is closed", async () => (await rows()) === MATCHES.length);
      await press("ArrowRight");
      await wait("the first group is open", async () => (await rows()) === few + MATCHES.length);
    });

    it("narrows to a facet's value, which says how many that are", async () => {
      const before = await shownCount();
      for (const [field, value] of [
        ["host.name", MATCHES[3]!.host],
        ["severity", "high"],
        ["rule.name", "Rule few"],
        ["user.name", "SYSTEM"],
      ] as const) {
        const count = await facet(field, value);
        expect(count).toBeLessThan(before);
        await wait(`${count} of ${value} are shown`, async () => (await shownCount()) === count);
        expect(await loupe.page.$$("[data-testid=alert-row]")).toHaveLength(count);
        expect(await loupe.text("query-bar")).toContain(value);
        expect((await exportCsv(loupe)).rows).toHaveLength(count);
        await facet(field, value);
        await wait("all are shown again", async () => (await shownCount()) === before);
      }
      expect(await loupe.alertCount()).toBe(before);
    });

    it("excludes a facet's value, and two facets narrow together", async () => {
      const before = await shownCount();
      const [left] = await data(`[data-testid=facet][data-field=severity] [data-value=high]`);
      await loupe.page.$eval(
        "[data-testid=facet][data-field=severity] [aria-label='Exclude high']",
        (button) => (button as HTMLElement).click(),
      );
      await wait("high is left out", async () => (await shownCount()) === before - Number(left!["count"]));
      const count = await facet("host.name", MATCHES[3]!.host);
      expect(count).toBe(1);
      await wait("one is left", async () => (await shownCount()) === 1);
      await loupe.click("clear-filter");
      await wait("all are shown again", async () => (await shownCount()) === before);
    });

    it("has a column for any field of the events, with its values", async () => {
      await loupe.click("column-chooser");
      await (await loupe.element("column-field")).type("registry.data.strings");
      await press("Enter");
      await wait("the list has the column", () => isThere(loupe, "sort-registry.data.strings"));
      await press("Escape");
      await wait("the chooser is closed", async () => !(await isThere(loupe, "column-field")));
      const values = () =>
        loupe.page.$$eval("[data-testid=alert-row]", (rows) =>
          // The values of an event are a set.
          rows.map((row) => (row.lastElementChild?.textContent ?? "").trim().split(", ").sort().join(", ")),
        );
      const wanted = [...MATCHES.filter(({ source }) => source === "defend"), ...MATCHES].map(
        ({ data = ["2"] }) => [data].flat().sort().join(", "),
      );
      await wait(
        "its values are there",
        async () => JSON.stringify(await values()) === JSON.stringify(wanted),
      );
      await loupe.click("column-chooser");
      await loupe.page.click(".chooser li:last-child input");
      await press("Escape");
      await wait("the column is gone", async () => !(await isThere(loupe, "sort-registry.data.strings")));
    });

    it("takes a decision about two alerts with one key, and takes it back with another", async () => {
      const marked = () =>
        loupe.page.$$eval("[data-testid=alert-row][aria-selected=true]", (rows) =>
          rows.map((row) => ({
            host: row.querySelector(".cell.host")?.textContent?.trim() ?? "",
            status: row.querySelector(".cell.status")?.textContent?.trim() ?? "",
            isChecked: row.querySelector<HTMLInputElement>("input[type=checkbox]")!.checked,
          })),
        );
      const statuses = async () => (await listedCells(loupe)).map(({ status }) => status);
      await filter(loupe, 'rule.name: "Rule few"');
      await leaveControls();
      // The head of the group, and the first alert.
      await press("j", "j", "x", "j", "x");
      await wait("two are selected", async () => (await marked()).length === 2);
      expect((await data("[data-testid=bulk-bar]"))[0]!["count"]).toBe("2");
      expect((await exportCsv(loupe, "bulk-export")).rows).toHaveLength(2);
      const hosts = (await marked()).map(({ host }) => host);
      expect(await marked()).toEqual(hosts.map((host) => ({ host, status: "open", isChecked: true })));
      // Selecting opens no detail.
      expect(await isThere(loupe, "alert-detail")).toBe(false);
      await press("t");
      await wait("both are decided", async () =>
        (await marked()).every(({ status }) => status === "true positive"),
      );
      expect((await statuses()).filter((status) => status === "true positive")).toHaveLength(2);
      expect(await loupe.text("undo-bar")).toContain("2 alerts");
      // Whoever decides is asked for their name, and the keys stay theirs; a refusal is kept.
      await loupe.element("ask-name");
      expect(await loupe.page.evaluate(() => document.activeElement?.closest("[data-testid=ask-name]"))).toBe(
        null,
      );
      await loupe.click("decline-name");
      await wait("nobody asks any more", async () => !(await isThere(loupe, "ask-name")));
      expect(await loupe.page.evaluate(() => localStorage.getItem("loupe.no-name"))).toBe("yes");
      const { rows } = await exportCsv(loupe, "export-csv-all");
      expect(
        rows.filter((row) => row["loupe.verdict"] === "true positive").map((row) => row["host.name"]),
      ).toEqual(hosts);
      await leaveControls();
      await press("z");
      await wait("it is taken back", async () => (await statuses()).every((status) => status === "open"));
      expect(await isThere(loupe, "undo-bar")).toBe(false);
      // They are still selected, until Escape.
      expect(await marked()).toHaveLength(2);
      await press("Escape");
      await wait("none is selected", async () => !(await isThere(loupe, "bulk-bar")));
      expect(await marked()).toEqual([]);
      await filter(loupe, "");
    });

    it("is grouped by two fields", async () => {
      await groupBy("severity", "user.name");
      expect((await data("[data-testid=group-by]"))[0]!["value"]).toBe("severity,user.name");
      const heads = await loupe.page.$$eval("[data-testid=group-row]", (rows) =>
        rows.map((row) => ({
          level: Number(row.getAttribute("aria-level")),
          field: (row as HTMLElement).dataset["field"],
          value: (row as HTMLElement).dataset["value"],
          count: Number((row as HTMLElement).dataset["count"]),
        })),
      );
      const outer = heads.filter(({ level }) => level === 1);
      expect(outer).toEqual([
        { level: 1, field: "severity", value: "high", count: few },
        { level: 1, field: "severity", value: "medium", count: MATCHES.length },
      ]);
      const inner = heads.filter(({ level }) => level === 2);
      expect(inner.length).toBeGreaterThan(2);
      expect(inner.every(({ field }) => field === "user.name")).toBe(true);
      const all = inner.reduce((sum, { count }) => sum + count, 0);
      expect(all).toBe(few + MATCHES.length);
      expect(heads[1]!.level).toBe(2);
      // A closed group hides its alerts; the number that is shown stays.
      await loupe.page.focus("[role=treegrid]");
      await press("Home");
      await wait("the first group has the keyboard", isInLine);
      await press("ArrowLeft");
      await wait(
        "the first group is closed",
        async () => (await loupe.page.$$("[data-testid=alert-row]")).length === MATCHES.length,
      );
      expect(await shownCount()).toBe(few + MATCHES.length);
      await press("ArrowRight");
      await wait(
        "the first group is open",
        async () => (await loupe.page.$$("[data-testid=alert-row]")).length === few + MATCHES.length,
      );
    });

    it("keeps filter, grouping and the chosen alert in the address, over a reload", async () => {
      await loupe.page.focus("[data-testid=query-input]");
      await loupe.page.keyboard.type("user.name: SYSTEM");
      await press("Enter");
      await loupe.page.waitForSelector("[data-testid=filter-chip]");
      await loupe.page.keyboard.type("-m-sysmon");
      await settle(loupe);
      await clickRow(loupe, 1);
      await loupe.element("reason");
      const state = async () => ({
        hash: await loupe.page.evaluate(() => location.hash),
        chips: await loupe.page.$$eval("[data-testid=filter-chip]", (chips) =>
          chips.map((chip) => chip.textContent?.trim()),
        ),
        typed: await (
          await loupe.element("query-input")
        ).evaluate((field) => (field as HTMLInputElement).value),
        grouping: (await data("[data-testid=group-by]"))[0]!["value"],
        groups: await groups(),
        rows: (await data("[data-testid=alert-row]")).map(({ id, cursor }) => ({ id, cursor })),
        shown: await shownCount(),
        reason: await loupe.text("reason"),
      });
      // It is written a moment after the last change.
      await wait("the address has the alert", async () => /[?&]alert=/.test((await state()).hash));
      const before = await state();
      expect(before).toMatchObject({ typed: "-m-sysmon", grouping: "severity,user.name" });
      expect(before.chips).toHaveLength(1);
      expect(before.shown).toBeLessThan(MATCHES.length);
      expect(before.rows.filter(({ cursor }) => cursor === "true")).toHaveLength(1);
      await loupe.reload();
      await loupe.element("alert-row");
      await loupe.element("reason");
      await settle(loupe);
      expect(await state()).toEqual(before);
      await loupe.click("back-to-list");
      await loupe.click("clear-filter");
    });

    it("begins with the first group and the first alert's group open if it is long", async () => {
      await newCase(loupe);
      await drop(loupe, RULES);
      await examine(loupe, [{ name: "long.ndjson", text: ndjson([...timed(MATCHES), ...later(MANY)]) }]);
      await loupe.show("alerts");
      await loupe.element("group-row");
      expect(await groups()).toEqual([
        `rule.name: Rule few ${few}`,
        `rule.name: Full User-Mode Dumps Enabled System-Wide ${MATCHES.length}`,
        `rule.name: Rule many ${MANY}`,
      ]);
      const rows = await listedCells(loupe);
      expect(rows).toHaveLength(few + MATCHES.length);
      // That of the first alert, which is not of the worst rule.
      expect(rows[few]).toMatchObject({ host: MATCHES[0]!.host });
      expect(await shownCount()).toBe(few + MATCHES.length + MANY);
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
