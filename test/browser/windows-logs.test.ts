import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DUMP_TYPE } from "./fixtures/documents.ts";
import { chooseAlert, examine, expectQuiet, exportCsv, newCase, rowOf, until } from "./fixtures/page.ts";
import { drop, toCase, tomlFile } from "./fixtures/rules.ts";
import { CHANNEL, DATA, evtx, GUID, splicedLog, SYSTEM_TIME } from "./fixtures/sysmon-log.ts";
import { browserNames, openLoupe, type Loupe } from "./support/index.ts";

/* One registry write as Windows keeps it and as tools export it: one alert each, with the same fields. */

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

describe.each(browserNames)("Windows' own logs in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  it("give one alert in every form, with the same fields", async () => {
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
    "lead back to the record of $host, and say how it became the event",
    async ({ host, place }) => {
      await chooseAlert(loupe, host);
      expect(await loupe.text("alert-detail")).toMatch(place);
      await loupe.page.evaluate(() => {
        for (const id of ["field-mapping", "raw-record"])
          document.querySelector<HTMLDetailsElement>(`[data-testid=${id}]`)!.open = true;
      });
      await until(
        async () => /TargetObject/.test(await loupe.text("field-mapping")),
        "the mapping is worked out",
      );
      expect(await loupe.text("field-mapping")).toContain("registry.data.strings");
      expect(await loupe.text("raw-record")).toContain("DWORD (0x00000002)");
    },
  );

  it("mark a record that is made of two, in its own alert and in that of a sequence", async () => {
    await newCase(loupe);
    const ten = tomlFile({ id: "ten", query: "sequence by host.name [registry where true] with runs=10" });
    await drop(loupe, [ten, { name: "spliced.evtx", bytes: splicedLog("W-SPLICED") }]);
    await toCase(loupe);
    expect(await loupe.alertCount()).toBe(11);
    const marks = (): Promise<number> =>
      loupe.page.$$eval("[data-testid=alert-detail] [data-testid=spliced-mark]", (found) => found.length);
    await chooseAlert(loupe, "Rule ten");
    expect(await loupe.page.$$("[data-testid=sequence-event]")).toHaveLength(10);
    expect(await marks()).toBe(1);
    for (const recordId of [114, 115, 116]) {
      // Events of one moment are listed in the order of the file.
      const rows = await loupe.page.$$("[data-testid=alert-row]");
      await rows[recordId - 111]!.click();
      const shown = new RegExp(`record ${recordId},`);
      await until(async () => shown.test(await loupe.text("alert-detail")), `record ${recordId} is shown`);
      expect(await marks(), String(recordId)).toBe(recordId === 115 ? 1 : 0);
    }
  });

  it("make no request and break no policy", () => expectQuiet(loupe));
});
