import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, registryEvent } from "./fixtures/documents.ts";
import { chooseAlert, expectQuiet, exportCsv, newCase, onlyRule, showTab, until } from "./fixtures/page.ts";
import { drop, tomlFile } from "./fixtures/rules.ts";
import { type Loupe, openLoupe, oneBrowser } from "./support/index.ts";

/* The guide as a checklist: what the evidence answers, and what the analyst records, also after a reload. */

interface Step {
  readonly section: string;
  readonly state: string;
  readonly answers: readonly string[];
  readonly note: string;
}

const steps = (loupe: Loupe): Promise<Step[]> =>
  loupe.page.$$eval("[data-testid=guide-step]", (list) =>
    list.map((step) => ({
      section: (step as HTMLElement).dataset["section"] ?? "",
      state: (step as HTMLElement).dataset["state"] ?? "",
      answers: Array.from(
        step.querySelectorAll<HTMLElement>("[data-testid=guide-answer]"),
        (answer) => `${answer.dataset["kind"]}: ${answer.innerText.replace(/\s+/g, " ")}`,
      ),
      note: step.querySelector<HTMLTextAreaElement>("[data-testid=step-note]")?.value ?? "",
    })),
  );

/** Shows the guide of the chosen alert, and waits until the evidence has answered every step that asks it. */
async function answered(loupe: Loupe): Promise<Step[]> {
  await showTab(loupe, "guide");
  await until(async () => {
    const found = await steps(loupe);
    return found.every(({ answers }) => answers.length > 0);
  }, "the answers");
  return steps(loupe);
}

/** Clicks a control of a step. */
async function inStep(loupe: Loupe, number: number, testid: string): Promise<void> {
  const [control] = await loupe.page.$$(
    `[data-testid=guide-step]:nth-of-type(${number})[data-section=investigation] [data-testid=${testid}]`,
  );
  await control!.evaluate((element) => (element as HTMLElement).click());
}

