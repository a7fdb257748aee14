import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ndjson, noise, registryEvent } from "./fixtures/documents.ts";
import { setDisposition } from "./fixtures/dispositions.ts";
import { slowFile } from "./fixtures/files.ts";
import {
  alertedHosts,
  chooseAlert,
  examine,
  expectQuiet,
  fileCount,
  ledgerText,
  openFile,
  newCase,
  readDatabase,
  rowOf,
  until,
  visibleText,
} from "./fixtures/page.ts";
import { browserNames, openLoupe, type Loupe } from "./support/index.ts";

/* Several tabs show the same case: one of them works in it, the others read it, and each says which. */

const small = { name: "small.ndjson", text: ndjson([registryEvent({ host: "SMALL" }), ...noise(3)]) };

const isReadOnly = async (loupe: Loupe): Promise<boolean> =>
  (await loupe.page.$("[data-testid=case-read-only]")) !== null;

/** Reloads until the tab may work in the case: a browser takes a moment to notice that the other tab is gone. */
const untilOwn = (loupe: Loupe): Promise<void> =>
  until(async () => {
    await loupe.reload();
    return !(await isReadOnly(loupe));
  }, "the case is this tab's");

const scanState = (loupe: Loupe) =>
  loupe.page.evaluate(
    () => document.querySelector<HTMLElement>("[data-testid=scan-state]")?.dataset["state"],
  );

const caseId = (loupe: Loupe) =>
  loupe.page.evaluate(() => document.querySelector<HTMLSelectElement>("[data-testid=case-list]")!.value);

