import { createHash } from "node:crypto";
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zip } from "../support/zip.ts";
import { ndjson, noise, registryEvent } from "./fixtures/documents.ts";
import {
  chooseAlert,
  detailText,
  examine,
  expectQuiet,
  exportCsv,
  ledgerText,
  newCase,
  readDatabase,
  rowOf,
  unfoldedText,
  until,
} from "./fixtures/page.ts";
import { put, ruleRows, tomlFile, toCase, toRules } from "./fixtures/rules.ts";
import { evtx } from "./fixtures/sysmon-log.ts";
import { type Evidence, type Loupe, oneBrowser, openLoupe, runsOnce } from "./support/index.ts";

/* Evidence as it is handed over: in an archive, with a readme, behind a password. */

const log = (host: string): string => ndjson([...noise(20), registryEvent({ host })]);

const collected: Evidence = {
  name: "WS1.zip",
  bytes: zip([
    { path: "WS1/", data: "", stored: true },
    { path: "WS1/Sysmon.evtx", data: evtx("Z-EVTX") },
    { path: "WS1/export/events.ndjson", data: log("Z-NDJSON") },
    { path: "WS1/README.md", data: "# Collected on Friday\n" },
    { path: "WS1/more.zip", data: zip([{ path: "inner.ndjson", data: log("Z-INNER") }]) },
  ]),
};

const PASSWORD = "Dünn-Eis 7";

/** One open member, one with the customary password, two with another, with each kind of encryption. */
async function lockedArchive(): Promise<Evidence> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  await writer.add("open.ndjson", new TextReader(log("L-OPEN")));
  await writer.add("custom.ndjson", new TextReader(log("L-CUSTOM")), { password: "infected" });
  await writer.add("aes.ndjson", new TextReader(log("L-AES")), { password: PASSWORD, encryptionStrength: 3 });
  await writer.add("old.evtx", new Uint8ArrayReader(evtx("L-OLD")), { password: PASSWORD, zipCrypto: true });
  return { name: "locked.zip", bytes: new Uint8Array(await (await writer.close()).arrayBuffer()) };
}

async function hosts(loupe: Loupe): Promise<string[]> {
  return (await exportCsv(loupe)).rows.map((row) => row["host.name"] ?? "").sort();
}

async function type(loupe: Loupe, password: string): Promise<void> {
  await (
    await loupe.element("archive-password")
  ).evaluate((element, text) => {
    (element as HTMLInputElement).value = text;
    element.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }, password);
  await loupe.click("archive-unlock");
}

