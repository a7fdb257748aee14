import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson } from "./fixtures/documents.ts";
import { step, threeHosts, timeOf } from "./fixtures/events.ts";
import {
  chooseAlert,
  detailText,
  examine,
  expectQuiet,
  exportCsv,
  listedCells,
  newCase,
  settle,
  until,
  onlyRule,
} from "./fixtures/page.ts";
import {
  calc,
  drop,
  expectListed,
  exported,
  fill,
  inRule,
  kibanaExport,
  openRule,
  pairs,
  put,
  warningsOf,
  ruleRows,
  ruleState,
  scanAgain,
  SHIPPED,
  stateOf,
  toCase,
  tomlFile,
  toRules,
} from "./fixtures/rules.ts";
import { openLoupe, type Loupe, oneBrowser } from "./support/index.ts";

/*
 * An analyst's work with rules: enable, replace, scan again, write, test, investigate, and the effect of each on the
 * alerts.
 */

/** Gives the alert of a host a verdict and a note. */
async function setDisposition(loupe: Loupe, host: string, note: string): Promise<void> {
  await chooseAlert(loupe, host);
  await (await loupe.element("verdict-true-positive")).evaluate((input) => (input as HTMLElement).click());
  await (await loupe.element("verdict-note")).click();
  await loupe.page.keyboard.type(note);
  await loupe.click("alert-count");
  await settle(loupe);
}

/** Adds a column to the list. */
async function showColumn(loupe: Loupe, label: string): Promise<void> {
  await loupe.show("alerts");
  await loupe.click("column-chooser");
  const box = await loupe.page.waitForSelector(`::-p-xpath(//label[normalize-space()="${label}"]/input)`);
  await box!.evaluate((input) => (input as HTMLElement).click());
  await loupe.page.keyboard.press("Escape");
  await settle(loupe);
}

const triaged = async (loupe: Loupe) =>
  Object.fromEntries(
    (await exportCsv(loupe)).rows
      .filter((row) => row["loupe.note"] !== "")
      .map((row) => [
        `${row["kibana.alert.rule.rule_id"]} ${row["host.name"]}`,
        `${row["loupe.verdict"]}: ${row["loupe.note"]}`,
      ]),
  );

