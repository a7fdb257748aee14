import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { splicedLog } from "../support/registry-log.ts";
import { DUMP_TYPE } from "./fixtures/documents.ts";
import {
  chooseAlert,
  clickRow,
  examine,
  expectQuiet,
  exportCsv,
  newCase,
  rowOf,
  until,
  onlyRule,
} from "./fixtures/page.ts";
import { drop, SHIPPED, stateOf, tomlFile } from "./fixtures/rules.ts";
import { CHANNEL, DATA, evtx, GUID, SYSTEM_TIME } from "./fixtures/sysmon-log.ts";
import { type Loupe, openLoupe, otherBrowser } from "./support/index.ts";

/* One registry write in a Windows log and in the exports of tools: one alert each, with the same fields. */

const xml = (host: string): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon' Guid='${GUID}'/>` +
  `<EventID>13</EventID><TimeCreated SystemTime='${SYSTEM_TIME}'/><EventRecordID>4242</EventRecordID><Channel>${CHANNEL}</Channel>` +
  `<Computer>${host}</Computer><Security UserID='S-1-5-18'/></System><EventData>` +
  `${DATA.map(([name, text]) => `<Data Name='${name}'>${text}</Data>`).join("")}</EventData></Event>\r\n`;

const payload = { EventData: { Data: DATA.map(([name, text]) => ({ "@Name": name, "#text": text })) } };
const cells = (values: readonly string[]): string =>
  values.map((value) => `"${value.replaceAll('"', '""')}"`).join(",");
const csv = (host: string): string =>
  `${cells(["RecordNumber", "EventRecordId", "TimeCreated", "EventId", "Provider", "Channel", "Computer", "UserId", "Payload"])}\r\n` +
  `${cells(["1", "4242", "2024-05-14 02:01:17.2600000", "13", "Microsoft-Windows-Sysmon", CHANNEL, host, "S-1-5-18", JSON.stringify(payload)])}\r\n`;

const FILES = [
  { name: "log.bin", bytes: evtx("W-EVTX"), host: "W-EVTX", place: /record 4242, chunk 0/ },
  { name: "log.txt", text: xml("W-XML"), host: "W-XML", place: /line 1/ },
  { name: "log.tsv", text: csv("W-CSV"), host: "W-CSV", place: /line 2/ },
] as const;

describe.each(otherBrowser)("Windows' own logs in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  it("raise one alert in every form, with the same fields", async () => {
    await newCase(loupe);
    await examine(loupe, FILES);
    for (const file of FILES)
      expect(await rowOf(loupe, file.name)).toMatchObject({
        state: "done",
        records: "1",
        alerts: "1",
        problems: "0",
      });
    const { rows } = await exportCsv(loupe);
    expect(rows.map((row) => row["host.name"]).sort()).toEqual(FILES.map(({ host }) => host).sort());
    for (const row of rows) {
      expect(row).toMatchObject({
        "@timestamp": "2024-05-14T02:01:17.250Z",
        "registry.path": DUMP_TYPE,
        "registry.data.strings": "2",
        "process.executable": "C:\\Windows\\System32\\reg.exe",
        "user.id": "S-1-5-18",
        "user.name": "alice",
      });
    }
  });

  it.each(FILES)(
    "locate the record of $host, and explain its mapping to the event",
    async ({ host, place }) => {
      await chooseAlert(loupe, host);
      expect(await loupe.text("alert-detail")).toMatch(place);
      const mapping = await loupe.element("field-mapping");
      await mapping.evaluate((fold) => ((fold as HTMLDetailsElement).open = true));
      await until(
        async () => /TargetObject/.test(await loupe.text("field-mapping")),
        "the mapping is worked out",
      );
      expect(await loupe.text("field-mapping")).toContain("registry.data.strings");
      expect(await loupe.text("raw-record")).toContain("DWORD (0x00000002)");
    },
  );

  it("mark an alert, and each event of a sequence, whose record was spliced from two", async () => {
    await newCase(loupe);
    const rule = tomlFile({
      id: "pair",
      query: 'sequence [registry where host.name == "HOST-34"] [registry where host.name == "HOST-15"]',
    });
    await drop(loupe, [rule, { name: "spliced.evtx", bytes: splicedLog() }]);
    expect(await stateOf(loupe)).toBe("done");
    expect(await loupe.alertCount()).toBe(2);

    await chooseAlert(loupe, "HOST-15", SHIPPED);
    expect(await loupe.text("spliced-mark")).toContain("has two record IDs");

    await onlyRule(loupe, "pair");
    await until(async () => {
      await clickRow(loupe);
      return (await loupe.page.$("[data-testid=sequence-event]")) !== null;
    }, "the sequence is shown");
    expect(await loupe.text("doubtful-mark")).toMatch(/marked\s+under Why/);
    const marks = await loupe.page.$$eval("[data-testid=sequence-event]", (events) =>
      events.map((event) => event.querySelector("[data-testid=spliced-mark]") !== null),
    );
    expect(marks).toEqual([false, true]);
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
