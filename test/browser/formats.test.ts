import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ElementHandle } from "puppeteer-core";
import { sha256, utf16 } from "./fixtures/bytes.ts";
import {
  DUMP_TYPE,
  DUMP_TYPE_KERNEL,
  dotted,
  fieldsOf,
  mixed,
  ndjson,
  noise,
  registryEvent,
  timed,
  type Json,
  type Write,
} from "./fixtures/documents.ts";
import { largeFile, slowFile } from "./fixtures/files.ts";
import {
  alertedHosts,
  chooseAlert,
  examine,
  expectQuiet,
  exportCsv,
  ledgerText,
  newCase,
  rowOf,
  until,
} from "./fixtures/page.ts";
import { browserNames, openLoupe, type Loupe, runsOnce } from "./support/index.ts";

/*
 * The same ten events in every supported form: the same alerts, the same count, and a location that leads back to the
 * record.
 */

const WRITES: readonly Write[] = [
  { host: "F-0", source: "winlogbeat" },
  { host: "F-1", source: "sysmon", data: ["1"] },
  { host: "F-2", source: "sysmon", userName: "Zoë Müller 日本 🦊" },
  { host: "F-3", source: "defend", executable: "C:\\Windows\\System32\\svchost.exe", userId: "S-1-5-19" },
  { host: "F-4", source: "defend" },
  { host: "F-5", source: "endgame" },
  { host: "F-6", source: "endgame", os: "linux" },
  { host: "F-7", source: "m365", data: ["1", "2"] },
  { host: "F-8", source: "m365", path: "HKLM\\SOFTWARE\\Other" },
  { host: "F-9", source: "winlogbeat", data: ["0x00000002"], userId: null },
];
const TEN = timed(WRITES);
const WANTED = ["F-0", "F-2", "F-4", "F-5", "F-7", "F-9"];

const hits = (wrap: (document: Json, n: number) => Json) => TEN.map(wrap);
const source = (document: Json, n: number) => ({
  _index: "logs-windows.sysmon_operational-default",
  _id: `id${n}`,
  _score: 1,
  _source: document,
});
const fields = (document: Json, n: number) => ({
  _index: "winlogbeat-8.15",
  _id: `id${n}`,
  _score: null,
  fields: fieldsOf(document),
  sort: [n],
});
const search = (list: Json[]) => ({
  took: 3,
  timed_out: false,
  _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
  hits: { total: { value: list.length, relation: "eq" }, max_score: 1, hits: list },
});

const SHAPES: Readonly<Record<string, string>> = {
  "NDJSON, nested": ndjson(TEN),
  "NDJSON, dotted": ndjson(TEN.map(dotted)),
  "NDJSON, mixed": ndjson(TEN.map(mixed)),
  "NDJSON, CRLF": ndjson(TEN, "\r\n"),
  "NDJSON without its last newline": ndjson(TEN).trimEnd(),
  "a compact array": JSON.stringify(TEN),
  "a pretty array": JSON.stringify(TEN, null, 2),
  "a pretty array, CRLF and tabs": JSON.stringify(TEN, null, "\t").replaceAll("\n", "\r\n"),
  "an array of hits": JSON.stringify(hits(source)),
  "a _search response, compact": JSON.stringify(search(hits(source))),
  "a _search response, pretty": JSON.stringify(search(hits(source)), null, 2),
  "a _search response with fields alone": JSON.stringify(search(hits(fields))),
  "an _eql/search response": JSON.stringify({
    is_partial: false,
    is_running: false,
    took: 5,
    timed_out: false,
    hits: { total: { value: 10, relation: "eq" }, events: hits(source) },
  }),
  "an _eql/search response, pretty, fields": JSON.stringify(
    { is_partial: false, hits: { events: hits(fields) } },
    null,
    4,
  ),
  "elasticdump lines": ndjson(hits((document, n) => ({ ...source(document, n), _type: "_doc" }))),
  "elasticdump lines, dotted": ndjson(hits((document, n) => source(dotted(document), n))),
  "fields-only hits, a line each": ndjson(hits(fields)),
  "pretty documents one after the other": TEN.map((document) => JSON.stringify(document, null, 2)).join("\n"),
};

