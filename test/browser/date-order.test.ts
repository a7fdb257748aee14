import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DUMP_TYPE } from "./fixtures/documents.ts";
import { examine, expectQuiet, newCase, openFile, rowOf, unfoldedText, until } from "./fixtures/page.ts";
import { oneBrowser, openLoupe, type Loupe } from "./support/index.ts";

/* Dates whose day and month can be swapped: the row asks, and the file is read again as the analyst says. */

const HEADER = "@timestamp,event.category,host.name,host.os.type,registry.path,registry.data.strings";
const table = (...times: readonly string[]): string =>
  [HEADER, ...times.map((time) => `"${time}",registry,DATES,windows,${DUMP_TYPE},2`)].join("\r\n");

describe.each(oneBrowser)("the order of day and month in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());
  beforeEach(() => newCase(loupe));

  const timeShown = async (): Promise<string> =>
    (await loupe.element("alert-row")).$eval(".time", (cell) => cell.textContent ?? "");

  it("is asked for where no date shows it, and changed by the analyst", async () => {
    await examine(loupe, [{ name: "dates.csv", text: table("3/4/2024 10:00:00") }]);
    expect(await rowOf(loupe, "dates.csv")).toMatchObject({ state: "done", alerts: "1" });
    expect(await timeShown()).toMatch(/^04-03 /);
    await (await loupe.element("date-order-correction")).select("month-first");
    await until(async () => (await timeShown()).startsWith("03-04 "), "the alert has the other date");
    await loupe.waitForScan();
    expect(await rowOf(loupe, "dates.csv")).toMatchObject({ state: "done", alerts: "1" });
    expect(await unfoldedText(loupe, "dates.csv")).toMatch(/month first/i);
    expectQuiet(loupe);
  });

  it("is not asked for where another date of the file shows it", async () => {
    await examine(loupe, [{ name: "decided.csv", text: table("3/4/2024 10:00:00", "12/31/2023 10:00:00") }]);
    await openFile(loupe, "decided.csv");
    expect(await loupe.page.$("[data-testid=date-order-correction]")).toBeNull();
    await loupe.element("alert-row");
    const times = await loupe.page.$$eval("[data-testid=alert-row] .time", (cells) =>
      cells.map((cell) => cell.textContent ?? ""),
    );
    expect(times.join()).toContain("2024-03-04");
    expectQuiet(loupe);
  });
});
