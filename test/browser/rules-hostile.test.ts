import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zip } from "../support/zip.ts";
import { ndjson } from "./fixtures/documents.ts";
import { step } from "./fixtures/events.ts";
import {
  chooseAlert,
  detailText,
  expectQuiet,
  exportCsv,
  listedCells,
  newCase,
  settle,
  showTab,
  until,
} from "./fixtures/page.ts";
import {
  drop,
  exported,
  fill,
  filterRules,
  githubZip,
  inRule,
  kibanaExport,
  openRule,
  pairs,
  put,
  ruleRows,
  ruleState,
  SHIPPED,
  stateOf,
  toCase,
  toml,
  tomlFile,
  toRules,
} from "./fixtures/rules.ts";
import { browserNames, openLoupe, type Evidence, type Loupe, runsOnce } from "./support/index.ts";

/*
 * A rule file may come from anywhere: its content is text, is limited, and affects nothing else. And the list is
 * usable by keyboard.
 */

const MARKUP = `<img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>`;
const NASTY_NOTE = [
  "## Triage and analysis",
  "",
  "### Possible investigation steps",
  "",
  `- ${MARKUP}`,
  "- [click](javascript:globalThis.pwned=1) ![image](http://beacon.test/i.png) <http://beacon.test/auto>",
  "- {@html '<b>'} {{constructor.constructor('globalThis.pwned=1')()}} {{__proto__}}",
  `- <a href="http://beacon.test/" onclick="globalThis.pwned=1">link</a> <style>body{display:none}</style>`,
  "",
].join("\n");
const query = 'process where process.name == "calc.exe"';
const evidence: Evidence = {
  name: "hosts.ndjson",
  text: ndjson([step({ host: "H1", at: 0 }), step({ host: "H2", at: 1 })]),
};

/** What a page with markup has and a page with text lacks. */
const foreign = (loupe: Loupe) =>
  loupe.page.evaluate(() => ({
    pwned: (globalThis as { pwned?: number }).pwned,
    elements: document.querySelectorAll(
      "img, iframe, body script, body style, a:not([href^='#/'], .skip), [onerror], [onclick]",
    ).length,
    polluted: ({} as { polluted?: unknown }).polluted,
  }));
const CLEAN = { pwned: undefined, elements: 0, polluted: undefined };

