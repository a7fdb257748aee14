import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, registryEvent } from "./fixtures/documents.ts";
import { examine, expectQuiet, until } from "./fixtures/page.ts";
import { audit } from "./support/axe.ts";
import { browserNames, openLoupe, type Loupe, runsOnce } from "./support/index.ts";

/* A query over the evidence: written in the editor, run in the workers, its results in a table. */

const at = (minute: number) => `2024-03-01T10:${String(minute).padStart(2, "0")}:00.000Z`;
const EVENTS = Array.from({ length: 12 }, (_, minute) =>
  registryEvent({
    host: minute % 3 === 0 ? "WS-2" : "WS-1",
    time: at(minute),
    data: [minute === 5 ? "=1+1" : "0"],
  }),
);

/** The text of the editor, which is in a shadow root. */
const written = (loupe: Loupe): Promise<string> =>
  loupe.page.$eval("[data-testid=hunt-editor]", (host) =>
    Array.from(host.shadowRoot!.querySelectorAll(".cm-line"), (line) => line.textContent).join("\n"),
  );

async function write(loupe: Loupe, text: string): Promise<void> {
  await (await loupe.element("hunt-editor")).evaluate((host) => (host as HTMLElement).focus());
  await loupe.page.keyboard.down("Control");
  await loupe.page.keyboard.press("a");
  await loupe.page.keyboard.up("Control");
  await loupe.page.keyboard.type(text);
  await until(async () => (await written(loupe)) === text, "the editor has the text");
}

async function run(loupe: Loupe, expected: number): Promise<void> {
  await loupe.page.keyboard.down("Control");
  await loupe.page.keyboard.press("Enter");
  await loupe.page.keyboard.up("Control");
  await until(
    () =>
      loupe.page.$eval(
        "[data-testid=hunt-count]",
        (shown, wanted) =>
          shown.getAttribute("data-state") === "done" && shown.getAttribute("data-count") === String(wanted),
        expected,
      ),
    `the hunt finds ${expected}`,
  );
}

const rows = (loupe: Loupe) =>
  loupe.page.$$eval("[data-testid=hunt-row]", (list) =>
    list.map((row) => (row as HTMLElement).innerText.replace(/\s+/g, " ").trim()),
  );

/** What the editor proposes. */
const proposed = (loupe: Loupe) =>
  loupe.page.$eval("[data-testid=hunt-editor]", (host) =>
    Array.from(host.shadowRoot!.querySelectorAll(".cm-completionLabel"), (label) => label.textContent),
  );

