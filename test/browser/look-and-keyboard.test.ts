import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MATCHES, ndjson, noise, timed } from "./fixtures/documents.ts";
import {
  chooseAlert,
  clickRow,
  examine,
  expectQuiet,
  newCase,
  settle,
  showTab,
  until,
} from "./fixtures/page.ts";
import { drop, openRule, SHIPPED, tomlFile } from "./fixtures/rules.ts";
import { type Loupe, oneBrowser, openLoupe } from "./support/index.ts";

/* Usable at any width, without a mouse, with weak eyes and in the dark. */

const evidence = [
  { name: "look.ndjson", text: ndjson([...timed(MATCHES), ...noise(20)]) },
  { name: "torn.ndjson", text: `${ndjson(noise(2))}{"torn` },
];
const WIDTHS = [360, 400, 800, 1280, 1600];

const overflow = (loupe: Loupe) =>
  loupe.page.evaluate(() => ({
    page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    body: document.body.scrollWidth - document.body.clientWidth,
  }));

/** The controls for a pointer, each with its accessible name (simplified). */
const controls = (loupe: Loupe) =>
  loupe.page.evaluate(() =>
    Array.from(
      document.querySelectorAll<HTMLElement>(
        "button, input, select, textarea, summary, [role=button], [tabindex='0']",
      ),
    )
      .filter((element) => element.checkVisibility() && !(element as HTMLButtonElement).disabled)
      .map((element, n) => {
        element.dataset["probe"] = String(n);
        const labelledBy = (element.getAttribute("aria-labelledby") ?? "")
          .split(/\s+/)
          .map((id) => (id === "" ? "" : (document.getElementById(id)?.textContent ?? "")))
          .join(" ");
        const labels = Array.from(
          (element as HTMLInputElement).labels ?? [],
          (label) => label.textContent ?? "",
        ).join(" ");
        const name = [
          element.getAttribute("aria-label"),
          labelledBy,
          labels,
          element.textContent,
          element.title,
        ].find((text) => (text ?? "").trim() !== "");
        return {
          probe: String(n),
          kind: `${element.tagName.toLowerCase()} ${element.dataset["testid"] ?? element.className}`,
          name: (name ?? "").trim(),
          radio: element instanceof HTMLInputElement && element.type === "radio" ? element.name : "",
          skipped: element.tabIndex < 0,
        };
      }),
  );

interface Stop {
  readonly probe: string;
  /** Only one of a group of radio buttons is in the Tab order; the arrow keys reach the others. */
  readonly group: string;
  readonly kind: string;
  readonly style: string;
  readonly shows: boolean;
}

/**
 * Presses Tab until every wanted control was focused, or the whole page was, and returns the focused controls and
 * whether the focus was visible. There is no full round: once the focus has moved on to the browser's own bars,
 * Firefox draws no focus in the page.
 */
async function tabThrough(loupe: Loupe, wanted: ReadonlySet<string>): Promise<Stop[]> {
  const seen: Stop[] = [];
  const left = new Set(wanted);
  let blanks = 0;
  await loupe.page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    document.body.tabIndex = -1;
    document.body.focus();
  });
  for (let n = 0; n < wanted.size + 40 && left.size > 0; n++) {
    await loupe.page.keyboard.press("Tab");
    const at = await loupe.page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (element === null || element === document.body) return null;
      const visible = (drawn: Element | null): boolean => {
        if (drawn === null) return false;
        const style = getComputedStyle(drawn);
        return (
          (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"
        );
      };
      return {
        probe: element.dataset["probe"] ?? "",
        group: element instanceof HTMLInputElement && element.type === "radio" ? element.name : "",
        kind: `${element.tagName.toLowerCase()} ${element.dataset["testid"] ?? element.className}`,
        style: `${getComputedStyle(element).outline} ${element.matches(":focus-visible")}`,
        // The query bar draws the focus of its field around itself.
        shows:
          visible(element) || visible(element.closest("label")) || visible(element.closest("[role=search]")),
      };
    });
    if (at === null) {
      // Chromium shows nothing as focused for a moment when the focus enters a frame of another process.
      if (seen.length > 0 && blanks++ > 3) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    blanks = 0;
    seen.push(at);
    left.delete(at.group === "" ? at.probe : at.group);
  }
  return seen;
}

