import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ndjson, scan } from "../support/scan.ts";
import { XML } from "./collectors.ts";
import { TIME } from "./products.ts";

/* Events beside a full one, and in a wrapper, that are bytes, packed, or in the form of another language's values. */

const PATH = "HKLM\\SOFTWARE\\Other\\DumpType";
const DOCUMENT = JSON.stringify({
  "@timestamp": TIME,
  event: { category: ["registry"], code: "13", provider: "Microsoft-Windows-Sysmon", module: "sysmon" },
  host: { name: "ws09" },
  registry: { path: PATH, value: "DumpType", data: { strings: ["2"] } },
});
type Pair = readonly [name: string, value: string];
const RAW: readonly Pair[] = [
  ["EventID", "13"],
  ["Channel", "Microsoft-Windows-Sysmon/Operational"],
  ["Computer", "ws09"],
  ["Image", "C:\\Windows\\evil.exe"],
  ["TargetObject", PATH],
];
const ECS: readonly Pair[] = [
  ["@timestamp", TIME],
  ["event.code", "13"],
  ["event.provider", "Microsoft-Windows-Sysmon"],
  ["registry.path", PATH],
  ["process.executable", "C:\\Windows\\evil.exe"],
];

const base64 = (data: string | Uint8Array): string => Buffer.from(data).toString("base64");
const bytes = (text: string, encoding: "utf8" | "utf16le" = "utf8"): number[] => [
  ...Buffer.from(text, encoding),
];
const columns = (pairs: readonly Pair[]): string => {
  const widths = pairs.map((pair) => Math.max(...pair.map(({ length }) => length)));
  const line = (cells: readonly string[]) => cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" ");
  const rule = pairs.map(([name]) => "-".repeat(name.length));
  return [line(pairs.map(([name]) => name)), line(rule), line(pairs.map(([, value]) => value))].join("\r\n");
};

/** What is read, where nothing else is the event. */
const ENCODED: readonly (readonly [string, unknown])[] = [
  ["bytes of JSON", bytes(DOCUMENT)],
  ["bytes of event XML", bytes(XML)],
  ["bytes with a sign, of UTF-16", [...new Int8Array(Buffer.from(XML, "utf16le"))]],
  ["a buffer of Node.js", { type: "Buffer", data: bytes(DOCUMENT) }],
  ["bytes as a text", `[${bytes(DOCUMENT).join(", ")}]`],
  ["bytes as a text, with blanks", `data: ${bytes(XML).join(" ")}`],
  ["gzip in base64", base64(gzipSync(DOCUMENT))],
  ["gzip of XML in base64", base64(gzipSync(XML))],
  ["zlib in base64", base64(deflateSync(DOCUMENT))],
  ["base64 of base64", base64(base64(DOCUMENT))],
  ["base64 of base64 of XML", base64(base64(XML))],
  ["base64 three times over", base64(base64(base64(DOCUMENT)))],
  ["base64 three times over of a document in lines", base64(base64(base64(`{\n ${DOCUMENT.slice(1)}`)))],
  ["base64 three times over of XML", base64(base64(base64(XML)))],
  ["base64 three times over of UTF-16", base64(base64(base64(Buffer.from(` ${DOCUMENT}`, "utf16le"))))],
  ["base64 twice over of gzip", base64(base64(gzipSync(DOCUMENT)))],
  ["base64 four times over", base64(base64(base64(base64(XML))))],
];

/** What is only reported, as nothing says where its values end. */
const SPELLED: readonly (readonly [string, string])[] = [
  ["logfmt", ECS.map(([name, value]) => `${name}="${value}"`).join(" ")],
  ["YAML", ECS.map(([name, value]) => `${name}: ${value}`).join("\n")],
  [
    "nested YAML",
    `"@timestamp": ${TIME}\nevent:\n  code: "13"\n  category:\n    - registry\n  provider: Microsoft-Windows-Sysmon\n` +
      `host:\n  name: ws09\nregistry:\n  path: ${PATH}\nprocess:\n  executable: C:\\Windows\\evil.exe\n`,
  ],
  ...(
    [
      ["", RAW],
      [" of Elastic's names", ECS],
    ] as const
  ).flatMap(([names, pairs]): (readonly [string, string])[] => [
    [
      `PHP's serialize${names}`,
      `a:${pairs.length}:{${pairs.map((pair) => pair.map((text) => `s:${text.length}:"${text}";`).join("")).join("")}}`,
    ],
    [
      `SQL${names}`,
      `INSERT INTO \`e\` (${pairs.map(([name]) => `\`${name}\``).join(", ")}) VALUES (${pairs.map(([, value]) => `'${value}'`).join(", ")});`,
    ],
    [`columns of Format-Table${names}`, columns(pairs)],
  ]),
];

const own = {
  "@timestamp": TIME,
  event: { kind: "event", code: "1", category: ["process"] },
  host: { name: "ws01" },
  process: { name: "a.exe" },
};
const sysmon = { ...own, event: { ...own.event, provider: "Microsoft-Windows-Sysmon", module: "sysmon" } };
const beside = ({ problems }: Awaited<ReturnType<typeof scan>>): unknown[] =>
  problems.filter(({ code, data }) => code === "no-event" && (data as { kind: string }).kind === "beside");

describe("an event in a field of another one", () => {
  it.each([...ENCODED, ...SPELLED])("is reported: %s", async (_, content) => {
    for (const outer of [own, sysmon]) {
      const text = ndjson([outer, outer, { ...outer, labels: { raw: content } }]);
      const result = await scan(text);
      expect(result.events).toBe(3);
      expect(beside(result)).toHaveLength(1);
      // The same without the shortcut past decoding, which lists of one document do not take.
      expect(beside(await scan(JSON.stringify([{ ...outer, labels: { raw: content } }])))).toHaveLength(1);
    }
  });

  it.each([
    ["numbers of something else", Array.from({ length: 400 }, (_, i) => i % 256)],
    ["bytes of another text", bytes(JSON.stringify({ level: "info", message: "x".repeat(200) }))],
    ["gzip of another text", base64(gzipSync("a line of a log\n".repeat(30)))],
    ["a certificate", base64(Uint8Array.from({ length: 600 }, (_, i) => (i * 7919) % 251))],
    [
      "a program's SQL",
      "INSERT INTO users (id, name, mail, created) VALUES (1, 'event', 'code', 2);".repeat(2),
    ],
    [
      "a table of something else",
      columns([
        ["Name", "x"],
        ["Id", "13"],
        ["Handles", "5"],
        ["Path", PATH.repeat(2)],
      ]),
    ],
    [
      "YAML of something else",
      `event:\n  name: start\n  code: 3\nserver:\n  port: 8080\n  host: a\n`.repeat(2),
    ],
  ])("is not seen in %s", async (_, content) => {
    expect(beside(await scan(ndjson([{ ...own, labels: { raw: content } }])))).toEqual([]);
  });
});

describe("an event in a wrapper", () => {
  it.each(ENCODED)("is read: %s", async (_, content) => {
    const result = await scan(ndjson([{ id: 7, payload: content }]));
    expect(result.events).toBe(1);
    expect(result.problems).toEqual([]);
  });
});
