import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, type Json } from "./fixtures/documents.ts";
import { step, timeOf, type Step } from "./fixtures/events.ts";
import { chooseAlert, expectQuiet, exportCsv, filter, listedCells, newCase, until } from "./fixtures/page.ts";
import {
  drop,
  exceptionItem,
  exceptionList,
  expectListed,
  exported,
  inRule,
  kibanaExport,
  pairs,
  put,
  warningsOf,
  ruleRows,
  ruleState,
  scanAgain,
  stateOf,
  toCase,
  tomlFile,
} from "./fixtures/rules.ts";
import { browserNames, oneBrowser, openLoupe, runsOnce, type Evidence, type Loupe } from "./support/index.ts";

/*
 * Sequences and samples over evidence as it arrives: in several files, in any order, from several hosts. The expected
 * results were determined by hand and are noted at each host.
 */

const FIRST = 'process where process.name == "first.exe"';
const SECOND = "network where destination.port == 4444";
const HELD = 'file where file.name == "held.txt"';

const RULES: Readonly<Record<string, string>> = {
  span: `sequence by host.id with maxspan=1m [${FIRST}] [${SECOND}]`,
  until: `sequence by host.id [${FIRST}] [${SECOND}] until [process where process.name == "stop.exe"]`,
  missing: `sequence by host.id with maxspan=1m [${FIRST}] ![${HELD}] [${SECOND}]`,
  runs: 'sequence by host.id with maxspan=1m [process where process.name == "again.exe"] with runs=3',
  sample: `sample by host.id [${FIRST}] [${HELD}]`,
};
const ruleFiles = Object.entries(RULES).map(([id, query]) => tomlFile({ id, query }));

const first = (host: string, at: number): Step => ({ host, at, process: "first.exe" });
const second = (host: string, at: number): Step => ({
  host,
  at,
  category: "network",
  more: { destination: { ip: "203.0.113.7", port: 4444 } },
});
const held = (host: string, at: number): Step => ({
  host,
  at,
  category: "file",
  more: { file: { name: "held.txt" } },
});
const named = (host: string, at: number, process: string): Step => ({ host, at, process });

/** In the order of the file, which is not the order of time. */
const EARLY: readonly Step[] = [
  first("TOO-LATE", 0),
  first("ACROSS", 0),
  second("REVERSED", 5),
  first("REVERSED", 10), // never followed
  second("INSIDE", 20), // written before the event that precedes it
  first("INSIDE", 15),
  first("STOPPED", 0),
  named("STOPPED", 5, "stop.exe"),
  first("HELD", 0),
  named("THRICE", 2, "again.exe"),
  named("THRICE", 0, "again.exe"),
  named("TWICE", 0, "again.exe"),
];
const LATE: readonly Step[] = [
  second("TOO-LATE", 61),
  second("STOPPED", 20),
  second("ACROSS", 30),
  second("HELD", 40),
  held("HELD", 20),
  named("THRICE", 1, "again.exe"),
  named("TWICE", 70, "again.exe"),
  named("TWICE", 150, "again.exe"),
];
const WANTED = [
  "missing ACROSS",
  "missing INSIDE",
  // 20 seconds apart, and only `until` of its own rule matches stop.exe.
  "missing STOPPED",
  "runs THRICE",
  "sample HELD",
  "span ACROSS",
  "span HELD",
  "span INSIDE",
  "span STOPPED",
  // Without maxspan another minute makes no difference; the stopped sequence starts again and has no second event.
  "until ACROSS",
  "until HELD",
  "until INSIDE",
  "until TOO-LATE",
];

const events = (steps: readonly Step[]): Json[] => steps.map(step);
const flush: Evidence = { name: "early.ndjson", text: ndjson(events(EARLY)) };
const late: Evidence = { name: "late.ndjson", text: ndjson(events(LATE)) };

const csvOf = async (loupe: Loupe) => {
  await toCase(loupe);
  return exportCsv(loupe);
};

