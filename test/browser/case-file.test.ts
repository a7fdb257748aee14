import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStored, type Stored } from "./fixtures/database.ts";
import { makeException, setDisposition } from "./fixtures/dispositions.ts";
import { ndjson, registryEvent } from "./fixtures/documents.ts";
import { examine, expectQuiet, exportCsv, fileCount, showTab, until } from "./fixtures/page.ts";
import { drop, fill } from "./fixtures/rules.ts";
import { browserNames, type Download, type Loupe, openLoupe } from "./support/index.ts";

/* A case goes to another profile as a file, and is the same case there. */

const PASSPHRASE = "nine quiet lanterns";

/** The kind of the dialog that is open; undefined for none. */
const taskOf = (loupe: Loupe): Promise<string | undefined> =>
  loupe.page.evaluate(
    () => document.querySelector<HTMLElement>("[data-testid=case-file-dialog]")?.dataset["task"],
  );

const asks = (loupe: Loupe, kind: string): Promise<void> =>
  until(async () => (await taskOf(loupe)) === kind, `the dialog ${kind}`);

async function exportCase(loupe: Loupe, passphrase: string | null): Promise<Download> {
  await loupe.show("report");
  await loupe.click("export-case");
  if (passphrase !== null) {
    await loupe.click("case-file-encrypt");
    await fill(loupe, "case-file-new-passphrase", passphrase);
    await fill(loupe, "case-file-repeated", passphrase);
  }
  const file = await loupe.download("case-file-save");
  await until(async () => (await taskOf(loupe)) === undefined, "the dialog is closed");
  return file;
}

interface StoredCase {
  readonly id: string;
  readonly record: Readonly<Record<string, Stored>>;
  readonly entries: Stored;
}

/** Everything that is stored of each case, without the case's own id. */
async function storedCases(loupe: Loupe): Promise<StoredCase[]> {
  const { stores } = await readStored(loupe);
  return (stores["cases"] ?? []).map(([key, record]) => {
    const id = key as string;
    const own = Object.entries(stores)
      .filter(([name]) => name !== "cases" && name !== "keptRules")
      .map(([name, entries]) => [name, entries.filter(([of]) => (of as string[])[0] === id)]);
    const entries = JSON.parse(JSON.stringify(own).replaceAll(id, "CASE")) as Stored;
    return { id, record: record as StoredCase["record"], entries };
  });
}

