import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zip } from "../support/zip.ts";
import { threeHosts } from "./fixtures/events.ts";
import { examine, expectQuiet, exportCsv, newCase, until } from "./fixtures/page.ts";
import {
  calc,
  chooseFacet,
  drop,
  exceptionItem,
  exceptionList,
  expectListed,
  exported,
  filterRules,
  githubZip,
  inRule,
  kibanaExport,
  openRule,
  pairs,
  put,
  warningsOf,
  ruleRows,
  ruleState,
  SHIPPED,
  stateOf,
  toCase,
  tomlFile,
  toRules,
} from "./fixtures/rules.ts";
import { browserNames, openLoupe, type Evidence, type Loupe, runsOnce } from "./support/index.ts";

/* Rule files can be added in every way and packaging, and the list shows what each rule can do here. */

const LISTED = exceptionList("trusted");

describe.each(browserNames)("rule files in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1500, height: 1600 });
  });
  afterAll(() => loupe?.close());

  const counts = async () => {
    await toRules(loupe);
    return (await loupe.element("rule-count")).evaluate((element) => {
      const { count, running } = (element as HTMLElement).dataset;
      return { count: Number(count), running: Number(running) };
    });
  };
  const ids = async () => [...(await ruleRows(loupe)).keys()].filter((id) => id !== SHIPPED).sort();
  const inRail = async () => Number(/Rules\s*(\d+)$/.exec((await loupe.text("nav-rules")).trim())?.[1]);

  describe("ways to add them", () => {
    const packings: readonly (readonly [string, readonly Evidence[], readonly string[]])[] = [
      ["a TOML file", [tomlFile(calc("t-1"))], ["t-1"]],
      ["several TOML files at once", [tomlFile(calc("t-1")), tomlFile(calc("t-2"))], ["t-1", "t-2"]],
      [
        "a zip of the repository",
        [githubZip("detection-rules-main.zip", [calc("z-1"), calc("z-2"), calc("z-3")])],
        ["z-1", "z-2", "z-3"],
      ],
      [
        "an export of Kibana",
        [
          kibanaExport(
            "rules_export.ndjson",
            [exported({ rule_id: "k-1", query: calc("").query, exceptions_list: [LISTED.reference] })],
            [LISTED.line, exceptionItem("trusted", "host.name", "H1")],
          ),
        ],
        ["k-1"],
      ],
    ];
    const doors: readonly (readonly [string, (files: readonly Evidence[]) => Promise<void>])[] = [
      [
        "the input for rules",
        async (files) => {
          await toRules(loupe);
          await put(loupe, "rule-input", files);
        },
      ],
      ["the input for evidence", (files) => put(loupe, "evidence-input", files)],
      ["a drop on the page", (files) => drop(loupe, files)],
    ];

    const takes = async (
      give: (files: readonly Evidence[]) => Promise<void>,
      files: readonly Evidence[],
      wanted: readonly string[],
    ) => {
      await newCase(loupe);
      await give(files);
      expect(await loupe.evidenceRows()).toEqual([]);
      expect(await ids(), await loupe.describe()).toEqual(wanted);
      expect(await counts()).toEqual({ count: wanted.length + 1, running: wanted.length + 1 });
      expect(await loupe.page.$$("[data-testid=rule-problem]")).toEqual([]);
      await toCase(loupe);
      expect(await inRail()).toBe(wanted.length + 1);
      expect(await stateOf(loupe)).toBe("idle");
    };

    it.each(packings)("accept %s through the input for rules", (_, files, wanted) =>
      takes(doors[0]![1], files, wanted),
    );

    it.each(doors)("accept every packaging at once through %s, as rules and not as evidence", (_, give) =>
      takes(
        give,
        packings.slice(1).flatMap(([, files]) => files),
        packings
          .slice(1)
          .flatMap(([, , wanted]) => wanted)
          .sort(),
      ),
    );

    it("are named in the case when loaded as rules", async () => {
      await newCase(loupe);
      await drop(loupe, [tomlFile(calc("t-1"))]);
      expect(await loupe.text("rules-taken")).toContain("t-1.toml");
      await loupe.page.click("[data-testid=rules-taken] button");
      await until(async () => (await loupe.page.$("[data-testid=rules-taken]")) === null, "it is closed");
      expect(await loupe.page.evaluate(() => document.activeElement?.id)).toBe("view-title");
    });

    it("are used for evidence added with them, and the scan is not done before", async () => {
      await newCase(loupe);
      await loupe.show("evidence");
      // Every state ever shown, with the states of the files at that time.
      await loupe.page.evaluate(() => {
        const seen: string[] = [];
        const look = () => {
          const state = document.querySelector<HTMLElement>("[data-testid=scan-state]")?.dataset["state"];
          const rows = Array.from(
            document.querySelectorAll<HTMLElement>("[data-testid=evidence-row]"),
            (row) => `${row.dataset["name"]}:${row.dataset["state"]}`,
          );
          seen.push(`${state} ${rows.join(" ")}`);
        };
        new MutationObserver(look).observe(document.body, {
          subtree: true,
          childList: true,
          attributes: true,
          attributeFilter: ["data-state"],
        });
        (globalThis as unknown as { seen: string[] }).seen = seen;
      });
      const many = Array.from({ length: 200 }, (_, n) => calc(`many-${n}`));
      await drop(loupe, [threeHosts, githubZip("rules.zip", many), tomlFile(calc("t-1"))]);
      expect(await stateOf(loupe)).toBe("done");
      const seen = await loupe.page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
      const flush = seen.filter((line) => line.startsWith("done") && !line.includes("hosts.ndjson:done"));
      expect(flush).toEqual([]);
      expect((await loupe.evidenceRows()).map((row) => row["name"])).toEqual(["hosts.ndjson"]);
      expect(await loupe.alertCount()).toBe(2 * 201);
      expect(await loupe.page.$("[data-testid=scan-again-notice]")).toBeNull();
      expect(await inRail()).toBe(202);
    });

    it("are used for evidence added with them after a finished scan, which is not done before either", async () => {
      await newCase(loupe);
      await examine(loupe, [threeHosts]);
      await drop(loupe, [{ ...threeHosts, name: "later.ndjson" }, tomlFile(calc("t-1"))]);
      expect(await stateOf(loupe)).toBe("done");
      const rows = await loupe.evidenceRows();
      expect(rows.map((row) => [row["name"], row["state"], row["alerts"]])).toEqual([
        ["hosts.ndjson", "done", "0"],
        ["later.ndjson", "done", "2"],
      ]);
      // The rule has not run on the first file, and the page says so.
      const notice = await loupe.element("scan-again-notice");
      expect(await notice.evaluate((element) => (element as HTMLElement).dataset["count"])).toBe("1");
    });

    it("do not include a zip of evidence, which is scanned", async () => {
      await newCase(loupe);
      const bytes = zip([
        { path: "logs/", data: "", stored: true },
        { path: "logs/hosts.ndjson", data: threeHosts.text! },
        { path: "logs/settings.toml", data: 'title = "no rule"\n[owner]\nname = "x"\n' },
      ]);
      await drop(loupe, [{ name: "logs.zip", bytes }]);
      const [row] = await loupe.evidenceRows();
      expect(row).toMatchObject({ name: "logs.zip", state: "done", records: "3", problems: "1" });
      expect(await ids()).toEqual([]);
    });

    it("report the lost lines of a damaged file, and use the others", async () => {
      await newCase(loupe);
      const good = kibanaExport("torn.ndjson", [exported({ rule_id: "k-1", query: calc("").query })]);
      await toRules(loupe);
      await put(loupe, "rule-input", [{ name: "torn.ndjson", text: `${good.text}{"rule_id": "k-2", "na` }]);
      expect(await ids()).toEqual(["k-1"]);
      expect(await loupe.text("rule-file")).toMatch(/torn\.ndjson/);
      expect(await loupe.text("rule-problem")).toMatch(/[Ll]ine 3/);
      await loupe.click("dismiss-rule-files");
      await until(async () => (await loupe.page.$("[data-testid=rule-file]")) === null, "the report is gone");
      expect(await ids()).toEqual(["k-1"]);
    });
  });

  describe.runIf(runsOnce(name))("the states in the list", () => {
    beforeAll(async () => {
      await newCase(loupe);
      const cannot = [
        { id: "c-esql", type: "esql", language: "esql", query: "from logs-* | limit 1" },
        { id: "c-ml", type: "machine_learning", language: "kuery", more: 'machine_learning_job_id = "j"' },
        {
          id: "c-threshold",
          type: "threshold",
          query: "process.name: *",
          tables: '[rule.threshold]\nfield = ["host.id"]\nvalue = 0\n',
        },
        {
          id: "c-new-terms",
          type: "new_terms",
          query: "process.name: *",
          tables:
            '[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["host.id"]\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-1m"\n',
        },
        { id: "c-syntax", query: 'process where\n  process.name = "calc.exe"' },
        { id: "c-kql", type: "query", query: "process.name: calc.exe )" },
      ];
      const files = [
        ...cannot,
        calc("r-eql"),
        { id: "r-kql", type: "query", query: 'process.name: "calc.exe"' },
        { ...calc("m-deprecated"), maturity: "deprecated" },
        { id: "m-never", query: 'process where process.name == "calc.exe" and not process.thumb : "x"' },
        { id: "m-category", query: 'registry where registry.path : "*"' },
      ].map(tomlFile);
      const carried = exported({
        rule_id: "m-exceptions",
        query: calc("").query,
        exceptions_list: [exceptionList("elsewhere").reference],
      });
      await drop(loupe, [...files, kibanaExport("e.ndjson", [carried])]);
      await examine(loupe, [threeHosts]);
    });

    it.each([
      ["c-esql", /ES\|QL/],
      ["c-ml", /machine.learning/i],
      ["c-threshold", /threshold/i],
      ["c-new-terms", /new.terms/i],
      ["c-syntax", /[Ll]ine 2, column 16/],
      ["c-kql", /[Ll]ine 1, column 24/],
    ])("show why %s is unsupported", async (id, why) => {
      expect(await ruleState(loupe, id)).toBe("unsupported");
      expect((await warningsOf(loupe, id)).join("\n")).toMatch(why);
    });

    it.each([
      ["m-exceptions", /elsewhere/],
      ["m-deprecated", /deprecated|withdrawn/i],
      ["m-never", /process\.thumb/],
      ["m-category", /registry/],
    ])("show that %s runs, with warnings", async (id, what) => {
      expect(await ruleState(loupe, id)).toBe("warning");
      expect((await warningsOf(loupe, id)).join("\n")).toMatch(what);
    });

    it.each(["r-eql", "r-kql"])("show that %s runs", async (id) => {
      expect(await ruleState(loupe, id)).toBe("runs");
      expect(await warningsOf(loupe, id)).toEqual([]);
    });

    it("prevent enabling an unsupported rule, which is not counted as running", async () => {
      const { count, running } = await counts();
      expect({ count, running }).toEqual({ count: 13, running: 7 });
      const disabled = await loupe.page.evaluate(() =>
        Array.from(document.querySelectorAll<HTMLElement>("[data-testid=rule-row]"))
          .filter((row) => row.querySelector<HTMLInputElement>("[data-testid=rule-switch]")!.disabled)
          .map((row) => row.dataset["id"]),
      );
      expect(disabled.sort()).toEqual(["c-esql", "c-kql", "c-ml", "c-new-terms", "c-syntax", "c-threshold"]);
    });

    it("are right: each rule that runs raises its alerts, one per event", async () => {
      await toCase(loupe);
      const { rows } = await exportCsv(loupe);
      const running = ["m-deprecated", "m-exceptions", "m-never", "r-eql", "r-kql"];
      expect(pairs(rows)).toEqual(running.flatMap((id) => [`${id} H1`, `${id} H2`]));
    });

    it("are counted by reason, and correctable or noisy rules can be sorted first", async () => {
      await toRules(loupe);
      expect(await loupe.text("cannot-summary")).toContain("2 with an error in the query, 1 ES|QL");
      await loupe.click("show-cannot");
      await until(async () => (await ruleRows(loupe)).size === 6, "six cannot run");
      expect([...(await ruleRows(loupe)).keys()].slice(0, 2).sort()).toEqual(["c-kql", "c-syntax"]);
      await loupe.click("clear-rule-filter");
      await loupe.page.click("[data-testid=rules-panel] [data-testid=sort-alerts]");
      const counts = async () => [...(await ruleRows(loupe)).values()].map((row) => Number(row["alerts"]));
      await until(
        async () => (await counts()).length === 13 && (await counts())[0] === 2,
        "noise comes first",
      );
      expect(await counts()).toEqual((await counts()).toSorted((a, b) => b - a));
      await loupe.page.click("[data-testid=rules-panel] [data-testid=sort-name]");
    });

    it("can be filtered, also by words, and many are enabled or disabled at once, with a way back", async () => {
      await chooseFacet(loupe, "state", "unsupported");
      await until(async () => (await ruleRows(loupe)).size === 6, "six cannot run");
      await chooseFacet(loupe, "state", "unsupported");
      await filterRules(loupe, "r-kql");
      await until(async () => (await ruleRows(loupe)).size === 1, "one has the words");
      await loupe.click("switch-shown-off");
      await until(async () => (await ruleRows(loupe)).get("r-kql")?.["on"] === "false", "it is off");
      await filterRules(loupe, "");
      await until(async () => (await ruleRows(loupe)).size === 13, "all again");
      const off = [...(await ruleRows(loupe)).values()].filter((row) => row["on"] === "false");
      expect(off.map((row) => row["id"])).toEqual(["r-kql"]);
      expect((await counts()).running).toBe(6);
      // The switches apply to what the filter shows, or to what is selected.
      await chooseFacet(loupe, "alerts", "yes");
      const withAlerts = async () => (await ruleRows(loupe)).size === 4;
      await until(withAlerts, "four that are enabled have alerts");
      await loupe.page.click("[data-testid=rules-panel] [data-testid=select-all]");
      expect(
        await loupe.page.$eval("[data-testid=bulk-bar]", (bar) => (bar as HTMLElement).dataset["count"]),
      ).toBe("4");
      await loupe.page.click("[data-testid=bulk-disable]");
      await until(async () => (await counts()).running === 2, "four more are disabled");
      await loupe.page.click("[data-testid=undo]");
      await until(async () => (await counts()).running === 6, "they are enabled again");
      await loupe.page.click("[data-testid=bulk-clear]");
      await loupe.click("clear-rule-filter");
      expect(await loupe.page.evaluate(() => location.hash)).toMatch(/^#\/rules/);
    });
  });

  describe.runIf(runsOnce(name))("exceptions of an export", () => {
    const withItem = (more = {}) =>
      kibanaExport(
        "with-item.ndjson",
        [exported({ rule_id: "x-1", query: calc("").query, exceptions_list: [LISTED.reference] })],
        [LISTED.line, exceptionItem("trusted", "host.name", "H1", more)],
      );
    it("cover alerts that an item matches", async () => {
      await newCase(loupe);
      await drop(loupe, [withItem(), threeHosts]);
      expect(await stateOf(loupe)).toBe("done");
      await expectListed(loupe, ["x-1 H2"]);
      expect(await ruleState(loupe, "x-1")).toBe("runs");
    });

    it("cover nothing with an expired item, which is reported", async () => {
      await newCase(loupe);
      await drop(loupe, [withItem({ expire_time: "2020-01-01T00:00:00.000Z" }), threeHosts]);
      expect(await stateOf(loupe)).toBe("done");
      await expectListed(loupe, ["x-1 H1", "x-1 H2"]);
      expect((await warningsOf(loupe, "x-1")).join("\n")).toMatch(/expired.*2020|2020.*expired/);
    });

    it("cover nothing with a value list, which the export does not contain, and report it", async () => {
      await newCase(loupe);
      const list = [
        { field: "host.name", operator: "included", type: "list", list: { id: "ips", type: "ip" } },
      ];
      await drop(loupe, [withItem({ entries: list }), threeHosts]);
      expect(await stateOf(loupe)).toBe("done");
      await expectListed(loupe, ["x-1 H1", "x-1 H2"]);
      expect((await warningsOf(loupe, "x-1")).join("\n")).toMatch(/ips/);
    });

    it("require another scan when an item is added later, and remove what it covers immediately", async () => {
      await newCase(loupe);
      const bare = exported({
        rule_id: "x-1",
        query: calc("").query,
        exceptions_list: [LISTED.reference],
      });
      await drop(loupe, [kibanaExport("bare.ndjson", [bare]), threeHosts]);
      expect(await stateOf(loupe)).toBe("done");
      await expectListed(loupe, ["x-1 H1", "x-1 H2"]);
      await drop(loupe, [withItem()]);
      // It is unknown which of the old alerts are right with the item, so all wait for the scan.
      await expectListed(loupe, []);
      await loupe.click("scan-again");
      expect(await loupe.waitForScan()).toBe("done");
      await expectListed(loupe, ["x-1 H2"]);
    });
  });

  it("are kept for new cases, which begin with them as they were, until they are removed", async () => {
    const kept = () => loupe.page.$$eval("[data-testid=kept-rules]", (rows) => rows.length);
    const openMyRules = async () => {
      await loupe.click("show-my-rules");
      await loupe.page.waitForSelector("[data-testid=my-rules]");
    };
    const closeMyRules = async () => {
      await loupe.page.keyboard.press("Escape");
      await until(async () => (await loupe.page.$("[data-testid=my-rules]")) === null, "it is closed");
    };
    await newCase(loupe);
    await toRules(loupe);
    await put(loupe, "rule-input", [githubZip("detection-rules-main.zip", [calc("z-1"), calc("z-2")])]);
    await inRule(loupe, "z-2", "rule-switch");
    await until(async () => (await counts()).running === 2, "one is disabled");
    await openMyRules();
    await loupe.page.click(
      '[data-testid=pack][data-id="pack:detection-rules-main.zip"] [data-testid=keep-pack]',
    );
    await until(async () => (await kept()) === 1, "the pack is kept");
    await closeMyRules();

    await newCase(loupe);
    expect(await ids()).toEqual(["z-1", "z-2"]);
    expect((await ruleRows(loupe)).get("z-2")).toMatchObject({ on: "false", state: "runs" });
    await drop(loupe, [threeHosts]);
    await expectListed(loupe, ["z-1 H1", "z-1 H2"]);
    // The case has them now, whatever becomes of those that are kept.
    await toRules(loupe);
    await openMyRules();
    await loupe.page.click("[data-testid=remove-kept-rules]");
    await until(async () => (await kept()) === 0, "they are no longer kept");
    await closeMyRules();
    await loupe.reload();
    expect(await ids()).toEqual(["z-1", "z-2"]);
    await newCase(loupe);
    expect(await ids()).toEqual([]);
  });

  it("show a rule's texts, its query and its origin", async () => {
    await newCase(loupe);
    await toRules(loupe);
    await put(loupe, "rule-input", [githubZip("detection-rules-main.zip", [calc("z-1")])]);
    await openRule(loupe, "z-1");
    const detail = await loupe.text("rule-detail");
    for (const words of ["Rule z-1", 'process.name == "calc.exe"', "rules/windows/z-1.toml"])
      expect(detail).toContain(words);
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