/** The events of the chosen alert, as displayed. */
const shownEvents = (loupe: Loupe) =>
  loupe.page.evaluate(() =>
    Array.from(document.querySelectorAll<HTMLElement>("[data-testid=sequence-event]"), (item) => ({
      missing: item.dataset["missing"] === "true",
      text: (item.textContent ?? "").replace(/\s+/g, " "),
    })),
  );

async function choose(loupe: Loupe, ruleId: string, host: string) {
  await toCase(loupe);
  await chooseAlert(loupe, host, ruleId);
  await loupe.element("sequence-events");
  return shownEvents(loupe);
}

/* What a case stores of sequences is tested in both browsers, below. */
describe.each(oneBrowser)("sequences in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1600, height: 2000 });
  });
  afterAll(() => loupe?.close());

  describe("across two files, the later one added first", () => {
    let csv: Awaited<ReturnType<typeof csvOf>>;
    beforeAll(async () => {
      await drop(loupe, ruleFiles);
      await drop(loupe, [late]);
      await drop(loupe, [flush]);
      expect(await stateOf(loupe)).toBe("done");
      csv = await csvOf(loupe);
    });

    it("are exactly those that the queries describe, per host", async () => {
      expect(pairs(csv.rows)).toEqual(WANTED);
      expect(await loupe.alertCount()).toBe(WANTED.length);
      const rows = await loupe.evidenceRows();
      const sum = rows.reduce((total, row) => total + Number(row["alerts"]), 0);
      expect(sum).toBe(WANTED.length);
    });

    it("have their events in order of time with their locations in the CSV", () => {
      const row = csv.rows.find(
        (candidate) =>
          candidate["kibana.alert.rule.rule_id"] === "span" && candidate["host.name"] === "ACROSS",
      )!;
      const lineOf = (file: readonly Step[], host: string) => {
        const at = file.findIndex((candidate) => candidate.host === host);
        return Buffer.byteLength(ndjson(events(file.slice(0, at))));
      };
      expect(row["loupe.sequence"]).toBe(
        `${timeOf(0)} early.ndjson byte ${lineOf(EARLY, "ACROSS")}; ${timeOf(30)} late.ndjson byte ${lineOf(LATE, "ACROSS")}`,
      );
      expect(row["@timestamp"]).toBe(timeOf(30));
      expect(row["kibana.alert.uuid"]).not.toBe("");
      expect(new Set(csv.rows.map((line) => line["kibana.alert.uuid"])).size).toBe(csv.rows.length);
      const missing = csv.rows.find(
        (candidate) =>
          candidate["kibana.alert.rule.rule_id"] === "missing" && candidate["host.name"] === "ACROSS",
      )!;
      expect(missing["loupe.sequence"]).toMatch(/early\.ndjson byte \d+; missing; .*late\.ndjson byte \d+$/);
    });

    it("show their events in order, each with its location and record", async () => {
      const shown = await choose(loupe, "span", "ACROSS");
      expect(shown).toHaveLength(2);
      expect(shown[0]?.text).toContain("10:00:00.000");
      expect(shown[0]?.text).toMatch(/early\.ndjson, line 2\b/);
      expect(shown[0]?.text).toContain("first.exe");
      expect(shown[1]?.text).toContain("10:00:30.000");
      expect(shown[1]?.text).toMatch(/late\.ndjson, line 3\b/);
      expect(shown[1]?.text).toContain("203.0.113.7");
      const records = await loupe.page.evaluate(() =>
        Array.from(
          document.querySelectorAll("[data-testid=raw-record]"),
          (element) => element.textContent ?? "",
        ),
      );
      expect(records).toHaveLength(2);
      for (const record of records) expect(record).toContain('"ACROSS"');
      await loupe.page.evaluate(() => {
        for (const details of document.querySelectorAll<HTMLDetailsElement>("[data-testid=field-mapping]"))
          details.open = true;
      });
      const steps = (): Promise<number> =>
        loupe.page.evaluate(
          () =>
            [...document.querySelectorAll("[data-testid=sequence-event]")].filter(
              (item) => item.querySelector("[data-testid=mapping-step]") !== null,
            ).length,
        );
      await until(async () => (await steps()) === 2, "the mapping of each event is shown");
    });

    it("show a missing event as missing", async () => {
      const shown = await choose(loupe, "missing", "INSIDE");
      expect(shown.map(({ missing }) => missing)).toEqual([false, true, false]);
    });

    it("show as many events as the runs and the terms of a sample require", async () => {
      const runs = await choose(loupe, "runs", "THRICE");
      expect(runs.map(({ text }) => /10:00:0(\d)\.000/.exec(text)?.[1])).toEqual(["0", "1", "2"]);
      const sample = await choose(loupe, "sample", "HELD");
      expect(sample).toHaveLength(2);
    });

    it("have the number of events in their row, and the values that these share", async () => {
      await filter(loupe, "ACROSS");
      const rows = (await listedCells(loupe)).filter((row) => row["rule"] === "Rule span");
      expect(rows).toHaveLength(1);
      expect(rows[0]).toMatchObject({ host: "ACROSS", user: "alice" });
      expect(rows[0]?.["what"]).toMatch(/^2 events/);
      await filter(loupe, "");
    });

    it("belong to rules that are listed as running", async () => {
      for (const id of Object.keys(RULES)) expect(await ruleState(loupe, id), id).toBe("runs");
      expect((await ruleRows(loupe)).get("span")?.["alerts"]).toBe("4");
    });

    it("keep a verdict when everything is scanned again, and are not doubled", async () => {
      await choose(loupe, "span", "INSIDE");
      await (
        await loupe.element("verdict-false-positive")
      ).evaluate((input) => (input as HTMLElement).click());
      await drop(loupe, [tomlFile({ id: "more", query: `sequence by host.id [${SECOND}] [${FIRST}]` })]);
      await toCase(loupe);
      await scanAgain(loupe);
      const { rows } = await csvOf(loupe);
      expect(pairs(rows)).toEqual([...WANTED, "more REVERSED"].sort());
      const triaged = rows.filter((row) => row["loupe.verdict"] !== "");
      expect(pairs(triaged)).toEqual(["span INSIDE"]);
    });

    it("are removed when their rule is replaced, and found with the new one", async () => {
      await drop(loupe, [tomlFile({ id: "more", query: `sequence by host.id [${HELD}] [${SECOND}]` })]);
      await expectListed(loupe, WANTED);
      await scanAgain(loupe);
      await expectListed(loupe, [...WANTED, "more HELD"].sort());
    });

    it("are neither listed nor counted for a disabled rule", async () => {
      await inRule(loupe, "span", "rule-switch");
      const others = [...WANTED, "more HELD"].filter((pair) => !pair.startsWith("span")).sort();
      await expectListed(loupe, others);
      expect(await loupe.alertCount()).toBe(others.length);
      await inRule(loupe, "span", "rule-switch");
      await expectListed(loupe, [...WANTED, "more HELD"].sort());
    });

    it("have the same CSV for the files in the other order, added together with the rules", async () => {
      await newCase(loupe);
      await drop(loupe, [flush, ...ruleFiles, late]);
      expect(await stateOf(loupe)).toBe("done");
      expect((await csvOf(loupe)).text).toBe(csv.text);
    });
  });

  it("are the same in a gzip file, whose events are read back", async () => {
    await newCase(loupe);
    const packed = { name: "early.ndjson.gz", bytes: gzipSync(flush.text!) };
    await drop(loupe, [...ruleFiles, packed, late]);
    expect(await stateOf(loupe)).toBe("done");
    await expectListed(loupe, WANTED);
    const shown = await choose(loupe, "span", "ACROSS");
    expect(shown[0]?.text).toContain("early.ndjson.gz");
    expect(shown[0]?.text).toContain("first.exe");
  });

  it("count a file once if it is added twice", async () => {
    await newCase(loupe);
    await drop(loupe, [...ruleFiles, flush, late]);
    await drop(loupe, [{ ...flush, name: "copy-of-early.ndjson" }]);
    expect(await stateOf(loupe)).toBe("done");
    await expectListed(loupe, WANTED);
    expect(await loupe.evidenceRows()).toHaveLength(3);
  });

  it("include the events of a file added later", async () => {
    await newCase(loupe);
    await drop(loupe, [...ruleFiles, flush]);
    await expectListed(loupe, ["missing INSIDE", "span INSIDE", "until INSIDE"]);
    await drop(loupe, [late]);
    expect(await stateOf(loupe)).toBe("done");
    await expectListed(loupe, WANTED);
  });

  it("omit events that an exception of the export covers", async () => {
    await newCase(loupe);
    const list = exceptionList("l");
    const rule = exported({ rule_id: "span", query: RULES["span"], exceptions_list: [list.reference] });
    await drop(loupe, [
      kibanaExport("e.ndjson", [rule], [list.line, exceptionItem("l", "host.name", "ACROSS")]),
      flush,
      late,
    ]);
    expect(await stateOf(loupe)).toBe("done");
    await expectListed(
      loupe,
      WANTED.filter((pair) => /^span (?!ACROSS)/.test(pair)),
    );
  });

  it("have a rule that names its events which the evidence lacks", async () => {
    await newCase(loupe);
    await drop(loupe, [
      tomlFile({ id: "blind", query: `sequence by host.id [${FIRST}] [registry where true]` }),
      flush,
    ]);
    expect(await ruleState(loupe, "blind")).toBe("warning");
    expect((await warningsOf(loupe, "blind")).join("\n")).toMatch(/registry/);
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});