describe.each(browserNames)("a case file in %s", (name) => {
  let loupe: Loupe;
  let plain: Download;
  let encrypted: Download;
  let original: StoredCase;
  let alerts: Uint8Array;

  beforeAll(async () => {
    const one = await openLoupe(name);
    await one.page.setViewport({ width: 1600, height: 1200 });
    const events = ["FIRST", "SECOND", "HIDDEN"].map((host) => registryEvent({ host }));
    await examine(one, [{ name: "one.ndjson", text: ndjson(events) }]);
    await setDisposition(one, "FIRST", "true-positive", "It's <b>real</b>");
    await setDisposition(one, "HIDDEN", "acknowledged", "");
    await showTab(one, "rule");
    await makeException(one, { field: "host.name", operator: "is", value: "HIDDEN", why: "A test" });
    await setDisposition(one, "SECOND", "acknowledged", "");
    await showTab(one, "guide");
    await (await one.element("step-done")).evaluate((input) => (input as HTMLElement).click());
    await one.click("rename-case");
    await fill(one, "case-name", "Case 7/2: “C:\\Dumps”");
    await one.page.keyboard.press("Enter");
    await until(async () => (await one.text("case-list")).includes("Case 7/2"), "the new name");
    alerts = (await exportCsv(one)).bytes;
    plain = await exportCase(one, null);
    encrypted = await exportCase(one, PASSPHRASE);
    [original] = (await storedCases(one)) as [StoredCase];
    expectQuiet(one);
    await one.close();
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1600, height: 1200 });
  });
  afterAll(() => loupe?.close());

  it("is called after its case and the date, and shows nothing of it when it is encrypted", () => {
    for (const file of [plain, encrypted])
      expect(file.name).toMatch(/^loupe-Case-7-2-C-Dumps-\d{4}-\d\d-\d\d-case\.loupe$/);
    expect(Buffer.from(encrypted.bytes).toString("latin1")).not.toContain("FIRST");
  });

  it("opens in another profile by drop, as the same case", async () => {
    await drop(loupe, [plain]);
    await until(async () => (await fileCount(loupe)) === 1, "the case is open");
    await until(() => loupe.page.evaluate(() => document.activeElement?.id === "view-title"), "the focus");
    expect(Buffer.compare((await exportCsv(loupe)).bytes, alerts)).toBe(0);
    const [read, ...others] = await storedCases(loupe);
    expect(others).toEqual([]);
    expect(read!.entries).toEqual(original.entries);
    expect(read!.record).toMatchObject({
      name: original.record["name"]!,
      createdAt: original.record["createdAt"]!,
      origin: original.id,
    });
    expect(read!.record).not.toHaveProperty("importing");
    const back = await exportCase(loupe, null);
    expect(Buffer.compare(back.bytes, plain.bytes)).toBe(0);
  });

  it("that is encrypted asks for its passphrase, and is opened beside the same case", async () => {
    await drop(loupe, [encrypted]);
    await asks(loupe, "locked");
    await fill(loupe, "case-file-passphrase", "seven loud lanterns");
    await loupe.click("case-file-open");
    expect(await loupe.text("wrong-passphrase")).toContain("The passphrase is wrong.");
    await fill(loupe, "case-file-passphrase", PASSPHRASE);
    await loupe.click("case-file-open");
    await asks(loupe, "known");
    await loupe.click("case-file-beside");
    await until(async () => (await storedCases(loupe)).length === 2, "there are two cases");
    await until(async () => (await taskOf(loupe)) === undefined, "the dialog is closed");
    for (const { entries } of await storedCases(loupe)) expect(entries).toEqual(original.entries);
    const names = (await storedCases(loupe)).map(({ record }) => String(record["name"]));
    const own = String(original.record["name"]);
    expect(names.sort()).toEqual([own, `${own} (2)`]);
  });

  it("is merged into the same case: the newer verdict counts, both notes stay, and twice changes nothing", async () => {
    await setDisposition(loupe, "FIRST", "false-positive", "A test of ours");
    const before = await storedCases(loupe);
    await drop(loupe, [plain]);
    await asks(loupe, "known");
    await loupe.click("case-file-merge");
    await asks(loupe, "merged");
    // The file has what was decided before: the own case has had it.
    expect(await loupe.text("merge-summary")).toContain("Nothing was changed.");
    await loupe.click("case-file-close");
    await until(async () => (await taskOf(loupe)) === undefined, "the dialog is closed");
    expect(await storedCases(loupe)).toEqual(before);
  });

  it("that is damaged is refused with its place, is no evidence, and changes nothing", async () => {
    const before = await storedCases(loupe);
    const bytes = Uint8Array.from(plain.bytes);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    await drop(loupe, [{ name: "damaged.loupe", bytes }]);
    await asks(loupe, "not-read");
    const sentence = await loupe.text("case-file-failure");
    expect(sentence).toMatch(/damaged: its part from byte [\d,]+ on.*your own cases are unchanged/s);
    await loupe.click("case-file-close");
    expect(await storedCases(loupe)).toEqual(before);
    expect(await fileCount(loupe)).toBe(1);
  });

  it("is offered and opens where nothing is stored", async () => {
    await loupe.click("about-button");
    await loupe.click("store-nothing");
    await loupe.click("store-nothing-confirm");
    await loupe.page.waitForSelector("[data-testid=storage-notice][data-why=chosen]");
    await drop(loupe, [plain]);
    await until(async () => (await fileCount(loupe)) === 1, "the case is open");
    expect(Buffer.compare((await exportCsv(loupe)).bytes, alerts)).toBe(0);
    await loupe.click("notice-export-case");
    const back = await loupe.download("case-file-save");
    expect(Buffer.compare(back.bytes, plain.bytes)).toBe(0);
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
