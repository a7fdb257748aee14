import { describe, expect, it } from "vitest";
import { ndjson, scan } from "../support/scan.ts";
import { XML } from "./collectors.ts";
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

  it("are no escapes in a path of the network or a text of the event's own", async () => {
    const own = XML.replace("C:\\Windows\\system32\\reg.exe", "\\\\srv\\x\\reg.exe");
    expect(await scan(`"${own}"\n`)).toMatchObject({ events: 1, notes: 1 });
    expect((await scan(`"${own}"\n`)).findings).toHaveLength(1);
  });
});
