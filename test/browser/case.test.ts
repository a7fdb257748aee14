import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, noise, registryEvent, REG_EXE } from "./fixtures/documents.ts";
import {
  chooseAlert,
  examine,
  expectQuiet,
  everyView,
  exportCsv,
  fileCount,
  ledgerText,
  listedCells,
  newCase,
  readDatabase,
  until,
  visibleText,
} from "./fixtures/page.ts";
import { slowFile } from "./fixtures/files.ts";
import { setDisposition, makeException, set } from "./fixtures/dispositions.ts";
import {
  browserNames,
  type Loupe,
  makeProfile,
  oneCore,
  openLoupe,
  removeProfile,
  runsOnce,
} from "./support/index.ts";

/* A case is stored: an analyst finds tomorrow what was left today, and what is deleted is gone. */

const VERDICTS = ["open", "acknowledged", "true-positive", "false-positive"] as const;

const checkedVerdict = (loupe: Loupe) =>
  loupe.page.evaluate(
    () => document.querySelector<HTMLElement>("[data-testid=judgement] input:checked")?.dataset["testid"],
  );

const caseChoice = (loupe: Loupe) =>
  loupe.page.evaluate(() => {
    const list = document.querySelector<HTMLSelectElement>("[data-testid=case-list]")!;
    return { chosen: list.value, all: Array.from(list.options, (option) => option.value) };
  });

async function deleteCase(loupe: Loupe): Promise<void> {
  await loupe.click("delete-case");
  await loupe.click("delete-case-confirm");
  await until(async () => (await fileCount(loupe)) === 0, "the case is gone");
}

const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What is said of a file, but for what can be done only while the page has the file itself. */
const withoutFile = (text: string): string => text.replace(/^Scan again\n?/m, "");

