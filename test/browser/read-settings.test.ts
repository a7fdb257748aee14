import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElementHandle } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logWithRemnants } from "../support/registry-log.ts";
import { DUMP_TYPE } from "./fixtures/documents.ts";
import {
  chooseAlert,
  detailText,
  examine,
  expectQuiet,
  exportCsv,
  listedCells,
  newCase,
  openFile,
  rowOf,
  unfoldedText,
  until,
} from "./fixtures/page.ts";
import { tomlFile } from "./fixtures/rules.ts";
import { type Evidence, type Loupe, oneBrowser, openLoupe, runsOnce } from "./support/index.ts";

/*
 * Read settings, which an analyst changes after a scan: the time zone of a file, and whether carved records are
 * included.
 */

const COLUMNS = [
  "@timestamp",
  "event.category",
  "host.name",
  "host.os.type",
  "registry.path",
  "registry.data.strings",
];
const local = (host: string, time: string): string => `"${time}",registry,${host},windows,${DUMP_TYPE},2`;
const discover = (name: string, ...rows: readonly string[]): Evidence => ({
  name,
  text: [COLUMNS.join(","), ...rows].map((line) => `${line}\r\n`).join(""),
});
const SUMMER = discover("summer.csv", local("BERLIN", "May 14, 2024 @ 04:01:17.250"));
const LOG: Evidence = { name: "log.evtx", bytes: logWithRemnants() };

async function say(loupe: Loupe, zone: string): Promise<void> {
  const input = await loupe.element("zone-correction");
  await input.click({ count: 3 });
  await input.type(zone);
  await loupe.click("zone-apply");
}

async function applied(loupe: Loupe): Promise<void> {
  expect(await loupe.waitForScan(), await loupe.describe()).toBe("done");
}

async function choose(loupe: Loupe, testid: string, file: Evidence): Promise<void> {
  const input = await loupe.element(testid);
  await input.evaluate(
    (element, { name, base64 }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      (element as HTMLInputElement).files = transfer.files;
      element.dispatchEvent(new Event("change", { bubbles: true }));
    },
    { name: file.name, base64: Buffer.from(file.bytes ?? file.text ?? "").toString("base64") },
  );
}

const ledger = async (loupe: Loupe): Promise<Record<string, string>> =>
  (await exportCsv(loupe, "export-evidence-csv")).rows[0]!;

