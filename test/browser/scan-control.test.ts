import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "./fixtures/bytes.ts";
import { ndjson, noise, registryEvent } from "./fixtures/documents.ts";
import { largeFile, slowFile } from "./fixtures/files.ts";
import { expectQuiet, exportCsv, ledgerText, listedCells, newCase, rowOf, until } from "./fixtures/page.ts";
import { type Evidence, type Loupe, oneBrowser, oneCore, openLoupe, runsOnce } from "./support/index.ts";

/*
 * A long scan shows its progress and findings, can be stopped at any time, and is done only when everything is known.
 */

const slow = slowFile(60, "SC");
const slowToo: Evidence = { ...slow, name: "slow-too.ndjson" };
const after: Evidence = {
  name: "after.ndjson",
  text: ndjson([registryEvent({ host: "AFTER" }), ...noise(3)]),
};
const state = (loupe: Loupe) =>
  loupe.page.evaluate(
    () => document.querySelector<HTMLElement>("[data-testid=scan-state]")?.dataset["state"],
  );

describe.each(oneBrowser)("the scan in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name, { stub: oneCore });
  });
  afterAll(() => loupe?.close());

  it("is idle initially", async () => {
    expect(await state(loupe)).toBe("idle");
  });

  it("shows bytes, rate and time left for all files, and the progress of each file, while alerts appear", async () => {
    // The time left is shown after a second of reading. With a clock fifty times as fast that is soon, however fast
    // the machine.
    await loupe.page.evaluate(() => {
      const begun = performance.now();
      performance.now = () => begun + 50 * (Performance.prototype.now.call(performance) - begun);
    });
    // Every change is looked at, not one in a while: on a busy machine the test would miss what was on the screen.
    await loupe.page.evaluate(() => {
      const seen: { text: string; value: number; alerts: number }[] = [];
      (globalThis as unknown as { seen: typeof seen }).seen = seen;
      const observer = new MutationObserver(() => {
        if (document.querySelector<HTMLElement>("[data-testid=scan-state]")?.dataset["state"] !== "scanning")
          return;
        seen.push({
          text: document.querySelector<HTMLElement>("[data-testid=scan-progress]")?.innerText ?? "",
          value:
            document.querySelector<HTMLProgressElement>("[data-testid=evidence-row] progress")?.value ?? 0,
          alerts: Number(document.querySelector<HTMLElement>("[data-testid=alert-count]")?.dataset["count"]),
        });
      });
      observer.observe(document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    });
    await loupe.show("evidence");
    await loupe.addEvidence([slow, after]);
    expect(await loupe.waitForScan()).toBe("done");
    const seen = await loupe.page.evaluate(
      () => (globalThis as unknown as { seen: { text: string; value: number; alerts: number }[] }).seen,
    );
    expect(seen.length).toBeGreaterThan(2);
    expect(
      seen.some(({ text }) => /[\d.]+ MiB of [\d.]+ MiB/.test(text)),
      JSON.stringify(seen),
    ).toBe(true);
    // In any unit: by that clock a busy machine reads some hundred KiB a second.
    expect(seen.some(({ text }) => /\d (bytes|[KMG]iB)\/s/.test(text))).toBe(true);
    expect(seen.some(({ text }) => /\d+(\.\d+)? (s|ms|min)\b.* left/.test(text))).toBe(true);
    await loupe.page.evaluate(() => Reflect.deleteProperty(performance, "now"));
    expect(seen.some(({ alerts }) => alerts > 0)).toBe(true);
    const values = seen.map(({ value }) => value).filter((value) => value > 0);
    expect(new Set(values).size).toBeGreaterThan(1);
    expect(await loupe.alertCount()).toBe(3);
  });

  it("shows its phase from the beginning, and no number before it is known", async () => {
    await newCase(loupe);
    await loupe.page.evaluate(() => {
      const said: string[] = [];
      (globalThis as unknown as { said: string[] }).said = said;
      new MutationObserver(() => {
        const shown = document.querySelector<HTMLElement>("[data-testid=scan-state]");
        if (shown?.dataset["state"] === "scanning") said.push(shown.innerText);
      }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    await loupe.addEvidence([{ ...after, name: "quick.ndjson" }]);
    expect(await loupe.waitForScan()).toBe("done");
    const said = await loupe.page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
    expect(said[0]).toMatch(/^Identifying files…/);
    const order = ["Identifying files", "Preparing rules", "Scanning", "Scan finished"];
    const stages = said.map((text) => order.findIndex((words) => text.startsWith(words)));
    expect(stages).not.toContain(-1);
    expect(stages).toEqual([...stages].sort());
    expect(said.filter((text) => text.includes("of 0 bytes"))).toEqual([]);
  });

  it("stops immediately, keeps its findings, shows how far it got, and continues with new evidence", async () => {
    await newCase(loupe);
    await loupe.addEvidence([after, slow, slowToo]);
    await until(async () => (await loupe.alertCount()) > 1, "an alert of each file while the scan runs");
    await until(async () => (await listedCells(loupe)).length > 1, "they are listed while the scan runs");
    expect(await state(loupe)).toBe("scanning");
    await loupe.click("cancel-scan");
    await until(async () => (await state(loupe)) === "cancelled", "the scan is cancelled");
    expect(await loupe.alertCount()).toBe(2);
    for (const { name } of [slow, slowToo]) {
      expect(await rowOf(loupe, name)).toMatchObject({ state: "cancelled", alerts: "1" });
      expect(await ledgerText(loupe, name)).toMatch(/stopped[^]*(byte|MiB|of)/i);
    }
    expect(await rowOf(loupe, after.name)).toMatchObject({ state: "cancelled", alerts: "0" });
    expect(await ledgerText(loupe, after.name)).toMatch(/not read|stopped before/i);
    // A stopped scan must not claim that there are no alerts in all files.
    expect(await loupe.text("scan-state")).toMatch(/stopped/i);
    const { rows } = await exportCsv(loupe);
    expect(rows.map((alert) => alert["host.name"])).toEqual(["SC-first", "SC-first"]);

    await loupe.addEvidence([{ ...after, name: "again.ndjson" }]);
    expect(await loupe.waitForScan()).toBe("done");
    expect(await rowOf(loupe, "again.ndjson")).toMatchObject({ state: "done", alerts: "1" });
    expect(await loupe.alertCount()).toBe(3);
    expect(await loupe.text("scan-state")).not.toMatch(/fully read/i);
    await loupe.reload();
    expect(await loupe.alertCount()).toBe(3);
    expect(await rowOf(loupe, slow.name)).toMatchObject({ state: "cancelled", alerts: "1" });
  });

  it("is done only when the SHA-256 of every file is known, and correct", async () => {
    await newCase(loupe);
    const files: Evidence[] = [
      largeFile("big.ndjson", 40, [5]),
      after,
      { name: "empty", text: "" },
      { name: "one", bytes: new Uint8Array([0]) },
      { name: "block", bytes: new Uint8Array(64).fill(0x20) },
    ];
    await loupe.page.evaluate(() => {
      const shown: string[] = [];
      (globalThis as unknown as { whenDone: string[] }).whenDone = shown;
      new MutationObserver(() => {
        if (document.querySelector<HTMLElement>("[data-testid=scan-state]")?.dataset["state"] !== "done")
          return;
        const rows = Array.from(document.querySelectorAll("[data-testid=evidence-row]"));
        if (rows.length > 0)
          shown.push(rows.map((row) => (row as HTMLElement).dataset["sha256"] || "unknown").join());
      }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    });
    await loupe.show("evidence");
    await loupe.addEvidence(files);
    expect(await loupe.waitForScan()).toBe("done");
    const wanted = files.map(({ bytes, text }) => sha256(Buffer.from(bytes ?? text ?? ""))).join();
    const whenDone = await loupe.page.evaluate(
      () => (globalThis as unknown as { whenDone: string[] }).whenDone,
    );
    expect(whenDone.length).toBeGreaterThan(0);
    expect(new Set(whenDone)).toEqual(new Set([wanted]));
  });

  it("keeps the locations of alerts in their evidence when stopped", async () => {
    await newCase(loupe);
    // From within the page: on a busy machine, a click from outside may come after the end of the scan.
    const stopped = loupe.page.evaluate(async () => {
      const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid=${testid}]`);
      while (!(Number(find("alert-count")?.dataset["count"]) > 0 && find("cancel-scan") !== null))
        await new Promise((next) => setTimeout(next, 5));
      find("cancel-scan")!.click();
    });
    await loupe.addEvidence([slow]);
    await stopped;
    await until(async () => (await state(loupe)) === "cancelled", "the scan is cancelled");
    const [alert] = (await exportCsv(loupe)).rows;
    expect(alert).toMatchObject({ "host.name": "SC-first", "log.file.path": slow.name, "log.offset": "0" });
    expect(alert!["log.file.hash.sha256"]).toBe("not computed: stopped");
    const [file] = (await exportCsv(loupe, "export-evidence-csv")).rows;
    expect(file!["sha256"]).toBe("not computed: stopped");
    expect(await ledgerText(loupe, slow.name)).toContain("not computed: stopped");
    // The hash of a stopped file is no longer computed, so the page must not promise it.
    expect(await ledgerText(loupe, slow.name)).not.toMatch(/not known yet/i);
  });

  it.runIf(runsOnce(name))("keeps the page free while many small files are read", async () => {
    // The clock of before runs too fast.
    await loupe.reload();
    await newCase(loupe);
    await loupe.page.evaluate(() => {
      const seen = { from: Date.now(), changes: 0, tasks: [] as number[] };
      Object.assign(globalThis, { seen });
      const isProgress = ({ target }: MutationRecord): boolean =>
        target.parentElement?.closest("[data-testid=scan-progress]") != null;
      new MutationObserver((changes) => {
        if (changes.some(isProgress)) seen.changes++;
      }).observe(document.body, { subtree: true, characterData: true });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.tasks.push(duration);
      }).observe({ type: "longtask" });
    });
    const files = Array.from({ length: 300 }, (_, n) => ({
      name: `small-${n}.ndjson`,
      text: ndjson([registryEvent({ host: `S${n}` }), ...noise(2, n)]),
    }));
    await loupe.addEvidence(files);
    expect(await loupe.waitForScan()).toBe("done");
    expect(await loupe.alertCount()).toBe(files.length);
    const { millis, changes, tasks } = await loupe.page.evaluate(() => {
      const { seen } = globalThis as unknown as { seen: { from: number; changes: number; tasks: number[] } };
      return { ...seen, millis: Date.now() - seen.from };
    });
    expect(changes).toBeLessThanOrEqual(millis / 250 + 4);
    // A quiet machine has none. Other programs make some: only what a busy machine does not explain must fail.
    expect(Math.max(0, ...tasks)).toBeLessThan(1500);
    expect(tasks.reduce((sum, task) => sum + task, 0)).toBeLessThan(millis / 2);
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