describe.each(oneBrowser)("rules at work in %s", (name) => {
  describe("after the page was closed and reopened", () => {
    let loupe: Loupe;
    beforeAll(async () => {
      loupe = await openLoupe(name);
    });
    afterAll(() => loupe?.close());

    it("has unchanged rules, switches, reports and alerts", async () => {
      const unreadable = { name: "broken.toml", text: "[rule]\nname = broken" };
      await drop(loupe, [threeHosts, tomlFile(calc("on")), tomlFile(calc("off")), unreadable]);
      expect(await stateOf(loupe)).toBe("done");
      await inRule(loupe, "off", "rule-switch");
      await toCase(loupe);
      await setDisposition(loupe, "H1", "seen");
      const look = async (page: Loupe) => {
        await toRules(page);
        const found = {
          // Where the keyboard is in the list is not kept.
          rules: [...(await ruleRows(page)).values()].map((row): typeof row => ({ ...row, cursor: "" })),
          report: await page.text("rule-files"),
          problem: await page.text("rule-problem"),
        };
        await toCase(page);
        const csv = (await exportCsv(page)).text;
        return { ...found, csv, count: await page.text("alert-summary"), triaged: await triaged(page) };
      };
      const before = await look(loupe);
      expect(before.rules.map(({ id, on, alerts: n }) => [id, on, n])).toEqual([
        [SHIPPED, "true", "0"],
        ["off", "false", "0"],
        ["on", "true", "2"],
      ]);
      await loupe.reload();
      await loupe.element("alert-row");
      expect(await look(loupe)).toEqual(before);
    });

    it("scans with a rule added later only after the files are added again", async () => {
      await drop(loupe, [tomlFile(calc("late"))]);
      await loupe.show("evidence");
      await loupe.element("scan-again-notice");
      expect(await loupe.page.$("[data-testid=scan-again]")).toBeNull();
      await put(loupe, "attach-input", [
        { name: "stranger.ndjson", text: ndjson([step({ host: "X", at: 9 })]) },
      ]);
      expect(await loupe.text("scan-again-notice")).toContain("stranger.ndjson");
      expect(await loupe.page.$("[data-testid=scan-again]")).toBeNull();
      await put(loupe, "attach-input", [threeHosts]);
      await scanAgain(loupe);
      await expectListed(loupe, ["late H1", "late H2", "on H1", "on H2"]);
      expect(await triaged(loupe)).toEqual({ "on H1": "true positive: seen" });
      for (const view of ["overview", "evidence", "rules"]) {
        await loupe.show(view);
        expect(await loupe.page.$("[data-testid=scan-again-notice]"), view).toBeNull();
      }
      await inRule(loupe, "off", "rule-switch");
      await toCase(loupe);
      await expectListed(loupe, ["late H1", "late H2", "off H1", "off H2", "on H1", "on H2"]);
      expectQuiet(loupe);
    });
  });

  describe("in one session", () => {
    let loupe: Loupe;
    beforeAll(async () => {
      loupe = await openLoupe(name);
      await loupe.page.setViewport({ width: 1600, height: 1800 });
    });
    afterAll(() => loupe?.close());

    it("neither raises, lists nor counts alerts of a disabled rule until it is enabled again", async () => {
      await newCase(loupe);
      await drop(loupe, [tomlFile(calc("a")), tomlFile(calc("b")), threeHosts]);
      expect(await loupe.alertCount()).toBe(4);
      await inRule(loupe, "a", "rule-switch");
      expect((await ruleRows(loupe)).get("a")).toMatchObject({ on: "false", alerts: "0" });
      await toCase(loupe);
      expect(await loupe.alertCount()).toBe(2);
      await expectListed(loupe, ["b H1", "b H2"]);
      expect((await listedCells(loupe)).map((row) => row["rule"])).toEqual(["Rule b", "Rule b"]);
      expect((await loupe.evidenceRows())[0]?.["alerts"]).toBe("2");

      await drop(loupe, [{ ...threeHosts, name: "second.ndjson" }]);
      await expectListed(loupe, ["b H1", "b H1", "b H2", "b H2"]);
      await inRule(loupe, "a", "rule-switch");
      await toCase(loupe);
      // The alerts of the first file are back. The second was not scanned with the rule.
      expect(await loupe.alertCount()).toBe(6);
      await scanAgain(loupe);
      expect(await loupe.alertCount()).toBe(8);
      expect((await loupe.evidenceRows()).map((row) => row["alerts"])).toEqual(["4", "4"]);
    });

    it("does not report a file as unscanned because a rule that ran on it was disabled", async () => {
      await newCase(loupe);
      await drop(loupe, [tomlFile(calc("a")), tomlFile(calc("b")), threeHosts]);
      await inRule(loupe, "a", "rule-switch");
      for (const view of ["overview", "evidence", "rules"]) {
        await loupe.show(view);
        expect(await loupe.page.$("[data-testid=scan-again-notice]"), view).toBeNull();
      }
    });

    it("scans again with later rules: verdicts stay, nothing is doubled", async () => {
      await newCase(loupe);
      await drop(loupe, [tomlFile(calc("a")), threeHosts]);
      await setDisposition(loupe, "H2", "mine");
      await drop(loupe, [
        tomlFile(calc("b")),
        tomlFile({ id: "c", query: 'process where host.name == "H3"' }),
      ]);
      await toCase(loupe);
      await expectListed(loupe, ["a H1", "a H2"]);
      await scanAgain(loupe);
      const wanted = ["a H1", "a H2", "b H1", "b H2", "c H3"];
      await expectListed(loupe, wanted);
      expect(await loupe.alertCount()).toBe(5);
      expect(await triaged(loupe)).toEqual({ "a H2": "true positive: mine" });
      expect(await loupe.evidenceRows()).toHaveLength(1);
      await loupe.reload();
      await loupe.element("alert-row");
      await expectListed(loupe, wanted);
      expect(await triaged(loupe)).toEqual({ "a H2": "true positive: mine" });
    });

    it("removes the alerts of a rule added again with another query, and keeps those of one with other words", async () => {
      await newCase(loupe);
      await drop(loupe, [tomlFile(calc("a")), tomlFile(calc("b")), threeHosts]);
      await setDisposition(loupe, "H2", "mine");
      await drop(loupe, [
        tomlFile({ id: "a", query: 'process where host.name == "H3"' }),
        tomlFile({ ...calc("b"), name: "B renamed", severity: "critical", risk: 99 }),
      ]);
      await toCase(loupe);
      await expectListed(loupe, ["B renamed H1", "B renamed H2"]);
      await scanAgain(loupe);
      expect(pairs((await exportCsv(loupe)).rows)).toEqual(["a H3", "b H1", "b H2"]);
      await toRules(loupe);
      expect(await loupe.text("rule-files")).toMatch(/replaced/);
    });

    it("removes a rule with its alerts, after confirmation", async () => {
      await newCase(loupe);
      await drop(loupe, [tomlFile(calc("a")), tomlFile(calc("b")), threeHosts]);
      await openRule(loupe, "a");
      await loupe.click("remove-rule");
      expect([...(await ruleRows(loupe)).keys()]).toContain("a");
      await loupe.click("remove-rule-confirm");
      await until(async () => !(await ruleRows(loupe)).has("a"), "it is gone");
      await toCase(loupe);
      await expectListed(loupe, ["b H1", "b H2"]);
      await loupe.reload();
      await loupe.element("alert-row");
      await expectListed(loupe, ["b H1", "b H2"]);
      expect((await ruleRows(loupe)).has("a")).toBe(false);
    });

    it("applies a rule's overrides equally in list, detail and CSV, for EQL and KQL", async () => {
      await newCase(loupe);
      const overrides = `rule_name_override = "process.title"
severity_mapping = [
  { field = "host.name", operator = "equals", value = "H1", severity = "medium" },
  { field = "process.name", operator = "equals", value = "calc.exe", severity = "critical" },
]
risk_score_mapping = [{ field = "event.risk_score", operator = "equals", value = "" }]`;
      const file = {
        name: "o.ndjson",
        text: ndjson([
          step({
            host: "H1",
            at: 0,
            more: {
              process: { name: "calc.exe", title: "Named by <b>event</b>" },
              event: { category: ["process"], kind: "event", risk_score: 88.5 },
            },
          }),
          step({ host: "H2", at: 1, process: "other.exe" }),
        ]),
      };
      await drop(loupe, [
        tomlFile({ id: "e", query: "process where true", severity: "low", more: overrides }),
        tomlFile({
          id: "k",
          type: "query",
          query: "event.category: process",
          severity: "low",
          more: overrides,
        }),
        file,
      ]);
      await showColumn(loupe, "Risk");
      // In groups by rule: by their order of time.
      const cells = (await listedCells(loupe))
        .toSorted((a, b) => a["time"]!.localeCompare(b["time"]!))
        .map(({ rule, severity, risk, host }) => [host, rule, severity, risk]);
      const changed = ["H1", "Named by <b>event</b>", expect.stringMatching(/critical/), "88.5"];
      expect(cells).toEqual([
        changed,
        changed,
        ["H2", "Rule e", expect.stringMatching(/low/), "21"],
        ["H2", "Rule k", expect.stringMatching(/low/), "21"],
      ]);
      const rows = (await exportCsv(loupe)).rows.map((row) => [
        row["host.name"],
        row["kibana.alert.rule.name"],
        row["kibana.alert.severity"],
        row["kibana.alert.risk_score"],
      ]);
      expect(rows).toEqual([
        ["H1", "Named by <b>event</b>", "critical", "88.5"],
        ["H1", "Named by <b>event</b>", "critical", "88.5"],
        ["H2", "Rule e", "low", "21"],
        ["H2", "Rule k", "low", "21"],
      ]);
      await chooseAlert(loupe, "H1");
      const detail = await detailText(loupe);
      for (const words of ["Named by <b>event</b>", "critical", "88.5"]) expect(detail).toContain(words);
    });

    it("counts building blocks, lists them on request, and leads from the rule to its alerts", async () => {
      await newCase(loupe);
      const block = { ...calc("block"), more: 'building_block_type = "default"' };
      await drop(loupe, [tomlFile(block), tomlFile(calc("a")), threeHosts]);
      expect(await loupe.alertCount()).toBe(4);
      const listed = async () => (await listedCells(loupe)).map((row) => row["rule"]);
      expect(await listed()).toEqual(["Rule a", "Rule a"]);
      expect(pairs((await exportCsv(loupe, "export-csv-all")).rows)).toHaveLength(4);
      await loupe.click("show-building-blocks");
      await until(async () => (await listed()).length === 4, "all four");
      const { rows } = await exportCsv(loupe);
      expect(
        rows.map((row) => [row["kibana.alert.rule.rule_id"], row["kibana.alert.building_block_type"]]),
      ).toEqual(
        expect.arrayContaining([
          ["block", "default"],
          ["a", ""],
        ]),
      );
      await loupe.click("show-building-blocks");
      await until(async () => (await listed()).length === 2, "two again");
    });

    it("shows the alerts of a building block rule when its own row leads to them", async () => {
      await inRule(loupe, "block", "rule-alerts");
      await loupe.element("alert-count");
      await settle(loupe);
      expect((await listedCells(loupe)).map((row) => row["rule"])).toEqual(["Rule block", "Rule block"]);
    });

    it("limits the list to one rule, from the filter and from the list of rules", async () => {
      await newCase(loupe);
      await drop(loupe, [tomlFile(calc("a")), tomlFile(calc("b")), threeHosts]);
      await onlyRule(loupe, "b");
      await until(async () => (await listedCells(loupe)).length === 2, "two of four");
      await expectListed(loupe, ["b H1", "b H2"]);
      await inRule(loupe, "a", "rule-alerts");
      await until(async () => (await listedCells(loupe))[0]?.["rule"] === "Rule a", "those of the other");
      await expectListed(loupe, ["a H1", "a H2"]);
    });

    it("marks the alerts that Elastic's schedule would have missed, and explains why", async () => {
      await newCase(loupe);
      const many = Array.from({ length: 150 }, (_, n) => step({ host: `M${n}`, at: 5 + n / 3 }));
      // Two more an hour later, which no cap hides.
      const later = [step({ host: "L1", at: 3600 }), step({ host: "L2", at: 3601 })];
      await drop(loupe, [
        tomlFile({ ...calc("a"), more: "max_signals = 100" }),
        { name: "many.ndjson", text: ndjson([...many, ...later]) },
      ]);
      expect(await loupe.alertCount()).toBe(152);
      const lost = async () =>
        (await exportCsv(loupe)).rows.filter((row) => row["loupe.schedule_loss"] !== "");
      expect(await lost()).toEqual([]);
      await loupe.click("as-scheduled");
      const rows = await lost();
      // The newest hundred of a window are kept, so the first fifty are missed.
      expect(rows.map((row) => row["host.name"])).toEqual(Array.from({ length: 50 }, (_, n) => `M${n}`));
      expect(rows[0]?.["loupe.schedule_loss"]).toMatch(/cap of 100/);
      expect(await loupe.alertCount()).toBe(152);
      await loupe.click("only-lost");
      await until(
        async () => (await listedCells(loupe)).every(({ host }) => /^M[1-4]?\d$/.test(host!)),
        "only those",
      );
      expect((await exportCsv(loupe)).rows).toHaveLength(50);
      await chooseAlert(loupe, "M7");
      expect(await loupe.text("schedule-loss")).toMatch(/cap of 100/);
      await loupe.click("as-scheduled");
      await until(async () => (await exportCsv(loupe)).rows.length === 152, "all again");
      expect(await lost()).toEqual([]);
    });

    it("replays by the time that runs search by: late events and those displaced by newer ones are missed", async () => {
      await newCase(loupe);
      // All from 11:00:01 to 11:00:51, which only the run of 11:05 covers.
      const begin = Date.UTC(2024, 4, 14, 11, 0, 1);
      const event = (host: string, time: number, ingested: number) => ({
        "@timestamp": new Date(time).toISOString(),
        event: { category: ["process"], ingested: new Date(ingested).toISOString() },
        host: { name: host, os: { type: "windows" } },
        process: { name: "calc.exe" },
      });
      const events = [
        ...Array.from({ length: 100 }, (_, n) => event(`N${n}`, begin + n * 500, begin + n * 500)),
        ...Array.from({ length: 20 }, (_, n) =>
          event(`L${n}`, begin - 2 * 3_600_000 + n * 1000, begin + 29_000),
        ),
      ];
      const override = 'timestamp_override = "event.ingested"';
      await drop(loupe, [
        tomlFile({ ...calc("newest"), more: override }),
        tomlFile({ id: "oldest", type: "query", query: "process.name: calc.exe", more: override }),
        tomlFile(calc("by-time")),
        { name: "late.ndjson", text: ndjson(events) },
      ]);
      expect(await loupe.alertCount()).toBe(360);
      await loupe.click("as-scheduled");
      const { rows } = await exportCsv(loupe);
      const lost = (id: string) =>
        rows
          .filter((row) => row["kibana.alert.rule.rule_id"] === id && row["loupe.schedule_loss"] !== "")
          .map((row) => `${row["host.name"]} ${/cap of 100|too late/.exec(row["loupe.schedule_loss"]!)?.[0]}`)
          .sort();
      const hosts = (letter: string, from: number, why: string) =>
        Array.from({ length: 20 }, (_, n) => `${letter}${n + from} ${why}`).sort();
      // EQL keeps the newest by @timestamp; KQL pages upwards by event.ingested; without an override the run of 09:05
      // found nothing.
      expect(lost("newest")).toEqual(hosts("L", 0, "cap of 100"));
      expect(lost("oldest")).toEqual(hosts("N", 80, "cap of 100"));
      expect(lost("by-time")).toEqual(hosts("L", 0, "too late"));
      await loupe.click("as-scheduled");
    });

    it("checks a custom rule while it is typed, and saves, runs, changes and removes it", async () => {
      await newCase(loupe);
      await examine(loupe, [threeHosts]);
      await toRules(loupe);
      await loupe.click("new-rule");
      const check = async () => {
        const element = await loupe.element("own-rule-check");
        return element.evaluate((field) => [
          (field as HTMLElement).dataset["state"],
          field.textContent ?? "",
        ]);
      };
      await (await loupe.element("own-rule-name")).type("Mine");
      await (await loupe.element("own-rule-query")).type('process where process.name = "calc.exe"');
      await until(async () => (await check())[0] === "unsupported", "the error is seen");
      expect((await check())[1]).toMatch(/[Ll]ine 1, column 28/);
      const canSave = async () =>
        (await loupe.element("own-rule-save")).evaluate((button) => !(button as HTMLButtonElement).disabled);
      expect(await canSave()).toBe(false);
      await fill(loupe, "own-rule-query", 'process where process.name == "calc.exe"');
      await until(async () => (await check())[0] === "runs", "it is right now");
      await loupe.click("own-rule-save");
      await loupe.element("rule-detail");
      await scanAgain(loupe);
      const [id] = [...(await ruleRows(loupe)).values()].flatMap((row) =>
        row["alerts"] === "2" ? [row["id"]!] : [],
      );
      expect(id).toBeDefined();
      expect(await ruleState(loupe, id!)).toBe("runs");
      await openRule(loupe, id!);
      await loupe.click("edit-rule");
      await loupe.page.select("[data-testid=own-rule-language]", "kuery");
      await fill(loupe, "own-rule-query", "host.name: H3");
      await until(async () => (await check())[0] === "runs", "the other language is right as well");
      await loupe.click("own-rule-save");
      await until(
        async () => (await ruleRows(loupe)).get(id!)?.["alerts"] === "0",
        "the old alerts are gone",
      );
      await scanAgain(loupe);
      await toCase(loupe);
      await expectListed(loupe, ["Mine H3"]);
      await openRule(loupe, id!);
      await loupe.click("remove-rule");
      await loupe.click("remove-rule-confirm");
      await until(async () => (await ruleRows(loupe)).size === 1, "only the shipped one is left");
      await toCase(loupe);
      expect(await loupe.alertCount()).toBe(0);
    });

    it("names the one failing clause of a record", async () => {
      await newCase(loupe);
      const query =
        'process where host.os.type == "windows" and process.name : "calc.*" and not user.name == "alice"';
      await drop(loupe, [
        tomlFile({ id: "a", query }),
        tomlFile({
          id: "s",
          query: 'sequence by host.id [process where process.name == "x.exe"] [file where file.name == "y"]',
        }),
      ]);
      await openRule(loupe, "a");
      await (
        await loupe.element("try-record")
      ).evaluate((fold) => ((fold as HTMLDetailsElement).open = true));
      const attempt = async (text: string) => {
        await fill(loupe, "try-text", text);
        await loupe.click("try-check");
        await settle(loupe);
        await loupe.element("trial");
        return loupe.page.evaluate(() =>
          Array.from(document.querySelectorAll<HTMLElement>("[data-testid=trial]"), (trial) => ({
            matched: trial.dataset["matched"],
            sentence: trial.querySelector("[data-testid=trial-sentence]")?.textContent ?? "",
            failing: Array.from(
              trial.querySelectorAll(".failing > .clause"),
              (clause) => clause.textContent ?? "",
            ),
          })),
        );
      };
      const miss = step({ host: "T1", at: 0 });
      const hit = { ...miss, user: { name: "mallory" } };
      const [first] = await attempt(JSON.stringify(miss, null, 2));
      expect(first?.matched).toBe("false");
      expect(first?.sentence).toContain("user.name");
      expect(first?.sentence).not.toMatch(/process\.name|host\.os\.type/);
      expect(first?.failing).toHaveLength(1);
      // The clause is under a “not”, so it fails because it is true.
      expect(first?.failing[0]).toMatch(/✗.*true, but must be false/s);
      const both = await attempt(ndjson([hit, miss]));
      expect(both.map(({ matched }) => matched)).toEqual(["true", "false"]);
      expect(both[0]?.failing).toEqual([]);

      await openRule(loupe, "s");
      await (
        await loupe.element("try-record")
      ).evaluate((fold) => ((fold as HTMLDetailsElement).open = true));
      const [second] = await attempt(
        JSON.stringify(step({ host: "T1", at: 0, category: "file", more: { file: { name: "y" } } })),
      );
      expect(second?.matched).toBe("true");
      expect(second?.sentence).toMatch(/\b2\b/);
    });

    describe("the guide", () => {
      const providers = [
        [
          {
            excluded: false,
            field: "host.name",
            queryType: "phrase",
            value: "{{host.name}}",
            valueType: "string",
          },
          {
            excluded: true,
            field: "process.name",
            queryType: "phrase",
            value: "calc.exe",
            valueType: "string",
          },
        ],
      ];
      const note = (osquery: string, investigate: string) =>
        `## Triage and analysis\n\n### Possible investigation steps\n\n- Look at {{host.name}}.\n  - ${osquery}\n- ${investigate}\n`;
      const sql = "SELECT * FROM processes WHERE name = 'calc.exe'";

      beforeAll(async () => {
        await newCase(loupe);
        const tables = `[transform]
[[transform.osquery]]
label = "Osquery - Processes of TOML"
query = "${sql}"
[[transform.investigate]]
label = "Others of TOML"
description = "Whatever else ran."
relativeFrom = "now-48h/h"
relativeTo = "now"
providers = [[
  { excluded = false, field = "host.name", queryType = "phrase", value = "{{host.name}}", valueType = "string" },
  { excluded = true, field = "process.name", queryType = "phrase", value = "calc.exe", valueType = "string" },
]]
`;
        const osquery = `!{osquery${JSON.stringify({ label: "Osquery - Processes of export", query: sql })}}`;
        const investigate = `!{investigate${JSON.stringify({ label: "Others of export", description: "", providers, relativeFrom: "now-48h/h", relativeTo: "now" })}}`;
        await drop(loupe, [
          tomlFile({ ...calc("toml"), note: note("$osquery_0", "$investigate_0"), tables }),
          kibanaExport("e.ndjson", [
            exported({ rule_id: "export", query: calc("").query, note: note(osquery, investigate) }),
          ]),
          threeHosts,
          { name: "more.ndjson", text: ndjson([step({ host: "H1", at: 60, process: "evil.exe" })]) },
        ]);
      });

      it.each([
        ["toml", "of TOML"],
        ["export", "of export"],
      ])("shows the queries and searches of %s with the event's values", async (id, words) => {
        await toCase(loupe);
        await chooseAlert(loupe, "H1", id);
        const guide = await loupe.text("triage-guide");
        expect(guide).toContain("Look at H1.");
        expect(await loupe.text("guide-osquery")).toContain(sql);
        expect(await loupe.text("guide-osquery")).toContain(`Processes ${words}`);
        const search = await loupe.text("guide-investigate");
        expect(search).toContain(`Others ${words}`);
        expect(search).toContain("H1");
        expect(guide).not.toMatch(/\$osquery|\$investigate|!\{|\{\{/);
      });

      it("turns a search into a custom rule that runs and matches", async () => {
        await loupe.click("guide-hunt");
        await loupe.click("hunt-run");
        await until(
          () =>
            loupe.page.$eval(
              "[data-testid=hunt-count]",
              (shown) => shown.getAttribute("data-state") === "done",
            ),
          "the hunt is done",
        );
        await loupe.click("keep-as-rule");
        await loupe.element("own-rule");
        const form = async (testid: string) =>
          (await loupe.element(testid)).evaluate((field) => (field as HTMLInputElement).value);
        expect(await form("own-rule-name")).toContain("Others of export");
        expect(await form("own-rule-query")).toContain('"H1"');
        const state = await loupe.element("own-rule-check");
        expect(await state.evaluate((field) => (field as HTMLElement).dataset["state"])).toBe("runs");
        await loupe.click("own-rule-save");
        await scanAgain(loupe);
        const found = [...(await ruleRows(loupe)).values()].filter(({ alerts: n }) => n === "1");
        expect(found).toHaveLength(1);
        await inRule(loupe, found[0]!["id"]!, "rule-alerts");
        await settle(loupe);
        const { rows } = await exportCsv(loupe);
        expect(rows.map((row) => [row["host.name"], row["@timestamp"]])).toEqual([["H1", timeOf(60)]]);
        expect(await warningsOf(loupe, found[0]!["id"]!)).toEqual([]);
      });
    });

    it("made no network request and violated no policy", () => expectQuiet(loupe));
  });
});
