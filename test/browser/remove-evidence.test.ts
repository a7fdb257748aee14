import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, noise, registryEvent } from "./fixtures/documents.ts";
import { setDisposition } from "./fixtures/dispositions.ts";
import { slowFile } from "./fixtures/files.ts";
import {
  alertedHosts,
  examine,
  expectQuiet,
  exportCsv,
  newCase,
  openFile,
  readDatabase,
  rowOf,
  unfoldedText,
  until,
} from "./fixtures/page.ts";
import { type Evidence, type Loupe, openLoupe, otherBrowser } from "./support/index.ts";

/* A file leaves the case with everything of it; a file that was stopped comes back into its row. */

const fileOf = (host: string): Evidence => ({
  name: `${host.toLowerCase()}.ndjson`,
  text: ndjson([registryEvent({ host: `${host}-1` }), registryEvent({ host: `${host}-2` }), ...noise(3)]),
});

/** Opens the question in the detail of one file. */
async function askToRemove(loupe: Loupe, name: string): Promise<void> {
  await openFile(loupe, name);
  await loupe.click("remove-evidence");
  await loupe.element("remove-evidence-confirm");
}

const focused = (loupe: Loupe) =>
  loupe.page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    return {
      row: element?.closest<HTMLElement>("[data-testid=evidence-row]")?.dataset["name"] ?? "",
      detail: element?.closest("[data-testid=evidence-detail]")?.querySelector("h2")?.textContent ?? "",
      testid: element?.dataset["testid"] ?? "",
      text: element?.textContent?.trim() ?? "",
    };
  });

/** Adds a file that the case has: it gets no row of its own. */
async function addAgain(loupe: Loupe, path: string): Promise<void> {
  const input = await loupe.page.$("[data-testid=evidence-input]");
  await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(path);
}