/** Ways to write a text as bytes. */
const ENCODINGS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with BOM": (text) => Buffer.from(`\ufeff${text}`),
  "UTF-16LE": (text) => utf16(text, "le"),
  "UTF-16BE": (text) => utf16(text, "be"),
};
const halves = (bytes: Uint8Array) => {
  const middle = Math.floor(bytes.length / 2);
  return Buffer.concat([gzipSync(bytes.subarray(0, middle)), gzipSync(bytes.subarray(middle))]);
};
const PACKINGS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  plain: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes),
  "gzip of two members": halves,
};

/** Every shape in UTF-8, plain and gzipped; every encoding and compression for some of them. */
function* forms(): Generator<{ what: string; bytes: Uint8Array; text: Uint8Array }> {
  for (const [shape, text] of Object.entries(SHAPES)) {
    const wide = shape === "NDJSON, nested" || shape === "a pretty array" || shape === "NDJSON, CRLF";
    for (const [encoding, encode] of Object.entries(ENCODINGS)) {
      if (!wide && encoding !== "UTF-8") continue;
      const encoded = encode(text);
      for (const [packing, pack] of Object.entries(PACKINGS)) {
        if (!wide && packing === "gzip of two members") continue;
        yield { what: `${shape}, ${encoding}, ${packing}`, bytes: pack(encoded), text: encoded };
      }
    }
  }
}
const FORMS = [...forms()].map((form, n) => ({ ...form, name: `form-${String(n).padStart(2, "0")}` }));

/**
 * Imitates a folder picker: WebDriver BiDi refuses to put a folder into an input, so in Firefox the files have only
 * the property that names their folder.
 */
async function pickInPage(input: ElementHandle<HTMLInputElement>, root: string): Promise<void> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: relative(join(root, ".."), path), base64: readFileSync(path).toString("base64") };
    });
  await input.evaluate((element, list) => {
    const transfer = new DataTransfer();
    for (const { path, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], path.split("/").at(-1) ?? ""));
    }
    element.files = transfer.files;
    Array.from(element.files ?? []).forEach((file, i) =>
      Object.defineProperty(file, "webkitRelativePath", { value: list[i]?.path }),
    );
    element.dispatchEvent(new Event("change", { bubbles: true }));
  }, files);
}

