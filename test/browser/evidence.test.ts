import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, noise, registryEvent } from "./fixtures/documents.ts";
import { examine, expectQuiet, newCase, openFile, until } from "./fixtures/page.ts";
import { type Evidence, type Loupe, oneBrowser, openLoupe, runsOnce } from "./support/index.ts";

/* The files of a case as a table: sorted, filtered, opened, and given back after a reload. */

const log = (host: string, events: number): string => ndjson([registryEvent({ host }), ...noise(events - 1)]);

const names = (loupe: Loupe): Promise<string[]> =>
  loupe.page.$$eval("[data-testid=evidence-row]", (rows) =>
    rows.map((row) => (row as HTMLElement).dataset["name"] ?? ""),
  );

const listed = (loupe: Loupe, wanted: readonly string[]) =>
  until(async () => (await names(loupe)).join() === wanted.join(), `the rows ${wanted.join()}`);

const count = async (loupe: Loupe): Promise<string> =>
  (await loupe.element("shown-count")).evaluate((element) => (element as HTMLElement).dataset["count"] ?? "");

describe.each(oneBrowser)("the table of files in %s", (name) => {
  let loupe: Loupe;
  let folder: string;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    folder = mkdtempSync(join(tmpdir(), "loupe-evidence-"));
  });
  afterAll(async () => {
    await loupe?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("sorts and filters, keeps that in the address, and leads to what its numbers count", async () => {
    const paths = [
      ["b.ndjson", log("B-1", 4)],
      ["a.ndjson", log("A-1", 9)],
      ["c.ndjson", `${log("C-1", 2)}{"bad":1,}\n`],
    ].map(([file, text]) => {
      writeFileSync(join(folder, file!), text!);
      return join(folder, file!);
    });
    await loupe.addPaths(paths);
    expect(await loupe.waitForScan()).toBe("done");
    await loupe.show("evidence");
    await listed(loupe, ["b.ndjson", "a.ndjson", "c.ndjson"]);
    await loupe.page.click("[data-testid=sort-files-events]");
    await listed(loupe, ["a.ndjson", "b.ndjson", "c.ndjson"]);
    await loupe.page.click("[data-testid=facet][data-field=problem] [data-value=unreadable]");
    await listed(loupe, ["c.ndjson"]);
    await loupe.page.click("[data-testid=evidence-row] .unreadable button");
    await loupe.page.waitForSelector("[data-testid=evidence-detail] [data-testid=problem]");
    await loupe.page.waitForFunction(() => /q=.*sort=.*file=/.test(location.hash));
    await loupe.reload();
    await loupe.page.waitForSelector("[data-testid=evidence-detail]");
    await listed(loupe, ["c.ndjson"]);
    await loupe.page.click("[data-testid=clear-file-filter]");
    await listed(loupe, ["a.ndjson", "b.ndjson", "c.ndjson"]);

    // Only the digits lead to events: beside them, a click opens the file.
    const cell = await loupe.page.waitForSelector("[data-name='a.ndjson'] .cell.events");
    await cell!.click({ offset: { x: 6, y: 8 } });
    await loupe.page.waitForSelector("[data-name='a.ndjson'][aria-selected=true]");
    await loupe.page.waitForSelector("[data-testid=evidence-detail]");

    await openFile(loupe, "b.ndjson");
    await loupe.page.keyboard.press("]");
    await loupe.page.waitForSelector("[data-testid=file-tab-problems][data-state=active]");
    await loupe.page.click("[data-testid=events-of-file]");
    await loupe.page.waitForSelector("[data-testid=only-file]");
    await until(async () => (await count(loupe)) === "4", "the events of the file alone");
    await loupe.show("evidence");
    await loupe.page.waitForSelector("[data-testid=alerts-of-file]");
    await loupe.page.click("[data-testid=alerts-of-file]");
    await loupe.page.waitForSelector("[data-testid=alert-row]");
    expect(await count(loupe)).toBe("1");
  });

  it("asks once for the folder after a reload, and knows its files by their content", async () => {
    // The same names and sizes in other folders, and other times: only the content says which is which.
    const other = join(folder, "copied");
    mkdirSync(other);
    const given = [
      ["b.ndjson", log("B-1", 4)],
      ["a.ndjson", log("A-1", 9)],
      ["c.ndjson", `${log("C-1", 2)}{"bad":1,}\n`],
      ["more.txt", "no evidence"],
    ].map(([file, text]) => {
      writeFileSync(join(other, file!), text!);
      return join(other, file!);
    });
    await loupe.show("evidence");
    expect(
      await (await loupe.element("files-away")).evaluate((e) => (e as HTMLElement).dataset["count"]),
    ).toBe("3");
    const input = (await loupe.element("give-files")) as ElementHandle<HTMLInputElement>;
    await input.uploadFile(...given);
    await until(
      async () => (await loupe.page.$("[data-testid=files-away]")) === null,
      "all files are at hand",
    );
    await openFile(loupe, "a.ndjson");
    await loupe.page.waitForSelector("[data-testid=scan-file-again]");
    expect(await names(loupe)).toHaveLength(3);
    expectQuiet(loupe);
  });

  it.runIf(runsOnce(name))("is virtual from 501 files on, with sums of all of them", async () => {
    await newCase(loupe);
    const many = Array.from({ length: 501 }, (_, n): Evidence => ({
      name: `f-${n}.ndjson`,
      text: ndjson(noise(1)),
    }));
    await loupe.show("evidence");
    await examine(loupe, many);
    const total = await loupe.element("evidence-total");
    await until(
      () => total.evaluate((element) => (element as HTMLElement).dataset["records"] === "501"),
      "all events are counted",
    );
    expect((await names(loupe)).length).toBeLessThan(200);
    await loupe.page.click("[data-testid=evidence-row] .format");
    await loupe.page.keyboard.press("Escape");
    await loupe.page.keyboard.press("End");
    await until(
      () =>
        loupe.page.evaluate(() => (document.activeElement as HTMLElement).dataset["name"] === "f-500.ndjson"),
      "the last row has the focus",
    );
    await (await loupe.element("query-input")).type("f-77.");
    await listed(loupe, ["f-77.ndjson"]);
    expectQuiet(loupe);
  });
});