describe.each(browserNames)("a case in %s", (name) => {
  describe("after the browser was closed and reopened", () => {
    const profile = makeProfile();
    const files = [
      {
        name: "kept.ndjson",
        text: ndjson([
          ...VERDICTS.map((verdict) => registryEvent({ host: `judged-${verdict}` })),
          ...noise(5),
        ]),
      },
      { name: "torn.ndjson", text: `${ndjson(noise(2))}{"broken` },
      { name: "empty.ndjson", text: "" },
    ];
    let loupe: Loupe | undefined;
    afterAll(async () => {
      await loupe?.close();
      removeProfile(profile);
    });

    it("is unchanged: file list, alerts, verdicts, notes, exceptions", async () => {
      loupe = await openLoupe(name, { profile });
      await examine(loupe, files);
      for (const verdict of VERDICTS)
        await setDisposition(loupe, `judged-${verdict}`, verdict, `note on ${verdict} ✓`);
      await chooseAlert(loupe, "judged-open");
      await makeException(loupe, {
        field: "host.name",
        operator: "is",
        value: "judged-false-positive",
        why: "Ticket 42",
        expires: soon(30),
      });
      await until(async () => (await listedCells(loupe!)).length === 3, "one alert is suppressed");
      const before = {
        rows: await loupe.evidenceRows(),
        csv: (await exportCsv(loupe, "export-csv-all")).text,
        ledger: (await exportCsv(loupe, "export-evidence-csv")).text,
        sentence: await loupe.text("alert-summary"),
        torn: withoutFile(await ledgerText(loupe, "torn.ndjson")),
        case: await caseChoice(loupe),
      };
      expectQuiet(loupe);
      await loupe.close();

      loupe = await openLoupe(name, { profile });
      await until(async () => (await loupe!.evidenceRows()).length === 3, "the ledger is back");
      const after = {
        rows: await loupe.evidenceRows(),
        csv: (await exportCsv(loupe, "export-csv-all")).text,
        ledger: (await exportCsv(loupe, "export-evidence-csv")).text,
        sentence: await loupe.text("alert-summary"),
        torn: withoutFile(await ledgerText(loupe, "torn.ndjson")),
        case: await caseChoice(loupe),
      };
      expect(after).toEqual(before);
      expect(await listedCells(loupe)).toHaveLength(3);
      expect(await loupe.text("exception-list")).toContain("Ticket 42");
      await loupe.click("show-suppressed");
      await until(async () => (await listedCells(loupe!)).length === 4, "the suppressed one shows");
      for (const verdict of VERDICTS) {
        await chooseAlert(loupe, `judged-${verdict}`);
        expect(await checkedVerdict(loupe)).toBe(`verdict-${verdict}`);
        const note = await (
          await loupe.element("verdict-note")
        ).evaluate((field) => (field as HTMLTextAreaElement).value);
        expect(note).toBe(`note on ${verdict} ✓`);
        // The detail is complete again, from the database.
        expect(await loupe.text("raw-record")).toContain(`"judged-${verdict}"`);
      }
      const { rows } = await exportCsv(loupe, "export-csv-all");
      const status = Object.fromEntries(
        rows.map((row) => [
          row["host.name"],
          [row["kibana.alert.workflow_status"], row["loupe.verdict"], row["loupe.note"]],
        ]),
      );
      expect(status).toEqual({
        "judged-open": ["open", "", "note on open ✓"],
        "judged-acknowledged": ["acknowledged", "", "note on acknowledged ✓"],
        "judged-true-positive": ["closed", "true positive", "note on true-positive ✓"],
        "judged-false-positive": ["closed", "false positive", "note on false-positive ✓"],
      });
      expectQuiet(loupe);
    });

    it("accepts new evidence", async () => {
      await examine(loupe!, [{ name: "later.ndjson", text: ndjson([registryEvent({ host: "later" })]) }]);
      expect(await loupe!.alertCount()).toBe(5);
      expect(await loupe!.evidenceRows()).toHaveLength(4);
      await loupe!.reload();
      expect(await loupe!.alertCount()).toBe(5);
      expect(await loupe!.evidenceRows()).toHaveLength(4);
    });
  });

  describe("in one session", () => {
    let loupe: Loupe;
    beforeAll(async () => {
      loupe = await openLoupe(name, { stub: oneCore });
      await loupe.page.setViewport({ width: 1600, height: 1400 });
    });
    afterAll(() => loupe?.close());

    it("has exceptions that suppress alerts visibly, expire and can be removed", async () => {
      await examine(loupe, [
        {
          name: "exceptions.ndjson",
          text: ndjson([
            registryEvent({ host: "EXC-A", source: "defend", executable: "C:\\Vendor\\installer.exe" }),
            registryEvent({ host: "EXC-B", source: "defend", executable: "C:\\Vendor\\installer.exe" }),
            registryEvent({ host: "EXC-C", source: "defend", executable: REG_EXE }),
          ]),
        },
      ]);
      await chooseAlert(loupe, "EXC-A");
      await makeException(loupe, {
        field: "process.executable",
        operator: "is",
        value: "C:\\Vendor\\installer.exe",
        why: "Installer of the vendor, change 4711",
        expires: soon(0),
      });
      await until(async () => (await listedCells(loupe)).length === 1, "two alerts are suppressed");
      expect(await loupe.alertCount()).toBe(3);
      expect(await loupe.text("alert-summary")).toMatch(/2 suppressed/);
      expect((await listedCells(loupe)).map(({ host }) => host)).toEqual(["EXC-C"]);
      const list = await loupe.text("exception-list");
      for (const text of [
        "process.executable",
        "is",
        "C:\\Vendor\\installer.exe",
        "change 4711",
        soon(0),
        "2 alert",
      ]) {
        expect(list).toContain(text);
      }
      // The export shows it as well: only listed alerts, or all with the reason.
      expect((await exportCsv(loupe)).rows.map((row) => row["host.name"])).toEqual(["EXC-C"]);
      const all = await exportCsv(loupe, "export-csv-all");
      expect(all.rows.map((row) => [row["host.name"], row["loupe.exception"]])).toEqual([
        ["EXC-A", "Installer of the vendor, change 4711"],
        ["EXC-B", "Installer of the vendor, change 4711"],
        ["EXC-C", ""],
      ]);
      await loupe.click("show-suppressed");
      await until(
        async () => (await listedCells(loupe)).length === 3,
        "suppressed alerts are shown on request",
      );
      expect((await listedCells(loupe)).map(({ status }) => status)).toEqual([
        "suppressed",
        "suppressed",
        "open",
      ]);

      // The address would keep it over the reload below.
      await loupe.click("show-suppressed");
      await until(async () => (await listedCells(loupe)).length === 1, "they are hidden again");

      // New evidence that it covers is suppressed and counted as well.
      await examine(loupe, [
        {
          name: "more.ndjson",
          text: ndjson([
            registryEvent({ host: "EXC-D", source: "defend", executable: "C:\\Vendor\\installer.exe" }),
          ]),
        },
      ]);
      expect(await loupe.alertCount()).toBe(4);
      expect(await loupe.text("alert-summary")).toMatch(/3 suppressed/);

      // Removing it brings the alerts back.
      await (
        await loupe.element("exception")
      ).evaluate((item) => {
        const remove = Array.from(item.querySelectorAll("button")).find((button) =>
          /remove/i.test(button.textContent ?? ""),
        );
        remove!.click();
      });
      await until(
        async () => !/suppressed/.test(await loupe.text("alert-summary")),
        "nothing is suppressed any more",
      );
      expect(await listedCells(loupe)).toHaveLength(4);
      expect((await exportCsv(loupe)).rows).toHaveLength(4);
      await loupe.reload();
      // The list is laid out some frames after the page appears.
      await until(async () => (await listedCells(loupe)).length === 4, "the list is there again");
    });

    it("has expired exceptions suppress nothing, and marks them", async () => {
      await chooseAlert(loupe, "EXC-C");
      await makeException(loupe, {
        field: "host.name",
        operator: "is",
        value: "EXC-C",
        why: "Over",
        expires: soon(-1),
      });
      await until(async () => (await visibleText(loupe)).includes("Over"), "the exception is listed");
      expect(await loupe.text("exception-list")).toMatch(/expired/i);
      expect(await listedCells(loupe)).toHaveLength(4);
      expect(await loupe.text("alert-summary")).not.toMatch(/suppressed/);
    });

    it.runIf(runsOnce(name)).each([
      { field: "host.name", operator: "is not", value: "EXC-A", left: ["EXC-A"] },
      { field: "host.name", operator: "is one of", value: "EXC-A\nEXC-B", left: ["EXC-C", "EXC-D"] },
      { field: "host.name", operator: "is not one of", value: "EXC-A\nEXC-B", left: ["EXC-A", "EXC-B"] },
      { field: "process.executable", operator: "matches", value: "C:\\Vendor\\*.exe", left: ["EXC-C"] },
      { field: "process.executable", operator: "does not match", value: "*\\reg.exe", left: ["EXC-C"] },
      {
        field: "process.executable",
        operator: "is",
        value: "c:\\vendor\\installer.exe",
        left: ["EXC-A", "EXC-B", "EXC-C", "EXC-D"],
      },
    ])("supports exceptions with $operator $value", async ({ field, operator, value, left }) => {
      await chooseAlert(loupe, "EXC-D");
      await set(loupe, "exception-operator", operator); // the value's field depends on it
      await makeException(loupe, { field, operator, value, why: `Test of ${operator}` });
      await until(async () => (await loupe.text("exception-list")).includes(`Test of ${operator}`), "listed");
      await until(
        async () =>
          JSON.stringify((await listedCells(loupe)).map(({ host }) => host).sort()) === JSON.stringify(left),
        `${left.join(", ")} are left, not ${(await listedCells(loupe)).map(({ host }) => host).join(", ")}`,
        3000,
      ).finally(() =>
        loupe.page.evaluate((why) => {
          const item = Array.from(document.querySelectorAll("[data-testid=exception]")).find((entry) =>
            entry.textContent?.includes(why),
          );
          for (const button of item?.querySelectorAll("button") ?? []) button.click();
        }, `Test of ${operator}`),
      );
    });

    it("rejects an exception without a reason", async () => {
      await chooseAlert(loupe, "EXC-D");
      await loupe.element("exception-form");
      const before = await loupe.page.$$("[data-testid=exception]");
      await loupe.page.evaluate(() => {
        document.querySelector<HTMLDetailsElement>("[data-testid=exception-form]")!.open = true;
      });
      await set(loupe, "exception-why", "  ");
      const disabled = await (
        await loupe.element("exception-save")
      ).evaluate((button) => (button as HTMLButtonElement).disabled);
      expect(disabled).toBe(true);
      expect(await loupe.page.$$("[data-testid=exception]")).toHaveLength(before.length);
    });

    it("is one of several, which can be created, switched to and deleted with all their data", async () => {
      await newCase(loupe);
      await examine(loupe, [
        {
          name: "alpha.ndjson",
          text: ndjson([registryEvent({ host: "HOST-ALPHA" }), registryEvent({ host: "HOST-ALPHA-2" })]),
        },
      ]);
      await setDisposition(loupe, "HOST-ALPHA-2", "true-positive", "alpha-note");
      await chooseAlert(loupe, "HOST-ALPHA-2");
      await makeException(loupe, {
        field: "host.name",
        operator: "is",
        value: "HOST-ALPHA",
        why: "alpha-why",
      });
      await until(async () => (await visibleText(loupe)).includes("alpha-why"), "the exception is listed");
      const alpha = (await caseChoice(loupe)).chosen;

      await newCase(loupe);
      expect(await loupe.alertCount()).toBe(0);
      expect(await everyView(loupe)).not.toMatch(/HOST-ALPHA|alpha/);
      await examine(loupe, [{ name: "beta.ndjson", text: ndjson([registryEvent({ host: "HOST-BETA" })]) }]);
      await setDisposition(loupe, "HOST-BETA", "acknowledged", "beta-note");
      const beta = (await caseChoice(loupe)).chosen;
      expect(beta).not.toBe(alpha);
      expect((await exportCsv(loupe)).rows.map((row) => row["host.name"])).toEqual(["HOST-BETA"]);

      await (await loupe.element("case-list")).select(alpha);
      await until(
        async () => (await loupe.evidenceRows())[0]?.["name"] === "alpha.ndjson",
        "case alpha is open",
      );
      expect(await loupe.alertCount()).toBe(2);
      expect((await loupe.evidenceRows()).map((row) => row["name"])).toEqual(["alpha.ndjson"]);
      expect(JSON.stringify(await readDatabase(loupe))).toContain("HOST-ALPHA");

      await deleteCase(loupe);
      const left = await readDatabase(loupe);
      const text = JSON.stringify(left);
      for (const trace of [alpha, "HOST-ALPHA", "alpha.ndjson", "alpha-note", "alpha-why"])
        expect(text).not.toContain(trace);
      for (const kept of [beta, "HOST-BETA", "beta.ndjson", "beta-note"]) expect(text).toContain(kept);
      expect((await caseChoice(loupe)).all).not.toContain(alpha);

      await loupe.reload();
      await (await loupe.element("case-list")).select(beta);
      await until(
        async () => (await loupe.evidenceRows())[0]?.["name"] === "beta.ndjson",
        "case beta is open",
      );
      expect(await loupe.alertCount()).toBe(1);
    });

    it("keeps a note typed before the page was closed, even if the field was never left", async () => {
      await newCase(loupe);
      await examine(loupe, [{ name: "note.ndjson", text: ndjson([registryEvent({ host: "NOTE" })]) }]);
      await chooseAlert(loupe, "NOTE");
      await (await loupe.element("verdict-note")).click();
      await loupe.page.keyboard.type("typed last");
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await loupe.reload();
      await chooseAlert(loupe, "NOTE");
      const note = await (
        await loupe.element("verdict-note")
      ).evaluate((field) => (field as HTMLTextAreaElement).value);
      expect(note).toBe("typed last");
    });

    it("is distinguishable from the others in the list of cases", async () => {
      for (const file of ["one.ndjson", "two.ndjson", "three.ndjson"]) {
        await newCase(loupe);
        await examine(loupe, [{ name: file, text: ndjson(noise(1)) }]);
      }
      await loupe.reload();
      const names = await loupe.page.evaluate(() =>
        Array.from(
          document.querySelector<HTMLSelectElement>("[data-testid=case-list]")!.options,
          (option) => option.text,
        ),
      );
      expect(names.length).toBeGreaterThanOrEqual(3);
      expect(new Set(names).size, names.join(" | ")).toBe(names.length);
    });

    it("leaves nothing behind if it is deleted during a scan", async () => {
      await newCase(loupe);
      const gone = slowFile(20, "GONE");
      await loupe.addEvidence([gone]);
      await until(async () => (await loupe.alertCount()) > 0, "an alert while the scan runs");
      const id = (await caseChoice(loupe)).chosen;
      await deleteCase(loupe);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const text = JSON.stringify(await readDatabase(loupe));
      expect(text).not.toContain(id);
      expect(text).not.toContain("GONE");
    });

    it("reports when reopened that closing the page interrupted a scan", async () => {
      await newCase(loupe);
      const slow = ["a.ndjson", "b.ndjson"].map((file) => ({ ...slowFile(60, "CUT"), name: file }));
      await loupe.addEvidence([
        ...slow,
        { name: "never-begun.ndjson", text: ndjson([registryEvent({ host: "LATE" })]) },
      ]);
      await until(async () => (await loupe.alertCount()) > 0, "an alert while the scan runs");
      const found = await loupe.alertCount();
      await loupe.reload();
      await until(async () => (await loupe.evidenceRows()).length > 0, "the ledger is back");
      expect((await loupe.evidenceRows()).map((row) => row["name"])).toEqual([
        "a.ndjson",
        "b.ndjson",
        "never-begun.ndjson",
      ]);
      expect(await loupe.alertCount()).toBeGreaterThanOrEqual(found);
      for (const fileName of ["a.ndjson", "b.ndjson", "never-begun.ndjson"]) {
        const row = (await loupe.evidenceRows()).find((each) => each["name"] === fileName);
        expect(row?.["state"], fileName).not.toMatch(/done|scanning|waiting/);
        expect(await ledgerText(loupe, fileName), fileName).toMatch(/closed|interrupted|cut off|stopped/i);
      }
      // And the page does not claim that everything was read.
      expect(await loupe.text("scan-state")).not.toMatch(/fully read/i);
    });

    it("made no network request and violated no policy", () => expectQuiet(loupe));
  });
});