describe.each(browserNames)("sequences of a closed case in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  it("are unchanged", async () => {
    await drop(loupe, [...ruleFiles, flush, late]);
    expect(await stateOf(loupe)).toBe("done");
    const before = (await csvOf(loupe)).text;
    await loupe.reload();
    await loupe.element("alert-row");
    expect((await csvOf(loupe)).text).toBe(before);
    await chooseAlert(loupe, "THRICE");
    expect((await shownEvents(loupe)).map(({ text }) => text.includes("again.exe"))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("stay unchanged with their records when a file is added while the others are unavailable", async () => {
    const before = await csvOf(loupe);
    const other = {
      name: "other.ndjson",
      text: ndjson(events([second("ELSEWHERE", 0), second("TOO-LATE", 30)])),
    };
    await drop(loupe, [other]);
    expect(await stateOf(loupe)).toBe("done");
    const after = await csvOf(loupe);
    // One more sequence, of an event from before the page was closed and a new one.
    expect(pairs(after.rows)).toContain("missing TOO-LATE");
    const known = new Set(before.rows.map((row) => row["kibana.alert.uuid"]));
    expect(after.rows.filter((row) => known.has(row["kibana.alert.uuid"]!))).toEqual(
      before.rows.filter(
        (row) => row["kibana.alert.rule.rule_id"] !== "until" || row["host.name"] !== "TOO-LATE",
      ),
    );
    await chooseAlert(loupe, "THRICE");
    expect((await shownEvents(loupe)).map(({ text }) => text.includes("again.exe"))).toEqual([
      true,
      true,
      true,
    ]);
    expectQuiet(loupe);
  });
});