describe.each(oneBrowser)("the guide in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  it("answers its steps from the evidence, with records that can be opened", async () => {
    await loupe.click("load-sample");
    expect(await loupe.waitForScan()).toBe("done");
    await chooseAlert(loupe, "SAMPLE-WS01");
    const found = await answered(loupe);
    expect(found.map(({ section }) => section).filter((section) => section === "investigation")).toHaveLength(
      5,
    );
    expect(found.every(({ state, note }) => state === "open" && note === "")).toBe(true);
    expect(found[0]!.answers[0]).toMatch(
      /^found: The event says that …\\LocalDumps\\DumpType was set to 2 \(full dumps\) by reg\.exe/,
    );
    expect(found[0]!.answers[0]).toContain("Earlier, at 2024-05-14 02:05:02.344 UTC, it was set to 1");
    expect(found[2]!.answers[0]).toMatch(/^found: .*powershell\.exe/);
    expect(found[3]!.answers[0]).toMatch(/^cannot: No file events of this host .* Bring the Sysmon log/);
    expect(await loupe.text("guide-progress")).toBe("0 of 17 answered; the evidence has answers to 11");
    await loupe.click("guide-record");
    // Before it is there, asking for it would lead to the tab Around, which has records as well.
    await loupe.page.waitForSelector("[data-testid=around-record]");
    await until(
      async () => /\d fields.*registry\.data\.strings/s.test(await loupe.text("around-record")),
      "the record",
    );
    expectQuiet(loupe);
  });

  it("keeps the state and the note of a step, and shows its answers without the file", async () => {
    await inStep(loupe, 1, "step-done");
    await inStep(loupe, 4, "step-not-possible");
    await inStep(loupe, 4, "step-add-note");
    await loupe.page.keyboard.type("asked for the log");
    expect(await loupe.text("guide-progress")).toBe(
      "2 of 17 answered, 1 by the evidence; the evidence has answers to 10 more",
    );
    // At once: what the database has not written yet is kept as well.
    await loupe.reload();
    await chooseAlert(loupe, "SAMPLE-WS01");
    const found = await answered(loupe);
    expect(found.slice(0, 4).map(({ state, note }) => [state, note])).toEqual([
      ["done", ""],
      ["open", ""],
      ["open", ""],
      ["not-possible", "asked for the log"],
    ]);
    expect(found[0]!.answers[0]).toContain("was set to 2 (full dumps)");
    await chooseAlert(loupe, "SAMPLE-SRV01");
    expect((await answered(loupe)).every(({ state }) => state === "open")).toBe(true);
    expectQuiet(loupe);
  });

  it("has all of it in the alert's history, and in the case's audit trail", async () => {
    await chooseAlert(loupe, "SAMPLE-WS01");
    await loupe.click("verdict-true-positive");
    await showTab(loupe, "history");
    const texts = (testid: string) =>
      loupe.page.$$eval(`[data-testid=${testid}]`, (list) =>
        list.map((each) => (each as HTMLElement).innerText.replace(/\s+/g, " ")),
      );
    await until(async () => (await texts("history-entry")).length === 4, "the history");
    const history = await texts("history-entry");
    expect(history[0]).toMatch(/^\S+ \S+ UTC · no name given · Verdict open → true positive$/);
    expect(history[1]).toContain("Secure the dump files: Note: asked for the log");
    expect(history[3]).toContain("Confirm the value: open → done");

    await loupe.click("nav-report");
    await until(async () => (await texts("audit-row")).length === 5, "the trail");
    expect((await texts("audit-row")).at(-1)).toContain(
      "Added 4 files: loupe-sample-synthetic-ws01-defend.ndjson, ",
    );
    const { header, rows } = await exportCsv(loupe, "report-audit");
    expect(header.slice(0, 4)).toEqual(["time", "analyst", "action", "what"]);
    expect(rows.map(({ action, "host.name": host }) => [action, host])).toEqual([
      ["evidence", ""],
      ["guide", "SAMPLE-WS01"],
      ["guide", "SAMPLE-WS01"],
      ["guide", "SAMPLE-WS01"],
      ["verdict", "SAMPLE-WS01"],
    ]);
    await loupe.page.select("[data-testid=audit-action]", "verdict");
    await until(async () => (await texts("audit-row")).length === 1, "one verdict");
    await loupe.click("audit-alert");
    await until(async () => (await texts("alert-detail"))[0]?.includes("SAMPLE-WS01") === true, "the alert");
    expectQuiet(loupe);
  });

  // Firefox cannot be told from outside to show what it would print.
  it.runIf(name === "chromium")("is printed whole, without what only a screen needs", async () => {
    await answered(loupe);
    await loupe.page.emulateMediaType("print");
    const seen = await loupe.page.evaluate(() => {
      const detail = document.querySelector<HTMLElement>("[data-testid=alert-detail]")!;
      const cut = [...detail.querySelectorAll<HTMLElement>("*"), detail].filter(
        (each) =>
          each.scrollHeight > each.clientHeight + 4 &&
          ["auto", "scroll", "hidden"].includes(getComputedStyle(each).overflowY) &&
          !each.classList.contains("visually-hidden"),
      );
      const isShown = (testid: string) =>
        document.querySelector<HTMLElement>(`[data-testid=${testid}]`)!.checkVisibility();
      return {
        cut: cut.map(({ className }) => className),
        color: getComputedStyle(detail).color,
        shown: ["nav-alerts", "verdict-note", "verdict-open", "export-csv", "guide-answer"].filter(isShown),
        text: detail.innerText,
      };
    });
    await loupe.page.emulateMediaType();
    expect(seen.cut).toEqual([]);
    expect(seen.color).toBe("rgb(0, 0, 0)");
    expect(seen.shown).toEqual(["guide-answer"]);
    expect(seen.text).toContain("Note: asked for the log");
    expect(seen.text).toContain("True positive");
    expect(seen.text).not.toContain("False positive\n");
    expect(seen.text).toContain("Harden the endpoints.");
  });

  it("shows an answer that names one record for the alerts of several rules", async () => {
    await newCase(loupe);
    const query = 'registry where registry.value == "DumpType"';
    const times = ["2024-05-14T02:17:40.123Z", "2024-05-14T02:18:40.123Z"];
    const text = ndjson(times.map((time) => registryEvent({ host: "TWICE", time })));
    await drop(loupe, [
      tomlFile({ id: "one", query }),
      tomlFile({ id: "two", query }),
      { name: "twice.ndjson", text },
    ]);
    expect(await loupe.waitForScan()).toBe("done");
    expect(await loupe.alertCount()).toBe(6);
    await onlyRule(loupe, "220be143-5c67-4fdb-b6ce-dd6826d024fd");
    await chooseAlert(loupe, "TWICE");
    const found = await answered(loupe);
    expect(found).toHaveLength(17);
    expect(
      found.flatMap(({ answers }) => answers).filter((text) => /^found: .*alerts/.test(text)),
    ).not.toEqual([]);
  });
});
