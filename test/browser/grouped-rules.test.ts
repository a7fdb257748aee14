import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson } from "./fixtures/documents.ts";
import { step, timeOf } from "./fixtures/events.ts";
import { chooseAlert, expectQuiet, exportCsv, listedCells } from "./fixtures/page.ts";
import { drop, ruleState, stateOf, tomlFile, warningsOf } from "./fixtures/rules.ts";
import { browserNames, openLoupe, type Evidence, type Loupe } from "./support/index.ts";

/** Rules that group events: H1 starts three tools within a minute, a.exe for the first time after an hour without it. */
const HOUR = 3600;
const RULES = [
  tomlFile({
    id: "count",
    type: "threshold",
    query: "event.category: process",
    tables:
      '[rule.threshold]\nfield = ["host.id"]\nvalue = 3\n[[rule.threshold.cardinality]]\nfield = "process.name"\nvalue = 2\n',
  }),
  tomlFile({
    id: "new",
    type: "new_terms",
    query: "event.category: process",
    tables:
      '[rule.new_terms]\nfield = "new_terms_fields"\nvalue = ["host.id", "process.name"]\n[[rule.new_terms.history_window_start]]\nfield = "history_window_start"\nvalue = "now-30m"\n',
  }),
];
const start = (host: string, at: number, process: string) => step({ host, at, process });
const early: Evidence = {
  name: "early.ndjson",
  text: ndjson([start("H1", 0, "a.exe"), start("H2", 5, "b.exe"), start("H1", HOUR, "b.exe")]),
};
const late: Evidence = {
  name: "late.ndjson",
  text: ndjson([start("H1", HOUR + 20, "b.exe"), start("H1", HOUR + 40, "a.exe")]),
};

describe.each(browserNames)("rules that group events, in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await drop(loupe, RULES);
    await drop(loupe, [late]);
    await drop(loupe, [early]);
    expect(await stateOf(loupe)).toBe("done");
  });
  afterAll(() => loupe?.close());

  it("raise an alert for each group and each new value, over all files", async () => {
    const { rows } = await exportCsv(loupe);
    const listed = rows.map((row) =>
      ["@timestamp", "kibana.alert.rule.rule_id", "kibana.alert.new_terms", "loupe.history"]
        .map((column) => row[column])
        .join(" "),
    );
    const half = 1800;
    expect(listed).toEqual([
      `${timeOf(0)} new host.id: id-of-H1; process.name: a.exe 0 of ${half} s`,
      `${timeOf(5)} new host.id: id-of-H2; process.name: b.exe 5 of ${half} s`,
      `${timeOf(HOUR)} new host.id: id-of-H1; process.name: b.exe ${half} of ${half} s`,
      `${timeOf(HOUR + 40)} count  `,
      `${timeOf(HOUR + 40)} new host.id: id-of-H1; process.name: a.exe ${half} of ${half} s`,
    ]);
    expect(rows[3]).toMatchObject({
      "kibana.alert.threshold_result.count": "3",
      "kibana.alert.threshold_result.terms": "host.id: id-of-H1",
      "host.name": "H1",
    });
    expect(new Set(rows.map((row) => row["kibana.alert.uuid"])).size).toBe(5);
    const whats = (await listedCells(loupe)).map((row) => row["what"]).join("\n");
    expect(whats).toMatch(/3 events: /);
    expect(whats).toMatch(/First id-of-H1, a\.exe: /);
  });

  it("say what is new and how much of the history there is, and show the event", async () => {
    await chooseAlert(loupe, "a.exe", "new");
    const group = await loupe.element("alert-group");
    expect(await group.evaluate((element) => (element as HTMLElement).dataset["history"])).toMatch(
      /full|partial/,
    );
    expect(await loupe.text("alert-group")).toMatch(/no earlier event has these values together/);
    await loupe.element("tab-event");
    expect((await warningsOf(loupe, "new")).join("\n")).toMatch(/2 alerts are about what is new/);
    expect(await ruleState(loupe, "count")).toBe("runs");
  });

  it("show what was counted, event by event, each with its record", async () => {
    await chooseAlert(loupe, "3 events", "count");
    expect(await loupe.text("alert-group")).toMatch(
      /3 events with the same host\.id within 40\.000 s|3 events with the same host\.id within 40 s/,
    );
    const events = await loupe.page.$$("[data-testid=sequence-event] [data-testid=raw-record]");
    expect(events).toHaveLength(3);
  });

  it("make no request and violate no policy", () => expectQuiet(loupe));
});