/** Stops the scan as soon as the page correlates this rule. */
async function stopAtRule(loupe: Loupe, act: () => Promise<unknown>, rule: string): Promise<void> {
  await loupe.page.evaluate((wanted) => {
    const observer = new MutationObserver(() => {
      const state = document.querySelector("[data-testid=scan-state]")?.textContent ?? "";
      if (!state.includes(`Correlating sequences: ${wanted}`)) return;
      observer.disconnect();
      document.querySelector<HTMLElement>("[data-testid=cancel-scan]")!.click();
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  }, rule);
  await act();
  await until(async () => (await stateOf(loupe)) === "cancelled", "the search is stopped");
}

describe.each(browserNames)("a stopped correlation in %s", (name) => {
  const [host, PAIRS] = ["BUSY", 4000];
  const files: readonly Evidence[] = [
    // Two hours of a host on which each event follows another.
    {
      name: "busy.ndjson",
      text: ndjson(
        events(Array.from({ length: 2 * PAIRS }, (_, i) => (i % 2 ? second(host, i) : first(host, i)))),
      ),
    },
    flush,
    late,
  ];
  // In the order that a reopened case has as well.
  const rules = [
    tomlFile({ id: "plain", query: 'process where process.name == "stop.exe"' }),
    tomlFile({ id: "first", query: RULES["runs"]! }),
    tomlFile({ id: "many", query: RULES["span"]! }),
    tomlFile({ id: "rest", query: RULES["sample"]! }),
  ];
  const FOUND = ["first THRICE", "plain STOPPED"];
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1600, height: 1400 });
  });
  afterAll(() => loupe?.close());

  const unfinished = async (): Promise<string[]> => {
    await loupe.show("evidence");
    const said = await loupe.page.$$eval("[data-testid=unfinished-search]", (all) =>
      all.map((element) => element.textContent ?? ""),
    );
    expect(said.length).toBeLessThan(2);
    return [...(said[0] ?? "").matchAll(/“Rule (\w+)”/g)].map(([, rule]) => rule!).sort();
  };
  const listed = async (): Promise<string[]> => pairs((await exportCsv(loupe)).rows);

  it("keeps what was found before, and names the unfinished rules", async () => {
    await drop(loupe, rules);
    await stopAtRule(loupe, () => loupe.addEvidence(files), "rule 2 of 3");
    expect(await listed()).toEqual(FOUND);
    expect(await loupe.alertCount()).toBe(FOUND.length);
    expect(await unfinished()).toEqual(["many", "rest"]);
    for (const row of await loupe.evidenceRows()) expect(row["state"]).toBe("done");
    expect(await loupe.text("scan-again-notice")).toMatch(/3 files/);
    for (const [rule, state] of [
      ["first", "runs"],
      ["many", "warning"],
      ["rest", "warning"],
    ] as const)
      expect(await ruleState(loupe, rule), rule).toBe(state);
    expect((await warningsOf(loupe, "many")).join()).toContain("correlation is unfinished");
    await toCase(loupe);
  });

  it("names them after the page was closed as well", async () => {
    await loupe.reload();
    await loupe.element("alert-row");
    expect(await listed()).toEqual(FOUND);
    expect(await unfinished()).toEqual(["many", "rest"]);
  });

  it.runIf(runsOnce(name))(
    "finds everything when all files are scanned again, and keeps it if that is stopped",
    async () => {
      await put(loupe, "attach-input", files);
      await scanAgain(loupe);
      const all = await listed();
      expect(all.filter((pair) => !pair.startsWith("many"))).toEqual([...FOUND, "rest HELD"]);
      expect(all.filter((pair) => pair === "many BUSY")).toHaveLength(PAIRS);
      expect(await unfinished()).toEqual([]);
      expect(await loupe.page.$("[data-testid=scan-again-notice]")).toBeNull();

      const more = { name: "more.ndjson", text: ndjson(events([held(host, 1)])) };
      await stopAtRule(loupe, () => loupe.addEvidence([more]), "rule 2 of 3");
      expect(await listed()).toEqual(all);
      expect(await unfinished()).toEqual(["many", "rest"]);
      await scanAgain(loupe);
      expect(await listed()).toEqual([...all, "rest BUSY"].sort());
      expectQuiet(loupe);
    },
  );
});
