import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Frame, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, registryEvent } from "./fixtures/documents.ts";
import { chooseAlert, examine, expectQuiet, until } from "./fixtures/page.ts";
import { bulkActions } from "../support/elasticsearch.ts";
import { unzipped } from "../support/zip.ts";
import { audit } from "./support/axe.ts";
import { browserNames, openLoupe, type Loupe, runsOnce } from "./support/index.ts";

/* The report of a case: its preview in the page, and the file that is handed over. */

const HOST = `WS"><img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>\u202Efdp`;
const EVENTS = [
  registryEvent({ host: HOST }),
  registryEvent({ host: "WS-2", data: ["1"], userName: "<b>eve</b>", userId: "S-1-5-21-1" }),
];

/** What a document is made of, apart from its style. */
const look = (frame: Page | Frame) =>
  frame.evaluate(() => ({
    text: document.body.innerText.replace(/\s+/g, " ").trim(),
    foreign: document.querySelectorAll("script, img, iframe, svg, form, input, link, [style], [src]").length,
    handlers: Array.from(document.querySelectorAll("*"), (element) => element.getAttributeNames())
      .flat()
      .filter((name) => name.startsWith("on")).length,
    links: Array.from(document.querySelectorAll("a"), (link) => link.getAttribute("href")!),
    pwned: "pwned" in globalThis,
    // The style is allowed, by the page's policy in the preview and by the report's own in the file.
    width: getComputedStyle(document.querySelector("main")!).maxWidth,
  }));

describe.each(browserNames)("the report in %s", (browser) => {
  let loupe: Loupe;
  const folder = mkdtempSync(join(tmpdir(), "loupe-report-"));

  beforeAll(async () => {
    loupe = await openLoupe(browser);
    await loupe.page.setViewport({ width: 1440, height: 900 });
    await examine(loupe, [{ name: "<i>log&amp;.ndjson", text: ndjson(EVENTS) }]);
    await chooseAlert(loupe, "");
    await loupe.click("verdict-true-positive");
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await loupe.close();
  });

  /** The preview, once it says something. */
  async function preview(words: RegExp): Promise<Awaited<ReturnType<typeof look>>> {
    let seen: Awaited<ReturnType<typeof look>> | undefined;
    await until(async () => {
      const frame = loupe.page.frames().find((each) => each.url().startsWith("blob:"));
      // The frame may be replaced while it is looked at.
      seen = frame === undefined ? undefined : await look(frame).catch(() => undefined);
      return seen !== undefined && words.test(seen.text);
    }, `the preview says ${words}`);
    return seen!;
  }

  const write = (testid: string, text: string): Promise<void> =>
    loupe.page.$eval(
      `[data-testid=${testid}]`,
      (field, value) => {
        (field as HTMLInputElement).value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      },
      text,
    );

  it("shows in a frame what it exports, keeps what was chosen, and is inert where it is opened", async () => {
    await loupe.show("report");
    await loupe.element("report-preview");
    await preview(/1 is a true positive/);
    await write("report-summary", "All of it.\n\n<script>globalThis.pwned=1</script>");
    await write("report-analyst", "Ada");
    await loupe.page.$eval("[data-section=audit]", (box) => (box as HTMLElement).click());
    await loupe.page.$eval("[data-section=rules]", (box) => (box as HTMLElement).click());
    const shown = await preview(/Written by Ada.*Audit trail 1? ?/);
    expect(shown.text).not.toContain("SHA-256 of the query");

    const file = await loupe.download("export-report");
    expect(file.name).toMatch(/^loupe-Untitled-case-.*-\d{4}-\d\d-\d\d-report\.html$/);
    await loupe.reload();
    await loupe.show("report");
    await preview(/Written by Ada/);
    const again = await loupe.download("export-report");
    expect(Buffer.compare(file.bytes, again.bytes)).toBe(0);

    const path = join(folder, "report.html");
    writeFileSync(path, file.bytes);
    const page = await loupe.page.browser().newPage();
    try {
      await page.goto(pathToFileURL(path).href);
      const opened = await look(page);
      for (const { foreign, handlers, links, pwned, width } of [shown, opened]) {
        expect({ foreign, handlers, pwned, width }).toEqual({
          ...{ foreign: 0, handlers: 0, pwned: false, width: "860px" },
        });
        for (const link of links) expect(link).toMatch(/^#\w+$/);
      }
      expect(opened.text).toBe(shown.text);
      const host = HOST.replace("\u202E", "U+202E").replace(/\s+/g, " ");
      for (const words of [host, "<i>log&amp;.ndjson", "<script>globalThis.pwned=1</script>"])
        expect(opened.text).toContain(words);
    } finally {
      await page.close();
    }
    if (runsOnce(browser)) expect((await audit(loupe.page)).faults).toEqual([]);
  });

  it("hands the case over to a cluster as an archive, once the files are given back", async () => {
    await loupe.element("hand-over-away");
    expect(await loupe.page.$eval("[data-testid=export-bulk]", (button) => button.matches(":disabled"))).toBe(
      true,
    );
    await examine(loupe, [{ name: "again.ndjson", text: ndjson([EVENTS[0]!]) }]);
    await loupe.show("report");
    const { name, bytes } = await loupe.download("export-bulk");
    expect(name).toMatch(/-\d{4}-\d\d-\d\d-cluster\.zip$/);
    const members = await unzipped(new Blob([bytes as BlobPart]));
    expect(bulkActions(members.get("bulk/0001-00001.ndjson")!)[0]!.document["host.name"]).toBe(HOST);
    expect(members.get("README.md")).toMatch(/\*\*Not handed over\*\*[^]*log&amp;\.ndjson/);
    const done = await loupe.element("export-bulk-done");
    expect(await done.evaluate((words) => words.textContent)).toContain("1 event of 1 file");
    expect(await loupe.page.evaluate(() => "pwned" in globalThis)).toBe(false);
  });

  it("takes a hunt, and lets it go", async () => {
    await (await loupe.element("hunt-editor")).evaluate((host) => (host as HTMLElement).focus());
    await loupe.page.keyboard.type("registry where true");
    await until(
      () => loupe.page.$eval("[data-testid=hunt-run]", (run) => run.getAttribute("aria-disabled") !== "true"),
      "the query can be run",
    );
    await loupe.click("hunt-run");
    await until(
      () =>
        loupe.page.$eval("[data-testid=hunt-count]", (shown) => shown.getAttribute("data-state") === "done"),
      "the hunt has ended",
    );
    await loupe.click("hunt-to-report");
    await until(
      async () => (await loupe.text("hunt-to-report")) === "Remove from report",
      "the hunt is in the report",
    );
    await loupe.show("report");
    await preview(/Hunts Queries that the analyst ran.*registry where true/);
    await loupe.click("remove-report-hunt");
    await until(
      async () => (await loupe.page.$("[data-testid=report-hunt]")) === null,
      "the hunt is removed",
    );
    await loupe.click("undo");
    await loupe.element("report-hunt");
    expectQuiet(loupe);
  });
});
