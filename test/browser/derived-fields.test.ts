import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickRow, exportCsv, expectQuiet, newCase, tabText, until, onlyRule } from "./fixtures/page.ts";
import { drop, inRule, openRule, ruleState, stateOf, toCase, tomlFile } from "./fixtures/rules.ts";
import { CHANNEL, evtx, GUID } from "./fixtures/sysmon-log.ts";
import { oneBrowser, openLoupe, type Loupe } from "./support/index.ts";

/* Most of Elastic's sequences join by host.id, which no raw log has. */

/** A process creation of Sysmon as event XML. */
const processStart = (host: string, image: string): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon' Guid='${GUID}'/>` +
  `<EventID>1</EventID><TimeCreated SystemTime='2024-05-14T02:01:30.0000000Z'/><EventRecordID>1</EventRecordID><Channel>${CHANNEL}</Channel>` +
  `<Computer>${host}</Computer></System><EventData><Data Name='UtcTime'>2024-05-14 02:01:29.000</Data>` +
  `<Data Name='ProcessId'>88</Data><Data Name='Image'>${image}</Data></EventData></Event>\r\n`;

const RULES = [
  {
    id: "joined",
    note: "## Triage and analysis\n\n### Possible investigation steps\n\n- $investigate_0\n- $investigate_1\n",
    tables: `[transform]
[[transform.investigate]]
label = "Of the host"
relativeFrom = "now-48h/h"
relativeTo = "now"
providers = [[
  { excluded = false, field = "host.id", queryType = "phrase", value = "{{host.id}}", valueType = "string" },
]]
[[transform.investigate]]
label = "Of the name"
relativeFrom = "now-48h/h"
relativeTo = "now"
providers = [[
  { excluded = false, field = "host.name", queryType = "phrase", value = "{{host.name}}", valueType = "string" },
]]
`,
    query:
      'sequence by host.id with maxspan=1m [registry where host.os.type == "windows" and registry.path : "*LocalDumps*"] ' +
      '[process where event.type == "start" and process.name : "werfault.exe"]',
  },
  { id: "blind", query: 'process where dns.question.name : "*.example"' },
].map(tomlFile);

const WERFAULT = "C:\\Windows\\System32\\WerFault.exe";
const FILES = [
  { name: "sysmon.evtx", bytes: evtx("WS01") },
  // The name in another case is that of the same computer.
  { name: "processes.xml", text: processStart("ws01", WERFAULT) + processStart("ws02", WERFAULT) },
];

describe.each(oneBrowser)("fields that raw logs lack, in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await newCase(loupe);
    await drop(loupe, [...RULES, ...FILES]);
    expect(await stateOf(loupe)).toBe("done");
  });
  afterAll(() => loupe?.close());

  it("let a sequence by host.id join the events of one computer, from an event log and event XML", async () => {
    await toCase(loupe);
    const { rows } = await exportCsv(loupe);
    const joined = rows.filter((row) => row["kibana.alert.rule.rule_id"] === "joined");
    expect(joined).toHaveLength(1);
    expect(joined[0]!["loupe.sequence"]).toMatch(/sysmon\.evtx byte \d+; .*processes\.xml byte 0$/);
    expect(joined[0]).toMatchObject({ "loupe.extension": "", "loupe.derived_fields": "host.id" });
    for (const row of rows.filter((other) => !joined.includes(other)))
      expect(row["loupe.derived_fields"]).toBe("");
  });

  it("are marked on the alert and in the field mapping", async () => {
    await onlyRule(loupe, "joined");
    await until(async () => {
      await clickRow(loupe);
      return (await loupe.page.$("[data-testid=sequence-event]")) !== null;
    }, "the sequence is shown");
    expect(await loupe.text("derived-mark")).toContain("This rule uses host.id, which raw records lack.");
    await loupe.page.evaluate(() => {
      for (const details of document.querySelectorAll<HTMLDetailsElement>("[data-testid=field-mapping]"))
        details.open = true;
    });
    const marked = () =>
      loupe.page.$$eval("[data-testid=mapping-step][data-derived]", (steps) =>
        steps.map((item) => (item.textContent ?? "").replace(/\s+/g, " ")),
      );
    await until(async () => (await marked()).length === 3, "the mapping of each event is shown");
    for (const text of await marked()) expect(text).toContain("derived by Loupe");
    expect((await marked()).filter((text) => text.includes("process.entity_id"))).toHaveLength(1);
  });

  it("are named at a search of the guide that uses them", async () => {
    await loupe.element("guide-investigate");
    const searches = await loupe.page.$$eval("[data-testid=guide-investigate]", (sections) =>
      sections.map((section) => [
        section.textContent?.includes("loupe:ws01"),
        section.querySelector("[data-testid=guide-derived]") !== null,
        section.querySelector("[data-testid=guide-hunt]") !== null,
      ]),
    );
    expect(searches).toEqual([
      [true, true, true],
      [false, false, true],
    ]);
  });

  it("leave no mark on an alert whose rule does not use them", async () => {
    await onlyRule(loupe, "");
    await until(async () => {
      await clickRow(loupe);
      return (await loupe.page.$("[data-testid=tab-event]")) !== null;
    }, "an alert of one event is shown");
    const text = await tabText(loupe, "why");
    expect(text).toContain("sysmon.evtx");
    expect(text).toContain("Why it matched");
    expect(await loupe.page.$("[data-testid=sequence-event]")).toBeNull();
    expect(await loupe.page.$("[data-testid=derived-mark]")).toBeNull();
  });

  it("are named at a rule that needs others, which the evidence lacks", async () => {
    expect(await ruleState(loupe, "blind")).toBe("warning");
    const inRow = await loupe.page.$$eval(
      "[data-testid=rule-row][data-id=blind] [data-testid=rule-missing-fields]",
      (items) => items.map((item) => item.textContent),
    );
    expect(inRow).toEqual([
      expect.stringContaining("Cannot match this evidence: no event has dns.question.name"),
    ]);
    await openRule(loupe, "blind");
    const inDetail = await loupe.page.$eval(
      "[data-testid=rule-detail] [data-testid=rule-missing-fields]",
      (item) => item.textContent,
    );
    expect(inDetail).toContain("no event has dns.question.name, which the rule needs.");
    await inRule(loupe, "joined", "choose-rule");
    expect(await ruleState(loupe, "joined")).toBe("runs");
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