describe.each(browserNames)("hostile rule files in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1500, height: 1400 });
  });
  afterAll(() => loupe?.close());

  it("show markup in every text of a rule as text", async () => {
    const nasty = exported({
      rule_id: MARKUP,
      name: `Name ${MARKUP}`,
      query,
      note: NASTY_NOTE,
      description: MARKUP,
      author: [MARKUP],
      license: MARKUP,
      tags: [MARKUP],
      references: ["javascript:globalThis.pwned=1", MARKUP],
      index: [MARKUP],
      setup: NASTY_NOTE,
      false_positives: [MARKUP],
      exceptions_list: [{ id: "x", list_id: MARKUP, type: "detection", namespace_type: "single" }],
      threat: [
        {
          framework: MARKUP,
          tactic: { id: MARKUP, name: MARKUP, reference: MARKUP },
          technique: [{ id: MARKUP, name: MARKUP, reference: MARKUP, subtechnique: [] }],
        },
      ],
    });
    await drop(loupe, [kibanaExport(`${MARKUP.replaceAll("/", "-")}.ndjson`, [nasty]), evidence]);
    expect(await stateOf(loupe)).toBe("done");
    expect(await foreign(loupe)).toEqual(CLEAN);
    await chooseAlert(loupe, "H1");
    expect(await detailText(loupe)).toContain(`Name ${MARKUP}`);
    expect(await loupe.text("triage-guide")).toContain("globalThis.pwned=1");
    for (const tab of ["guide", "around", "event", "record", "rule", "why"]) {
      await showTab(loupe, tab);
      await loupe.page.evaluate(() => {
        for (const fold of document.querySelectorAll<HTMLDetailsElement>("details")) fold.open = true;
      });
      expect(await foreign(loupe), tab).toEqual(CLEAN);
    }
    expect((await listedCells(loupe))[0]?.["rule"]).toContain(MARKUP);
    await openRule(loupe, MARKUP);
    expect(await ruleState(loupe, MARKUP)).toBe("warning");
    expect(await loupe.text("rule-detail")).toContain(MARKUP);
    expect(await foreign(loupe)).toEqual(CLEAN);
    await toCase(loupe);
    const { rows } = await exportCsv(loupe);
    expect(rows.map((row) => row["kibana.alert.rule.rule_id"])).toEqual([MARKUP, MARKUP]);
  });

  it.runIf(runsOnce(name))("put no formula at the start of a CSV cell", async () => {
    await newCase(loupe);
    const rules = ["=1+1", "@SUM(1)", "+1", "-1", "\t=1"].map((text) =>
      exported({ rule_id: `${text}x`, name: `${text} name`, query }),
    );
    await drop(loupe, [kibanaExport("formulas.ndjson", rules), evidence]);
    const { rows } = await exportCsv(loupe);
    expect(rows).toHaveLength(10);
    const dangerous = rows.flatMap((row) =>
      ["kibana.alert.rule.name", "kibana.alert.rule.rule_id"]
        .map((id) => row[id]!)
        .filter((cell) => /^[=@+\-\t\r]/.test(cell)),
    );
    expect(dangerous).toEqual([]);
  });

  it.runIf(runsOnce(name))(
    "have hidden characters in a query marked, and a query of megabytes truncated",
    async () => {
      await newCase(loupe);
      const texts = Array.from({ length: 150_000 }, (_, n) => `"C:\\\\tools\\\\${n}.exe"`).join(", ");
      const turned = 'process where process.name : ("calc.exe", "\u202eexe.clac", "a\u200bb")\n and true';
      await drop(loupe, [
        kibanaExport("hidden.ndjson", [exported({ rule_id: "hidden", query: turned })]),
        tomlFile({ id: "large", query: `${query} and not process.executable : (${texts})` }),
        evidence,
      ]);
      expect(pairs((await exportCsv(loupe)).rows)).toEqual([
        "hidden H1",
        "hidden H2",
        "large H1",
        "large H2",
      ]);
      await openRule(loupe, "hidden");
      expect(await loupe.text("rule-query")).toBe(turned);
      const marks = await loupe.page.evaluate(() =>
        Array.from(
          document.querySelectorAll<HTMLElement>("[data-testid=rule-query] .hidden-character"),
          (element) => element.dataset["shown"],
        ),
      );
      expect(marks).toEqual(["U+202E", "U+200B"]);
      await openRule(loupe, "large");
      const shown = await loupe.text("rule-query");
      expect(shown.length).toBeLessThan(101_000);
      expect(shown).toMatch(/… [\d,]+ more characters$/);
    },
  );

  it("may use JavaScript's own names as names", async () => {
    await newCase(loupe);
    const ids = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const lines = ids.map((id) => exported({ rule_id: id, query }));
    const polluting = exported({ rule_id: "polluting", query: "any where __proto__.polluted == 1" });
    const text = `{"__proto__":{"polluted":1},${JSON.stringify(polluting).slice(1)}\n`;
    await drop(loupe, [
      kibanaExport("names.ndjson", lines),
      { name: "polluting.ndjson", text },
      {
        name: "proto.toml",
        text: toml({ id: "from-toml", query, tables: "[rule.__proto__]\npolluted = 1\n" }),
      },
      evidence,
    ]);
    expect(await stateOf(loupe)).toBe("done");
    expect(pairs((await exportCsv(loupe)).rows)).toEqual(
      [...ids, "from-toml"].flatMap((id) => [`${id} H1`, `${id} H2`]).sort(),
    );
    expect(await foreign(loupe)).toEqual(CLEAN);
    for (const id of [...ids, "polluting"]) expect((await ruleRows(loupe)).has(id), id).toBe(true);
    // And again, from the database.
    await loupe.reload();
    await loupe.element("alert-row");
    await inRule(loupe, "__proto__", "rule-switch");
    expect((await ruleRows(loupe)).get("__proto__")).toMatchObject({ on: "false", alerts: "0" });
    expect((await ruleRows(loupe)).get("constructor")).toMatchObject({ on: "true", alerts: "2" });
    await toCase(loupe);
    expect(await loupe.alertCount()).toBe(8);
  });

  it.runIf(runsOnce(name))("may have texts of a megabyte", async () => {
    await newCase(loupe);
    const long = "y".repeat(1 << 20);
    // In this order, because the first 64 KiB decide what a file is: long texts come last.
    const { name: short, ...rest } = exported({ rule_id: "long", query });
    const rule = { ...rest, name: `${String(short)} ${long}`, note: `- ${long}`, setup: long };
    await drop(loupe, [kibanaExport("long.ndjson", [rule]), evidence]);
    expect(await stateOf(loupe)).toBe("done");
    expect(await loupe.alertCount()).toBe(2);
    await loupe.click("alert-row");
    await until(async () => (await detailText(loupe)).includes("Why it matched"), "the alert is shown");
    await openRule(loupe, "long");
    await toCase(loupe);
  });

  it.runIf(runsOnce(name))("leave the page usable with a thousand rules", async () => {
    await newCase(loupe);
    const rules = Array.from({ length: 1000 }, (_, n) => ({
      id: `many-${n}`,
      query: `process where process.name : ("calc.exe", "tool${n}.exe") and not process.args : "x${n}*"`,
    }));
    await drop(loupe, [githubZip("rules.zip", rules)]);
    await toRules(loupe);
    const count = () =>
      loupe.page.$eval("[data-testid=rule-count]", (e) => (e as HTMLElement).dataset["count"]);
    await until(async () => (await count()) === "1001", "all are listed", 60_000);
    expect((await ruleRows(loupe)).size).toBeLessThan(300);
    await drop(loupe, [evidence]);
    expect(await stateOf(loupe)).toBe("done");
    await toCase(loupe);
    expect(await loupe.alertCount()).toBe(2000);
    await filterRules(loupe, "tool7.exe");
    await until(async () => (await ruleRows(loupe)).size === 1, "one has the text");
    await openRule(loupe, "many-7");
    await inRule(loupe, "many-7", "rule-switch");
    await filterRules(loupe, "tool999");
    await until(async () => (await ruleRows(loupe)).has("many-999"), "another has the text");
    expect((await ruleRows(loupe)).size).toBe(1);
    await toCase(loupe);
    await loupe.click("alert-row");
    await settle(loupe);
    expect(await loupe.alertCount()).toBe(1998);
  });

  it.runIf(runsOnce(name))(
    "in an archive made to fill memory are not read, and the reason is shown",
    async () => {
      await newCase(loupe);
      await toRules(loupe);
      const head = toml({ id: "bomb", query });
      const bomb = zip([
        { path: "rules/bomb.toml", data: `${head}\n# ${" ".repeat(60 << 20)}` },
        { path: "rules/good.toml", data: toml({ id: "good", query }) },
      ]);
      await put(loupe, "rule-input", [{ name: "bomb.zip", bytes: bomb }]);
      expect(await loupe.text("rule-problem")).toMatch(/bomb\.toml/);
      const rules = [...(await ruleRows(loupe)).keys()].filter((id) => id !== SHIPPED);
      expect(rules).toEqual(["good"]);
    },
  );

  it.runIf(runsOnce(name))("in a damaged archive are reported where they were added", async () => {
    await newCase(loupe);
    await toRules(loupe);
    const { bytes } = githubZip("r.zip", [{ id: "z-1", query }]);
    await put(loupe, "rule-input", [{ name: "torn.zip", bytes: bytes!.subarray(0, bytes!.length - 40) }]);
    expect([...(await ruleRows(loupe)).keys()].sort()).toEqual([SHIPPED, "z-1"]);
    expect(await loupe.text("rule-problem")).toMatch(/torn\.zip.*rules in it may be missing/s);
  });

  it.runIf(runsOnce(name))(
    "with queries made to take forever are rejected, and the rest is used",
    async () => {
      await newCase(loupe);
      const deep = `process where ${"(".repeat(10_000)}true${")".repeat(10_000)}`;
      const stars = `process where process.name : "${"*a".repeat(200)}b"`;
      await drop(loupe, [
        tomlFile({ id: "deep", query: deep }),
        tomlFile({ id: "stars", query: stars }),
        tomlFile({ id: "regex", query: 'process where process.name regex "(a*)*(a|aa)+b"' }),
        tomlFile({ id: "good", query }),
        evidence,
        { name: "long.ndjson", text: ndjson([step({ host: "L", at: 5, process: "a".repeat(20_000) })]) },
      ]);
      expect(await stateOf(loupe)).toBe("done");
      await toCase(loupe);
      const { rows } = await exportCsv(loupe);
      expect(pairs(rows).filter((pair) => pair.startsWith("good"))).toEqual(["good H1", "good H2"]);
      expect(pairs(rows).filter((pair) => /^(stars|regex)/.test(pair))).toEqual([]);
    },
  );

  describe("the list by keyboard", () => {
    beforeAll(async () => {
      await newCase(loupe);
      await loupe.page.setViewport({ width: 1400, height: 900 });
      await loupe.click("rename-case");
      await fill(
        loupe,
        "case-name",
        "Incident 2024-05-14, domain controllers of all sites and their backups",
      );
      await (await loupe.element("case-name")).press("Enter");
      await drop(loupe, [tomlFile({ id: "a", query }), tomlFile({ id: "b", query }), evidence]);
      await toRules(loupe);
    });
    it("can be reached, switched and opened by keyboard alone", async () => {
      const focused = () =>
        loupe.page.evaluate(() => {
          const element = document.activeElement as HTMLElement | null;
          const row = element?.closest<HTMLElement>("[data-testid=rule-row]");
          return `${row?.dataset["id"] ?? ""} ${element?.dataset["testid"] ?? ""}`.trim();
        });
      // The edge of the last column comes first.
      await loupe.page.focus("[data-testid=sort-pack]");
      await loupe.page.keyboard.press("Tab");
      expect(await focused()).toBe("column-edge");
      // The table is one stop; arrows lead from line to line.
      await loupe.page.keyboard.press("Tab");
      expect(await focused()).toBe(`${SHIPPED} rule-row`);
      await loupe.page.keyboard.press("ArrowDown");
      await until(async () => (await focused()) === "a rule-row", "the next line has the keyboard");
      await loupe.page.keyboard.press("e");
      await until(async () => (await ruleRows(loupe)).get("a")?.["on"] === "false", "it is off");
      expect(await focused()).toBe("a rule-row");
      await loupe.page.keyboard.press("Enter");
      await until(async () => (await loupe.text("rule-detail")).includes("Rule a"), "it is shown");
      await loupe.page.keyboard.press("j");
      await until(async () => (await loupe.text("rule-detail")).includes("Rule b"), "the next one is shown");
      expect(await focused()).toBe("b rule-row");
      await loupe.page.keyboard.press("]");
      await loupe.page.waitForSelector("[data-testid=rule-tab-guide][aria-selected=true]");
      await until(
        () => loupe.page.evaluate(() => location.hash === "#/rules?rule=b&tab=guide"),
        "the address says what is shown",
      );
      await loupe.page.keyboard.press("[");
      await loupe.page.keyboard.press("Escape");
      await until(async () => (await loupe.page.$("[data-testid=rule-detail]")) === null, "it is closed");
      await until(async () => (await focused()) === "b rule-row", "its line has the keyboard");
    });

    it("names its controls, and each switch by its rule", async () => {
      const switches = await loupe.page.evaluate(() =>
        Array.from(document.querySelectorAll<HTMLElement>("[data-testid=rule-switch]"), (toggle) => [
          toggle.getAttribute("role"),
          toggle.getAttribute("aria-label"),
        ]),
      );
      expect(switches).toEqual([
        ["switch", expect.stringContaining("Full User-Mode Dumps")],
        ["switch", expect.stringContaining("Rule a")],
        ["switch", expect.stringContaining("Rule b")],
      ]);
      const nameless = await loupe.page.evaluate(() =>
        Array.from(document.querySelectorAll<HTMLElement>("button, input, select, textarea, summary"))
          .filter((control) => {
            const labels = (control as HTMLInputElement).labels;
            const words = [
              control.textContent,
              control.getAttribute("aria-label"),
              ...Array.from(labels ?? [], (label) => label.textContent),
            ];
            return words.every((text) => (text ?? "").trim() === "");
          })
          .map((control) => control.outerHTML.slice(0, 200)),
      );
      expect(nameless).toEqual([]);
    });

    it.each([1500, 900, 480, 320])(
      "does not scroll sideways at %i px, in list, detail and form",
      async (width) => {
        const overflow = () =>
          loupe.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
        await openRule(loupe, "a");
        await loupe.page.setViewport({ width, height: 900 });
        expect(await overflow()).toBe(0);
        // The detail may cover the list and its buttons.
        await loupe.click("close-rule");
        await until(async () => (await loupe.page.$("[data-testid=rule-detail]")) === null, "it is closed");
        expect(await overflow()).toBe(0);
        await loupe.click("new-rule");
        await loupe.element("own-rule");
        expect(await overflow()).toBe(0);
        await loupe.click("own-rule-cancel");
        await loupe.page.setViewport({ width: 1400, height: 900 });
      },
    );
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
