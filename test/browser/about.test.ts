import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, registryEvent } from "./fixtures/documents.ts";
import { sha256 } from "./fixtures/bytes.ts";
import { examine, expectQuiet, fileCount, until } from "./fixtures/page.ts";
import { browserNames, openLoupe, type Loupe } from "./support/index.ts";

/*
 * The About view: which version of Loupe this is, whether a copy is the released one, and which third-party work it
 * contains.
 */

const dist = join(import.meta.dirname, "../../dist");
const shipped = join(import.meta.dirname, "../../src/rules/builtin");
const { version, dependencies } = JSON.parse(readFileSync(join(dist, "../package.json"), "utf8")) as {
  version: string;
  dependencies: Record<string, string>;
};

describe.each(browserNames)("the About view in %s", (name) => {
  let loupe: Loupe;
  const folder = mkdtempSync(join(tmpdir(), "loupe-about-"));
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await examine(loupe, [{ name: "one.ndjson", text: ndjson([registryEvent({ host: "ABOUT" })]) }]);
    await loupe.click("about-button");
  });
  afterAll(async () => {
    await loupe?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows the version and the commit", async () => {
    const about = await loupe.text("about");
    expect(about).toContain(version);
    expect(about).toMatch(/\b[0-9a-f]{7,40}\b/);
  });

  it("fits a narrow window, however long the name of the commit is", async () => {
    await loupe.page.setViewport({ width: 390, height: 900 });
    const about = await loupe.element("about");
    const { content, window } = await about.evaluate((main) => {
      main.querySelector("code")!.append("+changes".repeat(8));
      return { content: main.scrollWidth, window: main.clientWidth };
    });
    expect(content).toBeLessThanOrEqual(window);
    await loupe.page.setViewport({ width: 1400, height: 900 });
  });

  it("computes the SHA-256 of a copy of the page, equal to SHA256SUMS", async () => {
    const page = readFileSync(join(dist, "index.html"));
    const listed = readFileSync(join(dist, "SHA256SUMS"), "utf8")
      .split("\n")
      .find((entry) => /\bindex\.html$/.test(entry))
      ?.slice(0, 64);
    expect(listed).toBe(sha256(page));
    const copy = join(folder, "copy of index.html");
    writeFileSync(copy, page);
    const input = (await loupe.element("self-check-input")) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(copy);
    expect((await loupe.text("self-check-hash")).trim()).toBe(listed);

    // A copy that differs by one byte has another hash, which replaces the first.
    page[page.length - 1]! ^= 1;
    const forged = join(folder, "forged.html");
    writeFileSync(forged, page);
    await input.uploadFile(forged);
    await until(async () => (await loupe.text("self-check-hash")).trim() === sha256(page), "the other sum");
  });

  it("treats a copy dropped there as a copy, not as evidence", async () => {
    const bytes = readFileSync(join(dist, "index.html"));
    await loupe.page.evaluate((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "dropped.html"));
      const zone = document
        .querySelector("[data-testid=self-check-input]")!
        .closest("[role=group], section, div")!;
      for (const type of ["dragenter", "dragover", "drop"]) {
        zone.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
      }
    }, bytes.toString("utf8"));
    await until(
      async () => (await loupe.text("self-check-hash")).trim() === sha256(bytes),
      "the sum of the dropped copy",
    );
    expect(await fileCount(loupe)).toBe(1);
    expect((await loupe.evidenceRows()).map((row) => row["name"])).toEqual(["one.ndjson"]);
    await loupe.click("about-button");
  });

  it("names the built-in rule and its version", async () => {
    const about = await (await loupe.element("about")).evaluate((view) => (view as HTMLElement).innerText);
    expect(about).toContain("Full User-Mode Dumps Enabled System-Wide");
    expect(about).toContain("220be143-5c67-4fdb-b6ce-dd6826d024fd");
    expect(about).toMatch(/\b109\b/);
  });

  it("names every rule that is shipped, those that are not in a case too", async () => {
    const files = readdirSync(shipped, { recursive: true, encoding: "utf8" });
    const rules = files
      .filter((file) => file.endsWith(".toml") && !file.startsWith("traces"))
      .map((file) => readFileSync(join(shipped, file), "utf8"))
      .map((text) => [/^name = "(.*)"$/m.exec(text)?.[1], /^rule_id = "(.*)"$/m.exec(text)?.[1]]);
    expect(rules.length).toBeGreaterThan(1);
    const about = await loupe.element("about");
    const listed = await about.$$eval("[data-testid=shipped-rules] tbody tr", (rows) =>
      rows.map((row) => [row.cells[0]!.innerText, row.cells[2]!.innerText]),
    );
    expect(listed.sort()).toEqual(rules.sort());
  });

  const licenceTexts = () =>
    loupe.page.evaluate(() =>
      Array.from(document.querySelectorAll("[data-testid=licence]"), (element) => element.textContent ?? ""),
    );

  it("contains the licence of everything bundled", async () => {
    const licences = await licenceTexts();
    for (const bundled of Object.keys(dependencies)) {
      const licence = licences.find((text) => text.trim().startsWith(bundled));
      expect(licence, bundled).toBeDefined();
      expect(licence, bundled).toMatch(/copyright|permission|licen[cs]e/i);
      expect(licence!.length, bundled).toBeGreaterThan(400); // the text, not only the name
    }
  });

  // According to the section "Notices" of the licence, everyone who gets a copy of the rule must also get a copy of
  // these terms.
  it("contains Elastic's licence for the rule's query, with its terms", async () => {
    const elastic = (await licenceTexts()).find((text) => /Elastic License/i.test(text));
    expect(elastic).toMatch(/Elastic License 2\.0|ELv2|Elastic License v2/i);
    expect(elastic).toMatch(/hosted or managed\s+service/i);
  });

  it("states what it cannot promise", async () => {
    const about = await loupe.text("about");
    expect(about).toMatch(/Chrom(ium|e)/);
    expect(about).toMatch(/navigation/);
  });

  it("deletes everything that is stored, and stores nothing after that", async () => {
    const { page } = loupe;
    await page.evaluate(() => localStorage.setItem("loupe.analyst", "Kim"));
    await until(async () => /\bKiB\b/.test(await loupe.text("stored-cases")), "the size of the case");
    await loupe.click("wipe-all");
    await loupe.click("wipe-all-confirm");
    const notice = await loupe.element("storage-notice");
    await until(
      async () => (await notice.evaluate((element) => element.getAttribute("data-why"))) === "wiped",
      "the notice that everything is deleted",
    );
    const kept = () =>
      page.evaluate(async () => ({
        databases: (await indexedDB.databases()).map((database) => database.name),
        settings: Object.keys(localStorage),
      }));
    expect(await kept()).toEqual({ databases: [], settings: [] });

    await examine(loupe, [{ name: "after.ndjson", text: ndjson([registryEvent({ host: "AFTER" })]) }]);
    expect(await loupe.alertCount()).toBe(1);
    expect(await kept()).toEqual({ databases: [], settings: [] });
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