/** Text with less contrast than WCAG 2 AA requires: 4.5, or 3 for large text. */
const faint = (loupe: Loupe) =>
  loupe.page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
    const colour = (css: string): number[] => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top: number[], below: number[]): number[] =>
      [0, 1, 2].map((i) => top[i]! * top[3]! + below[i]! * (1 - top[3]!)).concat(1);
    const luminance = (rgb: number[]): number => {
      const [r, g, b] = rgb.map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const found = new Map<string, number>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const element = node.parentElement!;
      if ((node.nodeValue ?? "").trim() === "") continue;
      if (!element.checkVisibility()) continue;
      if (element.closest(".visually-hidden, :disabled, datalist, option") !== null) continue;
      const style = getComputedStyle(element);
      const chain: number[][] = [];
      for (let box: Element | null = element; box !== null; box = box.parentElement) {
        chain.push(colour(getComputedStyle(box).backgroundColor));
      }
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      const ground = chain
        .reverse()
        .reduce((below, top) => over(top, below), dark ? [18, 18, 18, 1] : [255, 255, 255, 1]);
      const text = over(colour(style.color), ground);
      const [light, dim] = [luminance(text), luminance(ground)].sort((a, b) => b - a) as [number, number];
      const ratio = (light + 0.05) / (dim + 0.05);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) {
        found.set(
          `${element.tagName.toLowerCase()}.${element.className}: ${(node.nodeValue ?? "").trim().slice(0, 30)}`,
          Math.round(ratio * 100) / 100,
        );
      }
    }
    return Object.fromEntries(found);
  });

