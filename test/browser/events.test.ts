import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, noise, registryEvent } from "./fixtures/documents.ts";
import { examine, expectQuiet, newCase, until } from "./fixtures/page.ts";
import { audit } from "./support/axe.ts";
import { type Loupe, oneBrowser, openLoupe, runsOnce } from "./support/index.ts";

/* Every event of the evidence, from the stored index: it needs no file, unless a record is opened. */

const at = (minute: number) => `2024-03-01T10:${String(minute).padStart(2, "0")}:00.000Z`;
const EVENTS = [
  ...Array.from({ length: 30 }, (_, minute) =>
    registryEvent({ host: minute % 3 === 0 ? "WS-2" : "WS-1", time: at(minute), data: ["0"] }),
  ),
  registryEvent({ host: "ws-1", time: at(40) }),
];

const inView = (testid: string) => `[data-testid=events-view] [data-testid=${testid}]`;

async function shown(loupe: Loupe, expected: number): Promise<void> {
  let count = "";
  await until(async () => {
    count = await loupe.page.$eval(
      inView("shown-count"),
      (element) => element.getAttribute("data-count") ?? "",
    );
    return count === String(expected);
  }, `${expected} events are listed`);
}

const rows = (loupe: Loupe) =>
  loupe.page.$$eval(inView("event-row"), (list) =>
    list.map((row) => (row as HTMLElement).innerText.replace(/\s+/g, " ").trim()),
  );

const facetValue = (field: string, value: string) =>
  `[data-testid=facet][data-field="${field}"] [data-testid=facet-value][data-value="${value}"]`;

async function filter(loupe: Loupe, text: string): Promise<void> {
  await loupe.page.type(inView("query-bar"), text);
  await loupe.page.keyboard.press("Enter");
}

/** Clicks like a user, without waiting for the page to come to rest. */
const press = (loupe: Loupe, selector: string) =>
  loupe.page.$eval(selector, (element) => (element as HTMLElement).click());