/** The tab that the analyst looks at: browsers neither draw the others nor let a test click there. */
async function goTo(loupe: Loupe): Promise<Loupe> {
  await loupe.page.bringToFront();
  return loupe;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function deleteCase(loupe: Loupe): Promise<void> {
  await loupe.click("delete-case");
  await loupe.click("delete-case-confirm");
  await until(async () => (await fileCount(loupe)) === 0, "the case is gone");
}

/** Starts a scan that takes some seconds, and waits for its first alert. */
async function beginScan(loupe: Loupe, host: string): Promise<void> {
  await loupe.addEvidence([slowFile(120, host)]);
  await until(async () => (await loupe.alertCount()) > 0, "an alert while the scan runs");
}

/** Every record of a case, whatever its store. */
async function recordsOf(loupe: Loupe, id: string): Promise<string[]> {
  return Object.values(await readDatabase(loupe))
    .flat()
    .filter((record) => record.includes(id));
}

describe.each(browserNames)("two tabs in %s", (name) => {
  let first: Loupe;
  beforeEach(async () => {
    first = await openLoupe(name);
  });
  afterEach(() => first?.close());

  it("show a case in the second for reading only, until the first is closed", async () => {
    await examine(first, [small]);
    const second = await first.openTab();
    expect(await caseId(second)).toBe(await caseId(first));
    expect(await second.text("case-read-only")).toMatch(/another tab is working in this case/i);
    expect(await isReadOnly(first)).toBe(false);
    expect(await second.alertCount()).toBe(1);
    expect(await rowOf(second, small.name)).toMatchObject({ state: "done", alerts: "1" });
    expect(await alertedHosts(second)).toEqual(["SMALL"]);
    await openFile(second, small.name);
    expect(await second.page.$("[data-testid=remove-evidence]")).toBeNull();
    await chooseAlert(second, "SMALL");
    expect(await second.page.$("[data-testid=judgement]:disabled")).not.toBeNull();
    await second.click("case-menu");
    const rename = await second.element("rename-case");
    expect(await rename.evaluate((item) => item.ariaDisabled)).toBe("true");
    await second.page.keyboard.press("Escape");
    // The first tab goes on as before.
    await goTo(first);
    await setDisposition(first, "SMALL", "acknowledged", "from the first tab");
    const more = { name: "more.ndjson", text: ndjson([registryEvent({ host: "MORE" })]) };
    await examine(first, [more]);
    // The second tab follows, and keeps the alert that the analyst reads there.
    await goTo(second);
    await until(async () => (await second.alertCount()) === 2, "the second tab shows the new alert");
    expect((await second.evidenceRows()).map((row) => row["name"])).toEqual([small.name, "more.ndjson"]);
    expect((await alertedHosts(second)).sort()).toEqual(["MORE", "SMALL"]);
    await chooseAlert(second, "SMALL");
    expect(
      await second.page.$eval("[data-testid=verdict-note]", (note) => (note as HTMLTextAreaElement).value),
    ).toBe("from the first tab");
    await first.page.close();
    await untilOwn(second);
    expect((await second.evidenceRows()).map((row) => row["name"])).toEqual([small.name, "more.ndjson"]);
    await setDisposition(second, "SMALL", "true-positive", "from the second tab");
    expectQuiet(second);
  });

  it("examine files that are dropped on the other's case in a new one", async () => {
    await examine(first, [small]);
    const second = await first.openTab();
    expect(await isReadOnly(second)).toBe(true);
    await second.page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], "more.ndjson"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, small.text!);
    await until(async () => !(await isReadOnly(second)), "the second tab has a case of its own");
    expect(await second.waitForScan()).toBe("done");
    expect(await second.text("dropped-elsewhere")).toMatch(/these files are in a new case/);
    expect((await second.evidenceRows()).map((row) => row["name"])).toEqual(["more.ndjson"]);
    await goTo(first);
    expect((await first.evidenceRows()).map((row) => row["name"])).toEqual([small.name]);
    expect(await isReadOnly(first)).toBe(false);
    expectQuiet(second);
  });

  it("hand a case over: the scan in the first stops, and nothing is half stored", async () => {
    await beginScan(first, "OVER");
    const second = await first.openTab();
    await second.click("take-over");
    await until(async () => !(await isReadOnly(second)), "the second tab works in the case");
    await until(async () => isReadOnly(first), "the first tab says so");
    expect(await first.text("case-read-only")).toMatch(/another tab has taken over.*scan here was stopped/is);
    expect(await scanState(first)).toBe("cancelled");
    expect(await rowOf(second, "slow-over.ndjson")).toMatchObject({ state: "cancelled", alerts: "1" });
    expect(await ledgerText(second, "slow-over.ndjson")).toMatch(/scan was stopped/i);
    const stored = await readDatabase(second);
    await pause(1500);
    expect(await readDatabase(second)).toEqual(stored);
    expect(stored["findings"]!.length).toBe(stored["rows"]!.length);
    await setDisposition(second, "OVER-first", "true-positive", "in the second");

    // And back again.
    await goTo(first);
    await first.click("take-over");
    await until(async () => !(await isReadOnly(first)), "the first tab works in the case again");
    await until(async () => isReadOnly(second), "the second tab only reads");
    await chooseAlert(first, "OVER-first");
    expect(
      await first.page.$eval("[data-testid=verdict-note]", (note) => (note as HTMLTextAreaElement).value),
    ).toBe("in the second");
    for (const loupe of [first, second]) expectQuiet(loupe);
  });

  it("leave nothing of a case that one deletes while the other scans it, and the other says so", async () => {
    await beginScan(first, "GONE");
    const id = await caseId(first);
    const second = await first.openTab();
    await second.click("delete-case");
    await second.element("delete-case-confirm");
    expect(
      await second.page.$eval("[role=alertdialog]", (dialog) => (dialog as HTMLElement).innerText),
    ).toMatch(/another tab is working in this case/i);
    await second.click("delete-case-confirm");
    await until(async () => (await caseId(second)) !== id, "the case is deleted");
    await until(async () => (await caseId(first)) !== id, "the first tab has left the case");
    expect(await visibleText(first)).toMatch(/was deleted in another tab/i);
    expect(await first.evidenceRows()).toEqual([]);
    await pause(1500);
    expect(await recordsOf(second, id)).toEqual([]);
    expect(JSON.stringify(await readDatabase(second))).not.toContain("GONE");
    // The tab is as good as before.
    await goTo(first);
    await examine(first, [small]);
    expect(await first.alertCount()).toBe(1);
    for (const loupe of [first, second]) expectQuiet(loupe);
  });

  it("do not bring back a case that the other has deleted", async () => {
    await examine(first, [small]);
    const deleted = await caseId(first);
    await newCase(first);
    await examine(first, [{ ...small, name: "kept.ndjson" }]);
    // A tab that hears nothing of the other.
    const second = await first.openTab(() => {
      Object.defineProperty(globalThis, "BroadcastChannel", { value: undefined });
    });
    await goTo(first);
    await (await first.element("case-list")).select(deleted);
    await until(async () => (await caseId(first)) === deleted, "the first case is open");
    await deleteCase(first);
    await goTo(second);
    await until(async () => !(await offers(second, deleted)), "it is not on offer any more");
    expect(await recordsOf(second, deleted)).toEqual([]);
  });

  it("are not locked out by a tab that is closed or crashes during a scan", async () => {
    const crashing = await first.openTab();
    await newCase(crashing);
    await beginScan(crashing, "CRASH");
    const second = await first.openTab();
    expect(await isReadOnly(second)).toBe(true);
    // Firefox lets no test crash a tab.
    if (name === "chromium") void crashing.page.goto("chrome://crash").catch(() => undefined);
    else await crashing.page.close();
    await untilOwn(second);
    expect(await rowOf(second, "slow-crash.ndjson")).toMatchObject({ state: "cancelled" });
    expect(await ledgerText(second, "slow-crash.ndjson")).toMatch(/page was closed/i);
  });

  it("take over by force from a tab that does not answer", async () => {
    const deaf = await first.openTab(() => {
      Object.defineProperty(globalThis, "BroadcastChannel", { value: undefined });
    });
    await newCase(deaf);
    await examine(deaf, [small]);
    const second = await first.openTab();
    await second.click("take-over");
    await until(async () => !(await isReadOnly(second)), "the second tab works in the case");
    await until(async () => isReadOnly(deaf), "the first tab says so");
    expect(await rowOf(second, small.name)).toMatchObject({ state: "done", alerts: "1" });
  });

  it("are kept apart even where the browser has neither locks nor channels", async () => {
    const stub = (): void => {
      Object.defineProperty(globalThis, "BroadcastChannel", { value: undefined });
      Object.defineProperty(navigator, "locks", { value: undefined });
    };
    const third = await first.openTab(stub);
    await newCase(third);
    await beginScan(third, "APART");
    const id = await caseId(third);
    const fourth = await first.openTab(stub);
    expect(await caseId(fourth)).toBe(id);
    // The tab that opened the case last works in it; the other notices when it writes.
    expect(await isReadOnly(fourth)).toBe(false);
    await until(async () => isReadOnly(third), "the scanning tab has noticed");
    await until(async () => (await scanState(third)) === "cancelled", "its scan is stopped");
    const stored = await recordsOf(fourth, id);
    await pause(1500);
    expect(await recordsOf(fourth, id)).toEqual(stored);

    await goTo(third);
    await third.click("take-over");
    await until(async () => !(await isReadOnly(third)), "the third tab has it again");
    await third.addEvidence([slowFile(60, "LATE")]);
    await until(async () => (await alertCountOf(third, "slow-late.ndjson")) > 0, "an alert");
    await goTo(fourth);
    await deleteCase(fourth);
    await until(async () => (await caseId(third)) !== id, "the scanning tab has noticed", 120_000);
    await pause(1500);
    expect(await recordsOf(fourth, id)).toEqual([]);
    expect(await visibleText(third)).toMatch(/was deleted in another tab/i);
  });
});

function offers(loupe: Loupe, id: string): Promise<boolean> {
  return loupe.page.evaluate((wanted) => {
    const list = document.querySelector<HTMLSelectElement>("[data-testid=case-list]")!;
    return Array.from(list.options, ({ value }) => value).includes(wanted);
  }, id);
}

async function alertCountOf(loupe: Loupe, file: string): Promise<number> {
  return Number((await rowOf(loupe, file))["alerts"]);
}