describe.each(oneBrowser)("layout and keyboard in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  const unfold = () =>
    loupe.page.evaluate(() => {
      for (const fold of document.querySelectorAll<HTMLDetailsElement>("details")) fold.open = true;
    });
  const tab = (id: string) => async () => {
    if ((await loupe.page.$("[data-testid=alert-detail]")) === null) await chooseAlert(loupe, "m-endgame");
    await showTab(loupe, id);
    await unfold();
  };

  const STATES: readonly (readonly [name: string, enter: () => Promise<unknown>])[] = [
    ["empty", () => loupe.element("load-sample")],
    ...["alerts", "events", "hunt", "evidence", "rules", "report"].map(
      (view) => [`empty, with the view ${view}`, () => loupe.show(view)] as const,
    ),
    ["with evidence", () => examine(loupe, evidence).then(() => loupe.show("overview"))],
    ...["alerts", "events", "hunt", "evidence", "report"].map(
      (view) => [`with the view ${view}`, () => loupe.show(view).then(unfold)] as const,
    ),
    ["with a rule chosen", () => openRule(loupe, SHIPPED).then(unfold)],
    ...["why", "guide", "around", "event", "record", "rule"].map(
      (id) => [`with the tab ${id} of an alert`, tab(id)] as const,
    ),
    ["about Loupe", () => loupe.click("about-button")],
  ];

  describe.each(STATES)("the page %s", (_what, enter) => {
    beforeAll(async () => {
      await loupe.page.setViewport({ width: 1400, height: 900 });
      await enter();
      await settle(loupe);
      // A preview that is made again takes the keyboard away from what is in it.
      if ((await loupe.page.$("[data-testid=report-view]")) !== null)
        await loupe.page.waitForSelector("[data-testid=report-preview][aria-busy=false]");
    });

    it.each(WIDTHS)("does not scroll sideways at %i px", async (width) => {
      await loupe.page.setViewport({ width, height: 900 });
      expect(await overflow(loupe)).toEqual({ page: 0, body: 0 });
    });

    it("names every control, and reaches each with Tab and a visible focus", async () => {
      await loupe.page.setViewport({ width: 1400, height: 900 });
      // The list has as many columns as fit, once it knows its width.
      await settle(loupe);
      const all = await controls(loupe);
      expect(all.filter((control) => control.name === "").map(({ kind }) => kind)).toEqual([]);
      const keyOf = ({ probe, radio }: { probe: string; radio: string }) => (radio === "" ? probe : radio);
      const wanted = all.filter(({ skipped }) => !skipped);
      const seen = await tabThrough(loupe, new Set(wanted.map(keyOf)));
      const reached = new Set(seen.map(({ probe, group }) => (group === "" ? probe : group)));
      const missed = wanted.filter((control) => !reached.has(keyOf(control)));
      expect(missed.map(({ kind, name: label }) => `${kind}: ${label}`)).toEqual([]);
      // A date field has several stops in one element, and the focus need not be visible at each. Scroll boxes, which
      // browsers include in the Tab order, have no probe.
      const shown = new Set(seen.filter(({ shows }) => shows).map(({ probe }) => probe));
      expect(
        seen
          .filter(({ probe }) => probe !== "" && !shown.has(probe))
          .map(({ kind, style }) => `${kind} ${style}`),
      ).toEqual([]);
    });

    it.runIf(name === "chromium")("has text with enough contrast, light and dark", async () => {
      await loupe.page.setViewport({ width: 1400, height: 900 });
      for (const value of ["light", "dark"]) {
        await loupe.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
        expect(await faint(loupe), value).toEqual({});
      }
      await loupe.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
    });
  });

  it("shows the detail over the list where there is little room, and leads back to the alert's row", async () => {
    const seen = () =>
      loupe.page.evaluate(() => {
        const row = document.querySelector<HTMLElement>("[data-testid=alert-row][data-cursor=true]");
        const at = row?.getBoundingClientRect();
        const detail = document.querySelector("[data-testid=alert-detail]")?.getBoundingClientRect();
        return {
          text: document.querySelector("[data-testid=reason]")?.textContent ?? "",
          row: at?.top ?? NaN,
          // A narrow list has no column of hosts.
          id: row?.dataset["id"],
          focus: (document.activeElement as HTMLElement | null)?.dataset["testid"],
          covers:
            detail !== undefined && at !== undefined && detail.left <= at.left && detail.right >= at.right,
        };
      });
    await loupe.page.setViewport({ width: 1400, height: 900 });
    await clickRow(loupe);
    await loupe.element("reason");
    // Side by side, the row keeps the keyboard.
    expect(await seen()).toMatchObject({ focus: "alert-row", covers: false });
    await loupe.click("back-to-list");
    await until(async () => (await seen()).focus === "alert-row", "the row has the keyboard");
    await loupe.page.setViewport({ width: 420, height: 800 });
    await settle(loupe);
    // The same alert again, others, and one that was open before.
    const ids = await loupe.page.$$eval("[data-testid=alert-row]", (rows) =>
      rows.map((row) => (row as HTMLElement).dataset["id"]),
    );
    expect(new Set(ids).size).toBe(MATCHES.length);
    for (const n of [0, 1, 2, 0]) {
      const { host } = MATCHES[n]!;
      await clickRow(loupe, n);
      await until(async () => (await seen()).text.includes(` ${host} `), `the detail of ${host} is shown`);
      // Otherwise the keyboard would be in a row that nobody sees.
      expect(await seen()).toMatchObject({ focus: "alert-detail", covers: true });
      await loupe.page.keyboard.press("Tab");
      expect(
        await loupe.page.evaluate(
          () => document.activeElement?.closest("[data-testid=alert-detail]") !== null,
        ),
      ).toBe(true);
      await loupe.click("back-to-list");
      await until(async () => (await seen()).focus === "alert-row", "the row has it again");
      const back = await seen();
      expect(back.id).toBe(ids[n]);
      expect(back.row).toBeGreaterThanOrEqual(0);
      expect(back.row).toBeLessThan(800);
    }
  });

  it("shows another alert from the top of its detail, and does not move the one being read", async () => {
    await loupe.page.setViewport({ width: 1400, height: 500 });
    const detail = () =>
      loupe.page.evaluate(() => ({
        top: document.querySelector("[data-testid=alert-detail] > .inside")!.scrollTop,
        reason: document.querySelector("[data-testid=reason]")?.textContent ?? "",
      }));
    const readOn = async () => {
      await loupe.page.evaluate(() => {
        document.querySelector("[data-testid=alert-detail] > .inside")!.scrollTop = 300;
      });
      await settle(loupe);
      expect((await detail()).top).toBe(300);
    };
    await chooseAlert(loupe, MATCHES[2]!.host);
    for (const { host } of [MATCHES[1]!, MATCHES[3]!, MATCHES[1]!]) {
      await readOn();
      await chooseAlert(loupe, host);
      expect(await detail()).toMatchObject({ top: 0, reason: expect.stringContaining(` ${host} `) });
    }
    await readOn();
    await chooseAlert(loupe, MATCHES[1]!.host);
    expect((await detail()).top).toBe(300);
  });

  it("moves through the alerts with the arrow keys", async () => {
    await loupe.page.setViewport({ width: 1400, height: 900 });
    const chosen = () =>
      loupe.page.evaluate(() => {
        const row = document.querySelector<HTMLElement>("[data-testid=alert-row][data-cursor=true]");
        const box = row?.getBoundingClientRect();
        return {
          host: row?.querySelector(".host")?.textContent?.trim(),
          focused: row === document.activeElement,
          seen: box !== undefined && box.top >= 0 && box.bottom <= innerHeight,
        };
      });
    await clickRow(loupe);
    const first = MATCHES[0]!.host;
    await until(async () => (await chosen()).host === first, "the first alert is chosen");
    for (let n = 1; n < MATCHES.length; n++) {
      await loupe.page.keyboard.press("ArrowDown");
      await until(async () => (await chosen()).host === MATCHES[n]!.host, `alert ${n} is chosen`);
    }
    await until(
      async () => (await chosen()).focused && (await chosen()).seen,
      "the last has the focus and is in view",
    );
    const reason = await loupe.text("reason");
    expect(reason).toContain(MATCHES.at(-1)!.host);
    await loupe.page.keyboard.press("ArrowUp");
    await until(async () => (await chosen()).host === MATCHES.at(-2)!.host, "one up");
    await loupe.page.keyboard.press("Home");
    await until(async () => (await chosen()).host === first && (await chosen()).focused, "the first again");
    await loupe.page.keyboard.press("End");
    await until(async () => (await chosen()).host === MATCHES.at(-1)!.host, "the last");
  });

  it("keeps the focus in a list of hundreds, wherever a key leads", async () => {
    await newCase(loupe);
    const many = timed(Array.from({ length: 300 }, (_, n) => ({ host: `row-${n}` })));
    await examine(loupe, [{ name: "hundreds.ndjson", text: ndjson(many) }]);
    // No alert is chosen yet.
    await (await loupe.element("alert-row")).evaluate((row) => (row as HTMLElement).focus());
    await loupe.page.keyboard.press("Enter");
    for (const [key, host] of [
      ["End", "row-299"],
      ["Home", "row-0"],
      ["End", "row-299"],
      ["ArrowUp", "row-298"],
      ["Home", "row-0"],
      ["PageDown", "row-20"],
      ["End", "row-299"],
      ["PageUp", "row-279"],
    ] as const) {
      await loupe.page.keyboard.press(key);
      await until(
        () =>
          loupe.page.evaluate((wanted) => {
            const row = document.activeElement;
            return (
              row?.getAttribute("aria-current") === "true" &&
              row.querySelector(".host")?.textContent?.trim() === wanted
            );
          }, host),
        `${key} leads to ${host}, which has the focus`,
      );
      await until(async () => (await loupe.text("reason")).includes(` ${host} `), `the detail of ${host}`);
    }
  });

  it("chooses an alert and its verdict without a mouse", async () => {
    await newCase(loupe);
    await examine(loupe, evidence);
    await (await loupe.element("alert-row")).evaluate((row) => (row as HTMLElement).focus());
    await loupe.page.keyboard.press("Enter");
    await until(
      async () => (await loupe.text("alert-detail")).includes("Why it matched"),
      "the alert is shown",
    );
    await loupe.page.evaluate(() =>
      document.querySelector<HTMLElement>("[data-testid=judgement] input:checked")!.focus(),
    );
    await loupe.page.keyboard.press("ArrowRight");
    await until(
      async () =>
        await (
          await loupe.element("verdict-acknowledged")
        ).evaluate((radio) => (radio as HTMLInputElement).checked),
      "acknowledged",
    );
  });

  it("announces the state of the scan and the count to assistive technology", async () => {
    const count = (await loupe.text("alert-summary")).trim();
    await until(async () => (await loupe.text("told-count")).trim() === count, "the count is told");
    const roles = await loupe.page.evaluate(() => ({
      // announcements.test.ts checks what is announced, and how often.
      state: document.querySelector("[data-testid=told-scan]")?.closest("[role=status]") !== null,
      count: document.querySelector("[data-testid=told-count]")?.closest("[role=status]") !== null,
      language: document.documentElement.lang,
      headings: Array.from(document.querySelectorAll("h1, h2"), (heading) => heading.tagName).filter(
        (tag) => tag === "H1",
      ).length,
    }));
    expect(roles).toEqual({ state: true, count: true, language: "en", headings: 1 });
  });

  it("shows another rule from its top as well", async () => {
    await loupe.page.setViewport({ width: 1400, height: 500 });
    await drop(loupe, [tomlFile({ id: "other", query: "any where false" })]);
    await openRule(loupe, SHIPPED);
    const panel = () =>
      loupe.page.evaluateHandle(() =>
        document.querySelector("[data-testid=rule-detail]")!.closest(".inside")!,
      );
    await (await panel()).evaluate((element) => element.scrollTo(0, 100));
    expect(await (await panel()).evaluate((element) => element.scrollTop)).toBe(100);
    await openRule(loupe, "other");
    await settle(loupe);
    expect(await (await panel()).evaluate((element) => element.scrollTop)).toBe(0);
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