describe.each(oneBrowser)("the view of all events in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1440, height: 900 });
    await examine(loupe, [{ name: "log.ndjson", text: ndjson(EVENTS) }]);
    await loupe.show("events");
  });
  afterAll(() => loupe?.close());

  it("lists all of them in the order of time, and marks those with an alert", async () => {
    await shown(loupe, 31);
    await until(async () => (await rows(loupe)).length === 31, "a row for each");
    const listed = await rows(loupe);
    expect(listed[1]).toMatch(/^03-01 10:01:00\.000 WS-1 .*…\\LocalDumps\\DumpType = 0$/);
    expect(listed[30]).toMatch(/^03-01 10:40:00\.000 ws-1 .*DumpType = 2$/);
    expect(await loupe.page.$$(inView("event-alert"))).toHaveLength(1);
    expectQuiet(loupe);
  });

  it("includes and excludes values, whose counts follow the other filters", async () => {
    await press(loupe, facetValue("host.name", "WS-1"));
    // Two spellings of one host.
    await shown(loupe, 21);
    expect(
      await loupe.page.$eval(
        facetValue("host.name", "WS-2"),
        (value) => (value as HTMLElement).dataset["count"],
      ),
    ).toBe("10");
    await filter(loupe, "-host.name: ws-1");
    await shown(loupe, 10);
    expect(await loupe.text("filter-chip")).toMatch(/^not host\.name: ws-1/);
    await filter(loupe, "localdumps no-such-word");
    await shown(loupe, 0);
    expect(await loupe.text("no-events")).toContain("None of the 31 indexed events");
    expect(await loupe.text("text-limit")).toContain("160 characters");
    await loupe.click("clear-event-filter");
    await shown(loupe, 31);
    await filter(loupe, "host: WS");
    await shown(loupe, 0);
    expect(await loupe.text("no-events")).toContain("host.name: ws*");
    await loupe.click("clear-event-filter");
    await filter(loupe, "host: ws*");
    await shown(loupe, 31);
    await loupe.click("clear-event-filter");
    expectQuiet(loupe);
  });

  it("searches the files for what the index does not have", async () => {
    await filter(loupe, "8.15.0");
    await shown(loupe, 0);
    await loupe.click("search-files");
    await loupe.page.waitForSelector("[data-testid=text-limit][data-phase=ended]");
    await shown(loupe, 31);
    expect(await loupe.text("text-limit")).toContain("All fields of all events were searched: 31 events");
    await loupe.click("clear-event-filter");
    await shown(loupe, 31);
    expectQuiet(loupe);
  });

  it("divides the bars by host, in colours, in lanes and as a table whose rows are ranges", async () => {
    await loupe.page.select(inView("density-by"), "host.name");
    await loupe.page.waitForSelector(inView("density-legend"));
    expect(await loupe.text("density-legend")).toMatch(/WS-1\s*21\s*WS-2\s*10/);
    await press(loupe, inView("density-lanes"));
    await loupe.page.waitForSelector("[data-testid=time-bars] .names");
    await press(loupe, inView("density-table"));
    await press(loupe, "[data-testid=time-bars] tbody tr:last-child button");
    await shown(loupe, 1);
    await loupe.click("clear-event-filter");
    await press(loupe, inView("density-stacked"));
    await loupe.page.select(inView("density-by"), "");
    await shown(loupe, 31);
    expectQuiet(loupe);
  });

  it("narrows the time by dragging over the bars, and by typing a range", async () => {
    const box = (await (await loupe.element("time-brush")).boundingBox())!;
    const y = box.y + box.height / 2;
    await loupe.page.mouse.move(box.x + box.width * 0.9, y);
    await loupe.page.mouse.down();
    await loupe.page.mouse.move(box.x + box.width * 0.95, y, { steps: 3 });
    await loupe.page.mouse.move(box.x + box.width - 1, y, { steps: 3 });
    await loupe.page.mouse.up();
    await shown(loupe, 1);
    expect(await loupe.page.$(inView("time-chosen"))).not.toBeNull();
    await loupe.click("all-times");
    await shown(loupe, 31);
    await loupe.click("time-range");
    const type = async (testid: string, value: string) =>
      (await loupe.element(testid)).evaluate((input, text) => {
        (input as HTMLInputElement).value = text;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }, value);
    await type("range-from", "2024-03-01T10:05:00.000");
    await type("range-to", "2024-03-01T10:07:00.000");
    await loupe.click("range-apply");
    await shown(loupe, 3);
    expect(await loupe.text("time-range")).toContain("2024-03-01 10:05:00 – 10:07:00");
    await loupe.click("clear-event-filter");
    await shown(loupe, 31);
    expectQuiet(loupe);
  });

  it("opens an event with the keys, and reads its record from the file", async () => {
    await loupe.page.keyboard.press("g");
    await loupe.page.keyboard.press("o");
    await loupe.page.waitForSelector("[data-testid=nav-overview][aria-current]");
    await loupe.page.keyboard.press("g");
    await loupe.page.keyboard.press("e");
    await loupe.page.waitForSelector(inView("event-row"));
    for (const key of ["j", "j", "ArrowDown"] as const) await loupe.page.keyboard.press(key);
    await loupe.page.waitForSelector(`${inView("event-row")}[aria-selected=true]:focus`);
    await loupe.page.keyboard.press("Enter");
    await until(
      async () =>
        (await loupe.page.$("[data-testid=event-record]")) === null
          ? false
          : (await loupe.text("event-record")).includes("host.name"),
      "the fields of the event",
    );
    expect(await loupe.text("event-facts")).toContain("2024-03-01 10:02:00.000 UTC");
    await loupe.page.keyboard.press("]");
    await until(
      async () => (await loupe.page.$$("[data-testid=around-row]")).length > 3,
      "the events around it",
    );
    expect(await loupe.text("around")).toContain("this event");
    await loupe.page.keyboard.press("]");
    await loupe.page.waitForSelector("[data-testid=raw-record]");
    await loupe.page.keyboard.press("Escape");
    await until(
      async () => (await loupe.page.$("[data-testid=event-detail]")) === null,
      "the detail is closed",
    );
    await loupe.page.waitForSelector(`${inView("event-row")}[aria-selected=true]:focus`);
    expectQuiet(loupe);
  });

  it("shows summaries, whose rows list their events", async () => {
    await loupe.click("events-accounts");
    await loupe.page.waitForSelector("[data-summary=hosts]");
    await press(loupe, "[data-summary=hosts] [data-testid=summary-row]:nth-child(2) button");
    await shown(loupe, 10);
    await loupe.click("events-gaps");
    await loupe.page.waitForSelector("[data-summary=gaps]");
    expect(await loupe.text("event-summary")).toContain("None among these events");
    await loupe.click("events-list");
    expectQuiet(loupe);
  });

  it("keeps its filter while another view is shown", async () => {
    await loupe.show("evidence");
    await loupe.show("events");
    await shown(loupe, 10);
    await loupe.click("clear-event-filter");
    await shown(loupe, 31);
  });

  it("gives a column the width that someone drags it to, or moves it to with keys, and keeps it", async () => {
    const widths = () =>
      loupe.page.$$eval("[data-testid=event-row]:nth-child(1), [data-testid=events-view] .head", (lines) =>
        lines.map((line) => Math.round(line.querySelector(".host")!.getBoundingClientRect().width)),
      );
    const edge = "[data-testid=events-view] .head .host [data-testid=column-edge]";
    const [before = 0] = await widths();
    const box = (await (await loupe.page.waitForSelector(edge))!.boundingBox())!;
    await loupe.page.mouse.move(box.x + 4, box.y + 8);
    await loupe.page.mouse.down();
    await loupe.page.mouse.move(box.x + 44, box.y + 8, { steps: 4 });
    await loupe.page.mouse.up();
    await until(
      async () => new Set([...(await widths()), before + 40]).size === 1,
      "the width of head and row",
    );
    await loupe.page.focus(edge);
    await loupe.page.keyboard.press("ArrowLeft");
    await until(async () => new Set([...(await widths()), before + 24]).size === 1, "16 pixels less");
    await loupe.show("evidence");
    await loupe.show("events");
    await loupe.page.waitForSelector(inView("event-row"));
    expect(new Set(await widths())).toEqual(new Set([before + 24]));
    await loupe.click("reset-widths");
    await until(async () => new Set([...(await widths()), before]).size === 1, "the width as at first");
  });

  it("works from the stored index after a reload, and takes the file for a record", async () => {
    // The address keeps the filter.
    await filter(loupe, "host: ws-1");
    await shown(loupe, 21);
    await loupe.page.waitForFunction(() => location.hash.includes("ws-1"));
    await loupe.reload();
    await loupe.show("events");
    await shown(loupe, 21);
    await press(loupe, inView("clear-event-filter"));
    await shown(loupe, 31);
    await loupe.page.waitForSelector(inView("event-row"));
    await press(loupe, inView("event-row"));
    await loupe.element("file-away");
    const folder = mkdtempSync(join(tmpdir(), "loupe-attach-"));
    const [stranger, same] = [join(folder, "other.ndjson"), join(folder, "log.ndjson")];
    writeFileSync(stranger, "{}");
    writeFileSync(same, ndjson(EVENTS));
    const input = (await loupe.element("attach-event-file")) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(stranger);
    await until(async () => (await loupe.text("file-away")).includes("not of this case"), "the refusal");
    await input.uploadFile(same);
    await until(
      async () => (await loupe.text("event-record")).includes("host.name"),
      "the fields of the event, from the file",
    );
    rmSync(folder, { recursive: true });
    expectQuiet(loupe);
  });

  it.runIf(runsOnce(name))("has no faults that axe-core finds, wide and narrow", async () => {
    for (const width of [1440, 390]) {
      await loupe.page.setViewport({ width, height: 900 });
      await filter(loupe, "host: ws-1");
      await shown(loupe, 21);
      expect((await audit(loupe.page)).faults).toEqual([]);
      await press(loupe, "[data-testid=close-event]").catch(() => undefined);
      for (const tab of ["kinds", "logons", "list"]) {
        await press(loupe, inView(`events-${tab}`));
        expect((await audit(loupe.page)).faults).toEqual([]);
      }
      const overflow = await loupe.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      await press(loupe, inView("clear-event-filter"));
    }
  });

  it.runIf(runsOnce(name))("reads pages of a long list as one scrolls to them", async () => {
    await newCase(loupe);
    await loupe.page.setViewport({ width: 1440, height: 900 });
    await examine(loupe, [{ name: "long.ndjson", text: ndjson(noise(3000)) }]);
    await loupe.show("events");
    await shown(loupe, 3000);
    await loupe.page.focus(`${inView("event-row")}[tabindex="0"]`);
    await loupe.page.keyboard.press("End");
    await loupe.page.waitForSelector(`${inView("event-row")}[aria-rowindex="3001"]:focus`);
    expect((await rows(loupe)).length).toBeLessThan(300);
    expectQuiet(loupe);
  });
});