describe.each(otherBrowser)("a file in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  it("can be removed with its alerts, verdicts and records, after a question that names them", async () => {
    await examine(loupe, [fileOf("ALPHA"), fileOf("BETA"), fileOf("GAMMA")]);
    await setDisposition(loupe, "BETA-1", "true-positive", "beta-note");
    await setDisposition(loupe, "GAMMA-1", "acknowledged", "gamma-note");
    await askToRemove(loupe, "beta.ndjson");
    expect(await loupe.text("remove-evidence-question")).toMatch(
      /beta\.ndjson.*2 alerts with their records.*verdicts and notes on 1 of them.*cannot be undone.*file itself stays/s,
    );
    // The safe answer has the focus, and Escape gives it.
    await loupe.page.keyboard.press("Escape");
    await until(async () => (await focused(loupe)).testid === "remove-evidence", "the focus is back");
    expect((await focused(loupe)).detail).toBe("beta.ndjson");
    expect(await loupe.alertCount()).toBe(6);

    await askToRemove(loupe, "beta.ndjson");
    await loupe.click("remove-evidence-confirm");
    await until(async () => (await loupe.evidenceRows()).length === 2, "the row is gone");
    await until(async () => (await focused(loupe)).row === "gamma.ndjson", "the focus is in the next row");
    expect(await loupe.waitForScan()).toBe("done");
    expect(await loupe.alertCount()).toBe(4);
    expect(await loupe.text("alert-summary")).toMatch(/4 alerts.*2 files/);
    expect(await alertedHosts(loupe)).toEqual(["ALPHA-1", "ALPHA-2", "GAMMA-1", "GAMMA-2"]);
    expect((await exportCsv(loupe, "export-evidence-csv")).rows.map((row) => row["name"])).toEqual([
      "alpha.ndjson",
      "gamma.ndjson",
    ]);
    // The audit trail keeps what was done, with the file's name.
    const stored = JSON.stringify({ ...(await readDatabase(loupe)), audit: [] });
    for (const trace of ["beta", "BETA"]) expect(stored).not.toContain(trace);
    expect(stored).toContain("gamma-note");
    await loupe.reload();
    expect(await loupe.alertCount()).toBe(4);
    // A file that is added now does not take the place of one that is there.
    await examine(loupe, [fileOf("DELTA")]);
    expect((await loupe.evidenceRows()).map((row) => row["name"])).toEqual([
      "alpha.ndjson",
      "gamma.ndjson",
      "delta.ndjson",
    ]);
  });

  it("can be removed with the keyboard, the last one too", async () => {
    await newCase(loupe);
    await examine(loupe, [fileOf("ONLY")]);
    await loupe.show("evidence");
    await loupe.element("evidence-row");
    await loupe.page.focus("[data-testid=evidence-row]");
    await loupe.page.keyboard.press("j");
    await loupe.page.keyboard.press("Delete");
    await loupe.element("remove-evidence-confirm");
    await loupe.page.keyboard.down("Shift");
    await loupe.page.keyboard.press("Tab");
    await loupe.page.keyboard.up("Shift");
    expect((await focused(loupe)).testid).toBe("remove-evidence-confirm");
    await loupe.page.keyboard.press("Enter");
    await until(async () => (await loupe.evidenceRows()).length === 0, "the row is gone");
    await until(
      async () => (await focused(loupe)).text === "Add evidence",
      "the focus is where files are added",
    );
    expect(await loupe.alertCount()).toBe(0);
    await until(
      async () => !JSON.stringify((await readDatabase(loupe))["evidence"]).includes("only.ndjson"),
      "it is stored",
    );
    await loupe.reload();
    expect(await loupe.evidenceRows()).toEqual([]);
  });

  it("takes the sequences with its events along, and the others are searched again", async () => {
    await newCase(loupe);
    await loupe.click("new-rule");
    await (await loupe.element("own-rule-name")).type("Pair");
    await (
      await loupe.element("own-rule-query")
    ).type(
      'sequence by user.name [registry where host.name : "PAIR-*"] [registry where host.name : "PAIR-*"]',
    );
    await loupe.click("own-rule-save");
    const at = (host: string, time: string): Evidence => ({
      name: `${host.toLowerCase()}.ndjson`,
      text: ndjson([registryEvent({ host, time, userName: "same" })]),
    });
    await examine(loupe, [
      at("PAIR-A", "2024-01-01T00:00:00Z"),
      at("PAIR-B", "2024-01-01T00:00:01Z"),
      at("PAIR-C", "2024-01-01T00:00:02Z"),
    ]);
    const sequences = async () =>
      (await exportCsv(loupe, "export-csv")).rows
        .filter((row) => row["kibana.alert.rule.name"] === "Pair")
        .map((row) => row["loupe.sequence"]);
    const before = await sequences();
    expect(before.length).toBeGreaterThan(0);
    await askToRemove(loupe, "pair-b.ndjson");
    expect(await loupe.text("remove-evidence-question")).toMatch(/sequences? with events of it/);
    await loupe.click("remove-evidence-confirm");
    await until(async () => (await loupe.evidenceRows()).length === 2, "the row is gone");
    expect(await loupe.waitForScan()).toBe("done");
    expect(await sequences()).toHaveLength(1);
    expect(JSON.stringify(await readDatabase(loupe))).not.toContain("PAIR-B");
    await loupe.reload();
    expect(await sequences()).toHaveLength(1);
  });

  it("cannot be removed while a scan runs, and keeps its row and its alerts when it is added again", async () => {
    await newCase(loupe);
    const slow = slowFile(20, "AGAIN");
    const folder = mkdtempSync(join(tmpdir(), "loupe-again-"));
    const path = join(folder, slow.name);
    writeFileSync(path, slow.bytes!);
    try {
      await loupe.show("evidence");
      // From within the page: on a busy machine, a click from outside may come after the end of the scan.
      const stopped = loupe.page.evaluate(async () => {
        let isLocked = false;
        for (;;) {
          const find = (selector: string) => document.querySelector<HTMLElement>(selector);
          if (find("[data-testid=remove-evidence]") === null) find("[data-testid=evidence-row]")?.click();
          isLocked ||= find("[data-testid=remove-evidence]:disabled") !== null;
          const hasAlert = Number(find("[data-testid=alert-count]")?.dataset["count"]) > 0;
          const stop = find("[data-testid=cancel-scan]");
          if (isLocked && hasAlert && stop !== null) return stop.click();
          await new Promise((next) => setTimeout(next, 5));
        }
      });
      await loupe.addPaths([path]);
      await stopped;
      await until(async () => (await rowOf(loupe, slow.name))["state"] === "cancelled", "it is stopped");
      await setDisposition(loupe, "AGAIN-first", "true-positive", "kept");
      await addAgain(loupe, path);
      await until(
        async () => (await rowOf(loupe, slow.name))["state"] !== "cancelled",
        "it is scanned again",
      );
      expect(await loupe.waitForScan()).toBe("done");
      expect(await loupe.evidenceRows()).toHaveLength(1);
      expect(await rowOf(loupe, slow.name)).toMatchObject({ state: "done", alerts: "2" });
      expect(await alertedHosts(loupe)).toEqual(["AGAIN-first", "AGAIN-last"]);
      expect(JSON.stringify(await readDatabase(loupe))).toContain("kept");

      // The same after the page was closed during the scan.
      await newCase(loupe);
      await loupe.addPaths([path]);
      await until(async () => (await loupe.alertCount()) > 0, "an alert while the scan runs");
      await loupe.reload();
      expect(await rowOf(loupe, slow.name)).toMatchObject({ state: "cancelled" });
      await addAgain(loupe, path);
      await until(async () => (await rowOf(loupe, slow.name))["state"] === "done", "it is done", 120_000);
      expect(await loupe.waitForScan()).toBe("done");
      expect(await loupe.evidenceRows()).toHaveLength(1);
      expect(await alertedHosts(loupe)).toEqual(["AGAIN-first", "AGAIN-last"]);
      // A file that was read to its end is a second one.
      await loupe.addPaths([path]);
      expect(await loupe.waitForScan()).toBe("done");
      expect(await loupe.evidenceRows()).toHaveLength(2);
      expect(await unfoldedText(loupe, slow.name)).toMatch(/Identical to/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