describe.each(oneBrowser)("zipped evidence in %s", (browserName) => {
  let loupe: Loupe;
  let locked: Evidence;
  beforeAll(async () => {
    loupe = await openLoupe(browserName);
    locked = await lockedArchive();
  });
  afterAll(async () => {
    expectQuiet(loupe);
    await loupe.close();
  });

  it("is scanned member by member, in one row, and an alert names its member", async () => {
    await examine(loupe, [collected]);
    expect(await rowOf(loupe, "WS1.zip")).toMatchObject({
      state: "done",
      records: "43",
      alerts: "3",
      problems: "1",
    });
    expect(await unfoldedText(loupe, "WS1.zip")).toMatch(/WS1\/README\.md:.*Not examined/s);
    const sha256 = createHash("sha256").update(collected.bytes!).digest("hex");
    expect(await ledgerText(loupe, "WS1.zip")).toContain(sha256);
    const { rows } = await exportCsv(loupe);
    const members = new Map(rows.map((row) => [row["host.name"], row["loupe.archive_member"]]));
    expect(members).toEqual(
      new Map([
        ["Z-EVTX", "WS1/Sysmon.evtx"],
        ["Z-NDJSON", "WS1/export/events.ndjson"],
        ["Z-INNER", "WS1/more.zip/inner.ndjson"],
      ]),
    );
    expect(rows.every((row) => row["log.file.path"] === "WS1.zip")).toBe(true);
    expect(new Set(rows.map((row) => row["kibana.alert.uuid"])).size).toBe(3);
    await chooseAlert(loupe, "Z-INNER");
    expect(await detailText(loupe)).toContain("WS1.zip › WS1/more.zip/inner.ndjson, line 21, byte ");
    await chooseAlert(loupe, "Z-EVTX");
    expect(await detailText(loupe)).toContain("WS1.zip › WS1/Sysmon.evtx, record 4242, chunk 0");
  });

  it("waits for a password if one is needed, while everything else continues", async () => {
    await newCase(loupe);
    await examine(loupe, [locked, { name: "plain.ndjson", text: log("PLAIN") }]);
    expect(await rowOf(loupe, "locked.zip")).toMatchObject({ state: "waiting", alerts: "2", problems: "2" });
    expect(await rowOf(loupe, "plain.ndjson")).toMatchObject({ state: "done", alerts: "1" });
    expect(await unfoldedText(loupe, "locked.zip")).toMatch(
      /2 files in this archive are locked by a password and were not examined/,
    );
    expect(await loupe.text("archive-lock")).toContain("42 events from its other files were examined.");
    await type(loupe, "dünn-eis 7");
    expect(await loupe.text("archive-refused")).toContain("opens none of the locked files");
    expect(await rowOf(loupe, "locked.zip")).toMatchObject({ state: "waiting", alerts: "2" });
  });

  it("reports after a reload what was not scanned, and asks for the file", async () => {
    await loupe.reload();
    expect(await rowOf(loupe, "locked.zip")).toMatchObject({ state: "waiting", alerts: "2", problems: "2" });
    expect(await unfoldedText(loupe, "locked.zip")).toMatch(/were not examined.*Select the file again/s);
    await put(loupe, "archive-attach", [locked]);
    await loupe.element("archive-password");
  });

  it("is read with the right password, each alert once, and the password is never stored", async () => {
    await type(loupe, PASSWORD);
    await until(async () => (await rowOf(loupe, "locked.zip"))["state"] === "done", "the archive is read");
    expect(await loupe.waitForScan()).toBe("done");
    expect(await rowOf(loupe, "locked.zip")).toMatchObject({ alerts: "4", problems: "0", records: "64" });
    expect(await hosts(loupe)).toEqual(["L-AES", "L-CUSTOM", "L-OLD", "L-OPEN", "PLAIN"]);
    const stored = JSON.stringify(await readDatabase(loupe));
    expect([stored.includes("L-OLD"), stored.includes(PASSWORD)]).toEqual([true, false]);
  });

  it("keeps the findings of a locked member when scanned again without the password", async () => {
    await loupe.reload();
    await put(loupe, "evidence-input", [tomlFile({ id: "later", query: "registry where true" })]);
    await put(loupe, "attach-input", [locked, { name: "plain.ndjson", text: log("PLAIN") }]);
    await loupe.click("scan-again");
    await until(async () => (await rowOf(loupe, "locked.zip"))["state"] === "waiting", "it waits again");
    expect(await loupe.waitForScan()).toBe("done");
    const found = (await exportCsv(loupe)).rows.filter((row) => row["kibana.alert.rule.rule_id"] !== "later");
    expect(found.map((row) => row["host.name"]).sort()).toEqual([
      "L-AES",
      "L-CUSTOM",
      "L-OLD",
      "L-OPEN",
      "PLAIN",
    ]);
  });

  it.runIf(runsOnce(browserName))("may contain rules and evidence, which are both used", async () => {
    await newCase(loupe);
    const rule = tomlFile({ id: "zipped-rule", query: 'registry where host.name == "BOTH"' });
    const both = zip([
      { path: "rules/one.toml", data: rule.text! },
      { path: "logs/a.ndjson", data: log("BOTH") },
    ]);
    await examine(loupe, [{ name: "both.zip", bytes: both }]);
    expect(await rowOf(loupe, "both.zip")).toMatchObject({ state: "done", alerts: "2", problems: "0" });
    await toRules(loupe);
    expect([...(await ruleRows(loupe)).keys()]).toContain("zipped-rule");
    await toCase(loupe);
  });

  it.runIf(runsOnce(browserName))("is explained if an archive is damaged or empty", async () => {
    await newCase(loupe);
    const bytes = collected.bytes!;
    await examine(loupe, [
      { name: "cut.zip", bytes: bytes.slice(0, bytes.length - 60) },
      { name: "empty.zip", bytes: zip([]) },
      { name: "letters.zip", bytes: zip([{ path: "letter.txt", data: "Dear all" }]) },
    ]);
    expect(await rowOf(loupe, "cut.zip")).toMatchObject({ state: "done", alerts: "3", problems: "2" });
    expect(await unfoldedText(loupe, "cut.zip")).toContain("cut short or changed");
    expect(await rowOf(loupe, "empty.zip")).toMatchObject({ state: "done", records: "0", problems: "0" });
    expect(await unfoldedText(loupe, "empty.zip")).toContain("The archive is empty");
    expect(await rowOf(loupe, "letters.zip")).toMatchObject({ state: "unreadable", problems: "1" });
  });

  it.runIf(runsOnce(browserName))(
    "says nothing about other members if all of an archive is locked",
    async () => {
      const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
      await writer.add("aes.ndjson", new TextReader(log("L-ONLY")), { password: PASSWORD });
      const bytes = new Uint8Array(await (await writer.close()).arrayBuffer());
      await newCase(loupe);
      await examine(loupe, [{ name: "only-locked.zip", bytes }]);
      expect(await rowOf(loupe, "only-locked.zip")).toMatchObject({ state: "waiting", records: "0" });
      const said = await loupe.text("archive-lock");
      expect(said).toMatch(/1 file in this archive\s+is locked by a password and was not examined/);
      expect(said).not.toMatch(/other files|the rest/i);
    },
  );

  it("is unchanged in a case that is left while a password is tried", async () => {
    await newCase(loupe);
    await examine(loupe, [locked]);
    const before = await rowOf(loupe, locked.name);
    expect(before).toMatchObject({ state: "waiting", alerts: "2" });
    const casePicker = await loupe.element("case-list");
    const id = await casePicker.evaluate((list) => (list as HTMLSelectElement).value);
    await loupe.element("archive-password");
    await loupe.page.evaluate(async (password) => {
      const input = document.querySelector<HTMLInputElement>("[data-testid=archive-password]")!;
      input.value = password;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await new Promise((next) => setTimeout(next));
      document.querySelector<HTMLElement>("[data-testid=archive-unlock]")!.click();
      document.querySelector<HTMLElement>("[data-testid=new-case]")!.click();
    }, PASSWORD);
    await until(async () => (await loupe.evidenceRows()).length === 0, "the new case is empty");
    // Longer than the attempt and the following scan take.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect([await loupe.evidenceRows(), await loupe.alertCount()]).toEqual([[], 0]);
    await loupe.page.select("[data-testid=case-list]", id);
    await until(async () => (await loupe.evidenceRows()).length > 0, "the case is open again");
    expect(await rowOf(loupe, locked.name)).toEqual(before);
    expect(await loupe.text("archive-lock")).toContain("Select the file again");
  });
});