describe.each(oneBrowser)("the read settings of a file in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1600, height: 1400 });
  });
  afterAll(() => loupe?.close());

  it("shift the times of its alerts to the time zone, which keep their verdicts", async () => {
    await examine(loupe, [SUMMER]);
    await chooseAlert(loupe, "berlin");
    await loupe.click("verdict-true-positive");
    await (await loupe.element("verdict-note")).type("seen at four");
    expect(await detailText(loupe)).toContain("2024-05-14 04:01:17.250 UTC");
    expect(await loupe.text("zone-mark")).toContain("UTC is assumed");
    expect(await unfoldedText(loupe, SUMMER.name)).toContain("UTC is assumed");
    const before = (await exportCsv(loupe)).rows[0]!;
    expect(before["loupe.time_without_zone"]).toBe("UTC, assumed");
    expect(await ledger(loupe)).toMatchObject({ times_without_zone: "UTC, assumed" });

    await say(loupe, "+2");
    await applied(loupe);
    await until(
      async () => (await detailText(loupe)).includes("2024-05-14 02:01:17.250 UTC"),
      "the alert that is open shows the corrected time",
    );
    expect(await unfoldedText(loupe, SUMMER.name)).toContain(
      "Times without a time zone are read as UTC+02:00, as you set",
    );
    expect(await loupe.text("zone-mark")).toContain("read as UTC+02:00, as you set");
    const row = await loupe.element("evidence-row");
    const [inside, room] = await row.evaluate((element) => [element.scrollWidth, element.clientWidth]);
    expect(inside, "nothing of the row is cut off").toBeLessThanOrEqual(room!);
    const after = (await exportCsv(loupe)).rows[0]!;
    expect(after).toMatchObject({
      "@timestamp": "2024-05-14T02:01:17.250Z",
      "kibana.alert.uuid": before["kibana.alert.uuid"],
      "loupe.verdict": "true positive",
      "loupe.note": "seen at four",
      "loupe.time_without_zone": "UTC+02:00, as told",
    });
    expect(await ledger(loupe)).toMatchObject({
      times_without_zone: "UTC+02:00, as told",
      first_event: "2024-05-14T02:01:17.250Z",
      alerts: "1",
    });
    expect(await loupe.alertCount()).toBe(1);
  });

  it("are kept, and can be changed again when the file is added again", async () => {
    await loupe.reload();
    await loupe.element("alert-row");
    expect((await listedCells(loupe)).map((row) => row["time"])).toEqual(["05-14 02:01:17.250"]);
    expect(await unfoldedText(loupe, SUMMER.name)).toContain("read as UTC+02:00, as you set");
    await say(loupe, "Europe/Nowhere");
    expect(await loupe.text("zone-refused")).toContain("Unknown time zone");
    await say(loupe, "america/new_york");
    expect(await loupe.text("reading-pending")).toMatch(
      /scanned again with its times read as America\/New_York.*Select it again/s,
    );
    await choose(loupe, "reading-attach", { ...SUMMER, text: "another" });
    expect(await loupe.text("reading-pending")).toContain("That is a different file");
    await choose(loupe, "reading-attach", SUMMER);
    await applied(loupe);
    const [row] = (await exportCsv(loupe)).rows;
    expect(row).toMatchObject({
      "@timestamp": "2024-05-14T08:01:17.250Z",
      "loupe.verdict": "true positive",
      "loupe.time_without_zone": "America/New_York, as told",
    });
    expect(await unfoldedText(loupe, SUMMER.name)).toContain("read as America/New_York, as you set");
    await openFile(loupe, SUMMER.name);
    expect(await loupe.page.$("[data-testid=reading-pending]")).toBeNull();
    await loupe.reload();
    await loupe.element("alert-row");
    expect(await loupe.alertCount()).toBe(1);
    expect((await listedCells(loupe)).map((row) => row["time"])).toEqual(["05-14 08:01:17.250"]);
  });

  it("may have a time zone with two offsets, report ambiguous times, and apply to sequences and to later rules", async () => {
    await newCase(loupe);
    const spring = discover(
      "spring.csv",
      local("A", "Mar 31, 2024 @ 01:30:00.000"),
      local("A", "Mar 31, 2024 @ 03:30:00.000"),
      local("A", "Oct 27, 2024 @ 02:30:00.000"),
    );
    const within = (id: string, span: string) =>
      tomlFile({
        id,
        query: `sequence by host.name with maxspan=${span} [registry where true] [registry where true]`,
      });
    await loupe.dropFiles([spring]);
    await applied(loupe);
    await choose(loupe, "evidence-input", within("hour", "1h"));
    await loupe.click("scan-again");
    await applied(loupe);
    expect(await loupe.alertCount()).toBe(3);
    await say(loupe, "Europe/Berlin");
    await applied(loupe);
    // The clock was put forward between the two writes, so there is only an hour between them.
    expect(await loupe.alertCount()).toBe(4);
    const { rows } = await exportCsv(loupe);
    expect(rows.map((row) => row["@timestamp"])).toEqual([
      "2024-03-31T00:30:00.000Z",
      "2024-03-31T01:30:00.000Z",
      "2024-03-31T01:30:00.000Z",
      "2024-10-27T00:30:00.000Z",
    ]);
    expect(rows[3]!["loupe.time_without_zone"]).toBe("Europe/Berlin, as told, shown twice there");
    const sequence = rows.find((row) => row["loupe.sequence"] !== "")!;
    expect(sequence["loupe.sequence"]).toMatch(/^2024-03-31T00:30:00.000Z .*; 2024-03-31T01:30:00.000Z /);
    expect(await unfoldedText(loupe, "spring.csv")).toContain(
      "1 event has a time that occurred twice in Europe/Berlin",
    );
    await choose(loupe, "evidence-input", tomlFile({ id: "late", query: "registry where true" }));
    await loupe.click("scan-again");
    await applied(loupe);
    const late = (await exportCsv(loupe)).rows.filter((row) => row["kibana.alert.rule.rule_id"] === "late");
    expect(late.map((row) => row["@timestamp"])).toEqual([
      "2024-03-31T00:30:00.000Z",
      "2024-03-31T01:30:00.000Z",
      "2024-10-27T00:30:00.000Z",
    ]);
  });

  it.runIf(runsOnce(name))(
    "are applied later if the scan is stopped, and no alert is listed twice",
    async () => {
      await newCase(loupe);
      const folder = mkdtempSync(join(tmpdir(), "loupe-reading-"));
      try {
        const path = join(folder, "long.csv");
        const harmless = '"May 14, 2024 @ 05:00:00.000",registry,H,windows,HKLM\\Harmless,1\r\n'.repeat(
          150_000,
        );
        const alert = (time: string) => discover("", local("LONG", time)).text!.split("\r\n")[1]!;
        const [first, last] = [alert("May 14, 2024 @ 04:00:00.000"), alert("May 14, 2024 @ 06:00:00.000")];
        writeFileSync(path, `${COLUMNS.join(",")}\r\n${first}\r\n${harmless}${last}\r\n`);
        await loupe.addPaths([path]);
        await applied(loupe);
        const times = async () => (await listedCells(loupe)).map((row) => row["time"]?.slice(6, 14));
        expect(await times()).toEqual(["04:00:00", "06:00:00"]);

        await say(loupe, "+02:00");
        await until(async () => (await times())[0] === "02:00:00", "the first alert is corrected");
        await loupe.click("cancel-scan");
        expect(await loupe.waitForScan()).toBe("cancelled");
        expect(await times()).toEqual(["02:00:00", "06:00:00"]);
        expect(await loupe.alertCount()).toBe(2);
        expect(await loupe.text("reading-pending")).toContain("times read as UTC+02:00");
        await loupe.reload();
        await loupe.element("alert-row");
        expect(await times()).toEqual(["02:00:00", "06:00:00"]);

        const input = (await loupe.element("reading-attach")) as ElementHandle<HTMLInputElement>;
        await input.uploadFile(path);
        await applied(loupe);
        expect(await times()).toEqual(["02:00:00", "04:00:00"]);
        expect(await rowOf(loupe, "long.csv")).toMatchObject({
          state: "done",
          records: "150002",
          alerts: "2",
        });
        await openFile(loupe, "long.csv");
        expect(await loupe.page.$("[data-testid=reading-pending]")).toBeNull();
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  it.runIf(runsOnce(name))("are not offered for a file whose times have a zone", async () => {
    await newCase(loupe);
    await examine(loupe, [discover("zoned.csv", local("Z", "2024-05-14T02:01:17.250Z"))]);
    expect(await loupe.alertCount()).toBe(1);
    await openFile(loupe, "zoned.csv");
    expect(await loupe.page.$("[data-testid=zone-correction]")).toBeNull();
    expect(await loupe.page.$("[data-testid=carve-toggle]")).toBeNull();
    expect(await ledger(loupe)).toMatchObject({ times_without_zone: "", carved: "" });
  });

  it("include its carved records on request, which are marked wherever they are shown", async () => {
    await newCase(loupe);
    await examine(loupe, [LOG]);
    expect(await loupe.alertCount()).toBe(0);
    await loupe.click("carve-toggle");
    await applied(loupe);
    expect(await rowOf(loupe, LOG.name)).toMatchObject({ records: "2", alerts: "1", problems: "0" });
    expect(await unfoldedText(loupe, LOG.name)).toContain("2 events and 2 carved records");
    expect(await loupe.text("alert-summary")).toContain("1 alert · 2 events and 2 carved records");
    expect((await listedCells(loupe))[0]!["what"]).toMatch(/^carved/);
    await chooseAlert(loupe, "host-06");
    const detail = await detailText(loupe);
    expect(detail).toContain("recovered from space the log no longer uses");
    expect(detail).toContain("carved record 6, chunk 0");
    await loupe.click("verdict-true-positive");
    const [row] = (await exportCsv(loupe)).rows;
    expect(row).toMatchObject({ "host.name": "HOST-06", "loupe.carved": "carved" });
    expect(await ledger(loupe)).toMatchObject({ records: "2", carved: "2" });
  });

  it("are kept with the case, and can be reset", async () => {
    await loupe.reload();
    await loupe.element("alert-row");
    expect(await loupe.alertCount()).toBe(1);
    const isChecked = async (): Promise<boolean> =>
      (await loupe.element("carve-toggle")).evaluate((box) => (box as HTMLInputElement).checked);
    expect(await isChecked()).toBe(true);
    expect((await listedCells(loupe))[0]!["what"]).toMatch(/^carved/);

    await loupe.click("carve-toggle");
    await choose(loupe, "reading-attach", LOG);
    await applied(loupe);
    expect(await isChecked()).toBe(false);
    expect(await loupe.alertCount()).toBe(0);
    expect(await unfoldedText(loupe, LOG.name)).not.toContain("carved");

    // The disposition is not lost.
    await loupe.click("carve-toggle");
    await applied(loupe);
    expect((await exportCsv(loupe)).rows[0]).toMatchObject({ "loupe.verdict": "true positive" });
  });

  it("include carved records in sequences, which are marked for each event", async () => {
    const pair = 'sequence [registry where host.name == "HOST-06"] [registry where host.name == "HOST-11"]';
    // Every record has the same time, so they are ordered by their position in the file.
    const query = `sequence [registry where host.name == "HOST-11"] [registry where host.name == "HOST-06"]`;
    await choose(loupe, "evidence-input", tomlFile({ id: "pair", query }));
    await choose(loupe, "evidence-input", tomlFile({ id: "never", query: pair }));
    await loupe.click("scan-again");
    await applied(loupe);
    const rows = (await exportCsv(loupe)).rows.filter((row) => row["kibana.alert.rule.rule_id"] === "pair");
    expect(rows).toMatchObject([{ "loupe.carved": "1 of 2 records" }]);
    await chooseSequence(loupe);
    const marks = await loupe.page.$$eval("[data-testid=sequence-event]", (events) =>
      events.map((event) => event.querySelector("[data-testid=carved-mark]") !== null),
    );
    expect(marks).toEqual([false, true]);

    await loupe.click("carve-toggle");
    await applied(loupe);
    expect(await loupe.alertCount()).toBe(0);
    expectQuiet(loupe);
  });
});

async function chooseSequence(loupe: Loupe): Promise<void> {
  await loupe.element("alert-row");
  await until(async () => {
    const rows = await loupe.page.$$("[data-testid=alert-row]");
    for (const row of rows) {
      if ((await row.evaluate((element) => element.textContent ?? "")).includes("2 events"))
        await row.click();
    }
    return (await loupe.page.$("[data-testid=sequence-event]")) !== null;
  }, "the sequence is shown");
}