describe.each(browserNames)("files of every format in %s", (name) => {
  let loupe: Loupe;
  const folder = mkdtempSync(join(tmpdir(), "loupe-formats-"));
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(async () => {
    await loupe?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("have the same alerts and counts in every form, whatever the name of the file", async () => {
    await newCase(loupe);
    const endings = ["", ".txt", ".evtx", ".csv", ".gz", ".ndjson"];
    const files = FORMS.map(({ name: stem, bytes }, n) => ({
      name: stem + endings[n % endings.length],
      bytes,
    }));
    await examine(loupe, files);
    const rows = await loupe.evidenceRows();
    const shown = rows.map(
      (row, n) => `${FORMS[n]!.what}: ${row["state"]} ${row["records"]} ${row["alerts"]} ${row["problems"]}`,
    );
    expect(shown).toEqual(FORMS.map(({ what }) => `${what}: done 10 6 0`));
    expect(await loupe.alertCount()).toBe(6 * FORMS.length);

    const csv = await exportCsv(loupe);
    for (const [n, { what, bytes, text }] of FORMS.entries()) {
      const alerts = csv.rows.filter((row) => row["log.file.path"] === files[n]!.name);
      expect(
        alerts.map((row) => row["host.name"]),
        what,
      ).toEqual(WANTED);
      expect(new Set(alerts.map((row) => row["log.file.hash.sha256"])), what).toEqual(
        new Set([sha256(bytes)]),
      );
      expect(alerts.find((row) => row["host.name"] === "F-2")?.["user.name"], what).toBe(
        "Zoë Müller 日本 🦊",
      );
      for (const row of alerts) {
        // The offset counts bytes of the (decompressed) content, at which the record itself begins.
        const at = Number(row["log.offset"]);
        const wide = text[0] === 0xff || text[0] === 0xfe;
        const decoded = new TextDecoder(text[0] === 0xff ? "utf-16le" : wide ? "utf-16be" : "utf-8").decode(
          text.subarray(at),
        );
        expect(decoded.startsWith("{"), `${what} at ${at}: ${decoded.slice(0, 40)}`).toBe(true);
        const host = decoded.match(/F-\d/)?.[0];
        expect(host, `${what} at ${at}`).toBe(row["host.name"]);
      }
    }
  });

  it.runIf(runsOnce(name))("show the original record of an alert in a response, with its index", async () => {
    await newCase(loupe);
    const text = JSON.stringify(search(hits(source)), null, 2);
    await examine(loupe, [{ name: "response.json", text }]);
    await chooseAlert(loupe, "F-4");
    const raw = await loupe.text("raw-record");
    expect(raw).toContain("logs-windows.sysmon_operational-default");
    const at = text.indexOf("{", text.indexOf('"_id": "id4"') - 90);
    expect(raw.replaceAll(",", "")).toContain(`bytes ${Buffer.byteLength(text.slice(0, at))} `);
    expect(raw).toContain(`line ${text.slice(0, at).split("\n").length.toLocaleString("en")}`);
  });

  it.runIf(runsOnce(name))("report that a response contains only some of the hits", async () => {
    await newCase(loupe);
    const part = { ...search(hits(source)), timed_out: true };
    (part.hits.total as { value: number }).value = 10_000;
    await examine(loupe, [{ name: "part.json", text: JSON.stringify(part) }]);
    expect(await loupe.alertCount()).toBe(6);
    expect(await ledgerText(loupe, "part.json")).toMatch(/10,000|part|incomplete/i);
  });

  it.runIf(runsOnce(name))("above 8 MiB have every match found and all records counted", async () => {
    await newCase(loupe);
    const file = largeFile("above-four.ndjson", 9, [0, 7_000, 9_500]);
    await examine(loupe, [file]);
    expect(await rowOf(loupe, file.name)).toMatchObject({
      state: "done",
      records: String(file.lines),
      alerts: "3",
      problems: "0",
    });
    expect(await alertedHosts(loupe)).toEqual(["hidden-0", "hidden-1", "hidden-2"]);
    expect(await ledgerText(loupe, file.name)).toMatch(/Hosts\s+hidden-0, hidden-1, hidden-2, noise-0/);
    const { rows } = await exportCsv(loupe, "export-evidence-csv");
    expect(Object.values(rows[0]!)).toContain("exact");
    const csv = await exportCsv(loupe);
    for (const row of csv.rows) {
      const record = Buffer.from(file.bytes!)
        .subarray(Number(row["log.offset"]))
        .subarray(0, 2000)
        .toString()
        .split("\n")[0]!;
      expect(record).toContain(`"${row["host.name"]}"`);
    }
  });

  it.runIf(runsOnce(name))(
    "have every match found after the part that is always decoded, however it is written",
    async () => {
      await newCase(loupe);
      const many = noise(9_000).map((document) => ({ ...document, message: "z".repeat(300) }));
      const escaped = (text: string, from: string, to: string) => text.replaceAll(from, to);
      const match = registryEvent({ host: "BEHIND" });
      const line = JSON.stringify(match);
      const spellings = [
        line,
        JSON.stringify(registryEvent({ host: "BEHIND", path: DUMP_TYPE.toUpperCase() })),
        JSON.stringify(
          registryEvent({ host: "BEHIND", path: DUMP_TYPE_KERNEL.toLowerCase(), source: "endgame" }),
        ),
        JSON.stringify(dotted(match)),
        JSON.stringify(source(fieldsOf(match), 1)),
        JSON.stringify(fields(match, 1)),
        escaped(line, "DumpType", "Dump\\u0054ype"),
        escaped(line, "\\\\", "\\u005c"),
        escaped(line, "\\\\", "\\u005C"),
        escaped(line, "Windows Error Reporting", "Windows\\u0020Error\\u0020Reporting"),
        escaped(line, "registry", "\\u0072egistry"),
        `${line.slice(0, -1)} , "pad" : [ ${"0, ".repeat(2000)}0 ] }`,
      ];
      const hitsOf = (documents: Json[]) => documents.map((document, n) => source(document, n));
      const files: { name: string; bytes: Uint8Array; records: number; alerts: number }[] = [];
      const add = (file: string, bytes: Uint8Array | string, records: number, alerts: number) =>
        files.push({
          name: file,
          bytes: typeof bytes === "string" ? Buffer.from(bytes) : bytes,
          records,
          alerts,
        });
      const lines = ndjson(many) + spellings.join("\n");
      add("spellings.ndjson", lines, many.length + spellings.length, spellings.length);
      add("spellings.gz", gzipSync(lines, { level: 1 }), many.length + spellings.length, spellings.length);
      add("spellings-16le", utf16(lines, "le"), many.length + spellings.length, spellings.length);
      add("spellings-16be", utf16(lines, "be"), many.length + spellings.length, spellings.length);
      add("array.json", JSON.stringify([...many, match]), many.length + 1, 1);
      add("pretty.json", JSON.stringify([...many, match], null, 2), many.length + 1, 1);
      add("search.json", JSON.stringify(search(hitsOf([...many, match]))), many.length + 1, 1);
      add(
        "eql.json",
        JSON.stringify({ hits: { events: hitsOf([...many, match]) } }, null, 1),
        many.length + 1,
        1,
      );
      add("dump.json", ndjson(hitsOf([...many, match])), many.length + 1, 1);
      await examine(loupe, files);
      expect(
        (await loupe.evidenceRows()).map((row) => [
          row["name"],
          row["records"],
          row["alerts"],
          row["problems"],
        ]),
      ).toEqual(files.map((file) => [file.name, String(file.records), String(file.alerts), "0"]));
    },
  );

  it.runIf(runsOnce(name))("have bad lines found in a large file as in a small one", async () => {
    await newCase(loupe);
    const { bytes, lines } = largeFile("torn-large.ndjson", 9, [7_000]);
    const broken = Buffer.concat([
      Buffer.from('{"bad": }\n'),
      bytes!,
      Buffer.from("{not json}\n"),
      Buffer.from('{"@timestamp":"20'),
    ]);
    const at = bytes!.indexOf(10, 6 * 1024 * 1024);
    broken[10 + at - 2] = 0x5b; // a line far beyond the part that is always decoded
    await examine(loupe, [{ name: "torn-large.ndjson", bytes: broken }]);
    expect(await rowOf(loupe, "torn-large.ndjson")).toMatchObject({
      records: String(lines - 1),
      alerts: "1",
      problems: "4",
    });
  });

  it("of 24 MiB are read, plain and gzipped", async () => {
    await newCase(loupe);
    const file = largeFile("long.ndjson", 24, [100, 12_000, 22_000]);
    const gz = { name: "long.ndjson.gz", bytes: gzipSync(file.bytes!, { level: 1 }) };
    await examine(loupe, [file, gz]);
    for (const fileName of [file.name, gz.name]) {
      expect(await rowOf(loupe, fileName)).toMatchObject({
        state: "done",
        records: String(file.lines),
        alerts: "3",
        problems: "0",
      });
    }
  });

  it("are queued if added while a scan runs", async () => {
    await newCase(loupe);
    await loupe.addEvidence([slowFile(20, "FIRST")]);
    expect(
      await (await loupe.element("scan-state")).evaluate((state) => (state as HTMLElement).dataset["state"]),
    ).toBe("scanning");
    await loupe.addEvidence([{ name: "joined.ndjson", text: ndjson(TEN) }]);
    await loupe.dropFiles([{ name: "dropped.ndjson", text: ndjson(TEN) }]);
    expect(await loupe.waitForScan()).toBe("done");
    expect((await loupe.evidenceRows()).map((row) => [row["name"], row["state"], row["alerts"]])).toEqual([
      ["slow-first.ndjson", "done", "2"],
      ["joined.ndjson", "done", "6"],
      ["dropped.ndjson", "done", "6"],
    ]);
  });

  it("can be dropped, several at once", async () => {
    await newCase(loupe);
    await loupe.dropFiles([
      { name: "a.ndjson", text: ndjson(TEN) },
      { name: "b", bytes: gzipSync(JSON.stringify(TEN)) },
      { name: "a.ndjson", text: ndjson(TEN.slice(0, 1)) },
    ]);
    expect(await loupe.waitForScan()).toBe("done");
    expect((await loupe.evidenceRows()).map((row) => [row["name"], row["alerts"]])).toEqual([
      ["a.ndjson", "6"],
      ["b", "6"],
      ["a.ndjson", "1"],
    ]);
  });

  it("can be read from a whole folder of the folder picker", async () => {
    const logs = join(folder, "picked");
    mkdirSync(join(logs, "deep", "er"), { recursive: true });
    writeFileSync(join(logs, "one.ndjson"), ndjson(TEN));
    writeFileSync(join(logs, "deep", "two.ndjson"), ndjson(TEN));
    writeFileSync(join(logs, "deep", "er", "three.json.gz"), gzipSync(JSON.stringify(TEN)));
    writeFileSync(join(logs, "deep", "readme.txt"), "not a log\n");
    await newCase(loupe);
    const input = (await loupe.element("evidence-folder-input")) as ElementHandle<HTMLInputElement>;
    if (name === "chromium") await input.uploadFile(logs);
    else await pickInPage(input, logs);
    await until(async () => (await loupe.evidenceRows()).length === 4, "a row for each file of the folder");
    expect(await loupe.waitForScan()).toBe("done");
    expect(await loupe.alertCount()).toBe(18);
    const { rows } = await exportCsv(loupe);
    expect([...new Set(rows.map((row) => row["log.file.path"]))].sort()).toEqual([
      "picked/deep/er/three.json.gz",
      "picked/deep/two.ndjson",
      "picked/one.ndjson",
    ]);
  });

  it.runIf(name === "chromium")("can be dropped as a folder and files from outside", async () => {
    const logs = join(folder, "dropped");
    mkdirSync(join(logs, "below"), { recursive: true });
    writeFileSync(join(logs, "one.ndjson"), ndjson(TEN));
    writeFileSync(join(logs, "below", "two.ndjson"), ndjson([registryEvent({ host: "BELOW" })]));
    writeFileSync(join(folder, "single.ndjson"), ndjson(TEN));
    await newCase(loupe);
    await loupe.dropPaths([join(folder, "single.ndjson"), logs]);
    await until(async () => (await loupe.evidenceRows()).length === 3, "a row for each file");
    expect(await loupe.waitForScan()).toBe("done");
    expect(await loupe.alertCount()).toBe(13);
    const { rows } = await exportCsv(loupe);
    expect([...new Set(rows.map((row) => row["log.file.path"]))].sort()).toEqual([
      "dropped/below/two.ndjson",
      "dropped/one.ndjson",
      "single.ndjson",
    ]);
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
