import { describe, expect, it } from "vitest";
import { eventOf } from "../../src/scan/index.ts";
import { ndjson, scan } from "../support/scan.ts";
import { csv, DATA, XML } from "./collectors.ts";
import { ecs, ENDGAME } from "./products.ts";

const json = (value: unknown): string => JSON.stringify(value);
const line = (document: object): string => ndjson([document]);

describe("paths with the escapes of another text", () => {
  const doubled = json(ENDGAME).replaceAll("\\", "\\\\");

  it.each([
    ["a dump of PostgreSQL", `1\t2024-05-14\t${doubled}\n`],
    ["SQL", `INSERT INTO events VALUES (1,'${doubled}');\n`],
    ["bytes of Python", `b'${doubled}'\n`],
    ["a mapped document", line({ ...ecs("endpoint", "x"), registry: { path: "HKLM\\\\SOFTWARE" } })],
  ])("are reported: %s", async (_, text) => {
    const { problems, headerOnly, events } = await scan(text);
    expect({ events, headerOnly }).toEqual({ events: 1, headerOnly: 0 });
    expect(problems).toMatchObject([
      { code: "header-only", severity: "warning", data: { reason: "escaped" } },
    ]);
  });

  it.each([
    ["a line of JSON in JSON", `x ${json(json({ xml: XML }))}\n`],
    ["a program", `var event = ${json(XML)};\n`],
    ["Python in a field", line({ message: `{'xml': ${json(XML)}, 'n': None}` })],
  ])("are undone in event XML inside a string literal: %s", async (_, text) => {
    const found = await scan(text);
    expect(found.findings).toHaveLength(1);
    expect(found).toMatchObject({ events: 1, lost: 0 });
  });

  const wazuh = (change: (value: string) => string): object => ({
    timestamp: "2024-05-14T02:01:17.250+0000",
    agent: { name: "WS01" },
    data: {
      win: {
        system: {
          providerName: "Microsoft-Windows-Sysmon",
          eventID: "13",
          channel: "Microsoft-Windows-Sysmon/Operational",
          computer: "WS01",
          systemTime: "2024-05-14T02:01:17.2500000Z",
        },
        eventdata: Object.fromEntries(
          Object.entries(DATA).map(([name, value]) => [
            name[0]!.toLowerCase() + name.slice(1),
            change(value),
          ]),
        ),
      },
    },
  });

  it("are undone in the values of a Windows event, and the alert says so", async () => {
    const twice = (value: string): string => value.replaceAll("\\", "\\\\");
    const { findings, problems } = await scan(ndjson([wazuh(twice), wazuh(twice)]));
    expect([findings.length, problems]).toEqual([2, []]);
    expect(findings[0]!.extension).toContain("each backslash");
    expect(eventOf(findings[0]!)["registry.path"]).toBe(DATA["TargetObject"]);
    const plain = await scan(ndjson([wazuh((value) => value)]));
    expect(plain.findings[0]!.extension ?? "").not.toContain("each backslash");
  });

  it("are reported where only some values have them", async () => {
    const some = (value: string): string =>
      value.startsWith("HKLM") ? value.replaceAll("\\", "\\\\") : value;
    const { problems } = await scan(ndjson([wazuh(some)]));
    expect(problems).toMatchObject([{ code: "header-only", data: { reason: "escaped" } }]);
  });

  it("are no escapes in a path of the network or a text of the event's own", async () => {
    const own = XML.replace("C:\\Windows\\system32\\reg.exe", "\\\\srv\\x\\reg.exe");
    expect(await scan(`"${own}"\n`)).toMatchObject({ events: 1, notes: 1 });
    expect((await scan(`"${own}"\n`)).findings).toHaveLength(1);
  });
});

describe("tables of some columns", () => {
  it("are read by event.code and event.provider, without event.category", async () => {
    const row = {
      "@timestamp": "2024-05-14T02:01:17.250Z",
      "event.code": "13",
      "event.provider": "Microsoft-Windows-Sysmon",
      "winlog.provider_name": "Microsoft-Windows-Sysmon",
      ...Object.fromEntries(
        Object.entries(DATA).map(([name, value]) => [`winlog.event_data.${name}`, value]),
      ),
    };
    const names = Object.keys(row);
    const values = names.map((name) => [row[name as keyof typeof row]]);
    const columnar = JSON.stringify({ columns: names.map((name) => ({ name })), values });
    for (const text of [csv(row), columnar, ndjson([row])])
      expect((await scan(text)).findings).toHaveLength(1);
  });

  it("are read where plaso's texts have no escapes of Python", async () => {
    const strings = Object.values(DATA).map((value) => `'${value}'`);
    const message = `[13 / 0x000d] Source Name: Microsoft-Windows-Sysmon Strings: [${strings.join(", ")}] Computer Name: WS01 Record Number: 515 Event Level: 4`;
    const row = { datetime: "2024-05-14T02:01:17.250000+00:00", source: "EVT", message, parser: "winevtx" };
    expect((await scan(csv(row))).findings).toHaveLength(1);
  });
});