describe.each(browserNames)("a hunt in %s", (browser) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(browser);
    await loupe.page.setViewport({ width: 1440, height: 900 });
    await examine(loupe, [{ name: "events.ndjson", text: ndjson(EVENTS) }]);
  });
  afterAll(() => loupe.close());

  it("proposes fields and values of the evidence, and marks what is wrong", async () => {
    await write(loupe, "registry where host.na");
    await until(async () => (await proposed(loupe)).includes("host.name"), "the field is proposed");
    await loupe.page.keyboard.press("Tab");
    await loupe.page.keyboard.type(' : "');
    await until(async () => (await proposed(loupe)).includes("WS-2"), "the value is proposed");
    await loupe.page.keyboard.press("ArrowDown");
    await loupe.page.keyboard.press("ArrowDown");
    await loupe.page.keyboard.press("Enter");
    expect(await written(loupe)).toBe('registry where host.name : "WS-2"');
    await loupe.page.keyboard.type(" and host.nmae == null");
    await until(
      async () => /Line 1:.*host\.nmae.*Did you mean host\.name\?/.test(await loupe.text("hunt-problem")),
      "the unknown field is a warning",
    );
    await loupe.page.keyboard.type(" and");
    await until(
      async () =>
        (await (
          await loupe.element("hunt-problem")
        ).evaluate((shown) => shown.getAttribute("data-severity"))) === "error",
      "the mistake is shown",
    );
    // Tab leaves the editor where nothing is proposed.
    await loupe.page.keyboard.press("Escape");
    await loupe.page.keyboard.press("Tab");
    expect(await loupe.page.evaluate(() => document.activeElement?.getAttribute("data-testid"))).not.toBe(
      "hunt-editor",
    );
  });

  it("lists what matches, with its detail and counts, and as a file", async () => {
    await write(loupe, 'registry where host.name : "WS-1"');
    await run(loupe, 8);
    await until(async () => (await rows(loupe)).length === 8, "the rows are drawn");
    expect((await rows(loupe))[0]).toMatch(/^03-01 10:01:00\.000 WS-1/);
    // Every result has the value, so that all are still listed.
    await loupe.page.$eval(
      '[data-testid=hunt-view] [data-field="host.name"] [data-testid=facet-value]',
      (value) => (value as HTMLElement).click(),
    );
    await loupe.click("hunt-row");
    await until(
      async () => (await loupe.text("hunt-detail")).includes("registry.path"),
      "the detail has the fields",
    );
    await loupe.page.$eval('[data-testid=hunt-detail] [data-testid="hunt-tab-record"]', (tab) =>
      (tab as HTMLElement).click(),
    );
    await until(
      async () => (await loupe.page.$("[data-testid=hunt-detail] [data-testid=raw-record]")) !== null,
      "the record is read",
    );
    await loupe.page.keyboard.press("Escape");
    if (runsOnce(browser)) expect((await audit(loupe.page)).faults).toEqual([]);
    await loupe.click("hunt-columns");
    await (await loupe.element("hunt-columns-name")).evaluate((input) => (input as HTMLElement).focus());
    await loupe.page.keyboard.type("registry.data.strings");
    await loupe.page.keyboard.press("Enter");
    await loupe.page.keyboard.press("Escape");
    await loupe.click("hunt-export");
    const { name, bytes } = await loupe.download("hunt-export-csv");
    const lines = new TextDecoder().decode(bytes).trim().split("\r\n");
    expect(name).toMatch(/^loupe-.*-\d{4}-\d\d-\d\d-hunt\.csv$/);
    expect(lines).toHaveLength(9);
    expect(lines[0]).toContain('"registry.data.strings"');
    expect(lines.join("\n")).toContain(`"'=1+1"`);
  });

  it("asks the index, and makes conditions of what narrows the list", async () => {
    await write(loupe, 'any where host.name == "WS-3"');
    await run(loupe, 0);
    await until(
      async () => (await loupe.text("hunt-ruled-out")).includes("1 file has no event that can match"),
      "the index has ruled the file out",
    );
    await write(loupe, "registry where true // all");
    await run(loupe, 12);
    await until(async () => (await rows(loupe)).length === 12, "the rows are drawn");
    await loupe.page.$eval(
      '[data-testid=hunt-view] [data-field="host.name"] [data-testid=facet-value]',
      (value) => (value as HTMLElement).click(),
    );
    await loupe.click("hunt-add-to-query");
    await run(loupe, 8);
    expect(await written(loupe)).toBe('registry where host.name == "WS-1"');
    await loupe.show("events");
    const first = '[data-testid=events-view] [data-field="host.name"] [data-testid=facet-value]';
    await until(async () => (await loupe.page.$(first)) !== null, "the values of the events are there");
    await loupe.page.$eval(first, (value) => (value as HTMLElement).click());
    await loupe.click("hunt-event-filter");
    await loupe.element("hunt-editor");
    await until(
      async () => (await written(loupe)) === 'any where host.name in~ ("WS-1")',
      "the filter is a query",
    );
  });

  it("shows sequences as groups, and the query is still there after a reload", async () => {
    await write(loupe, "sequence by host.name [any where true] [any where true] | head 3");
    await run(loupe, 3);
    await until(async () => (await rows(loupe)).length === 6, "the rows are drawn");
    expect((await loupe.page.$$("[data-testid=hunt-group]")).length).toBe(3);
    await until(
      () => loupe.page.evaluate(() => decodeURIComponent(location.hash).includes("head+3")),
      "the address has the query",
    );
    await loupe.reload();
    await loupe.element("hunt-editor");
    expect(await written(loupe)).toContain("| head 3");
    // The page cannot open the file again.
    await loupe.click("hunt-run");
    await until(
      async () => (await loupe.text("hunt-away")).includes("1 of 1 file is not at hand"),
      "the file that is away is named",
    );
    await loupe.click("keep-as-rule");
    const query = await (
      await loupe.element("own-rule-query")
    ).evaluate((field) => (field as HTMLTextAreaElement).value);
    expect(query).toContain("| head 3");
    await loupe.click("own-rule-cancel");
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
