import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readRecords } from "../../src/formats/index.ts";
import { holdsRules, readRuleFile } from "../../src/rules/files/index.ts";
import { classify, classifyArchive, holdsEvidence, readEventsAt } from "../../src/scan/index.ts";
import { toml } from "../rules/files/samples.ts";
import { registryDocument } from "../support/documents.ts";
import { ndjson, scan } from "../support/scan.ts";
import { tar } from "../support/tar.ts";
import { zip } from "../support/zip.ts";

const events = (host: string, n = 1): string =>
  ndjson(Array.from({ length: n }, () => registryDocument({ host })));
const gzip = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(gzipSync(bytes));

const EVIDENCE = tar([
  { path: "logs/a.ndjson", data: events("A", 2) },
  { path: "logs/b.json", data: `[${JSON.stringify(registryDocument())}]`, form: "gnu-long" },
  { path: "c.gz", data: gzipSync(events("C")) },
  { path: "d.zip", data: zip([{ path: "in", data: events("D") }]) },
]);
const PLACES = ["logs/a.ndjson 1", "logs/a.ndjson 2", "logs/b.json 1", "c.gz 1", "d.zip/in 1"];

describe("tar archives of evidence", () => {
  it.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ["tar of 4 files: 2 × NDJSON + JSON + NDJSON, gzip", EVIDENCE, ""],
    ["tar, gzip, of 4 files: 2 × NDJSON + JSON + NDJSON, gzip", gzip(EVIDENCE), ""],
  ])("are scanned, and their records can be read again: %s", async (format, archive) => {
    const found = await scan(archive, { hash: true });
    expect([found.format, found.events, found.problems]).toEqual([format, 5, []]);
    expect(found.findings.map(({ place }) => `${place.member} ${place.line}`)).toEqual(PLACES);
    const places = found.findings.map(({ place }) => place).reverse();
    const seen = await readEventsAt(new Blob([archive]), places, false);
    expect(seen).toEqual(found.findings.map(({ ruleId: _, ...event }) => event).reverse());
    let records = 0;
    for await (const batch of readRecords(new Blob([archive]))) records += batch.records.length;
    expect(records).toBe(5);
  });

  it("are read inside zip, where one more archive in them is named", async () => {
    const { findings, problems } = await scan(zip([{ path: "x.tgz", data: gzip(EVIDENCE) }]));
    expect(findings.map(({ place }) => `${place.member} ${place.line}`)).toEqual(
      PLACES.slice(0, 4).map((place) => `x.tgz/${place}`),
    );
    expect(problems.map(({ code, member }) => `${code} ${member}`)).toEqual(["zip-nested x.tgz/d.zip"]);
  });

  it("are read up to a cut, which is reported with its place", async () => {
    const archive = tar([
      { path: "a.ndjson", data: events("A") },
      { path: "b.ndjson", data: events("B", 40) },
    ]);
    const start = Buffer.from(archive).indexOf("b.ndjson");
    const cut = archive.slice(0, start + 512 + events("B", 3).length + 10);
    const { findings, problems, lost } = await scan(cut, { decodeAllBytes: 0 });
    expect([findings.length, lost]).toEqual([4, 1]);
    expect(problems).toMatchObject([{ code: "tar-cut", member: "b.ndjson", data: { header: start } }]);
    const packed = gzip(archive);
    const { problems: both } = await scan(packed.slice(0, -10));
    expect(both.map(({ code }) => code)).toContain("bad-gzip");
  });

  it("report a member that an event log hides in data that cannot be read again", async () => {
    const log = Buffer.concat([Buffer.from("ElfFile\0"), Buffer.alloc(20_000)]);
    const archive = Buffer.from(
      tar([
        { path: "x.evtx", data: log },
        { path: "last.ndjson", data: events("A") },
      ]),
    );
    const blocks = 512 * (1 + Math.ceil(events("A").length / 512));
    const missing = Buffer.concat([archive.subarray(0, 8192), archive.subarray(8192 + blocks)]);
    const { problems, findings } = await scan(gzip(missing));
    expect(findings).toEqual([]);
    expect(problems.map(({ code, data }) => [code, "kind" in data && data.kind])).toContainEqual([
      "tar-header",
      "hidden",
    ]);
    expect((await scan(missing)).findings).toHaveLength(1);
  });

  it("have an empty file and what is not evidence listed like a zip archive's", async () => {
    const { problems, format } = await scan(
      tar([
        { path: "empty.json" },
        { path: "README.md", data: "# Hello\n" },
        { path: "link", type: "2" },
        { path: "rule.toml", data: toml("r1") },
      ]),
    );
    expect(format).toBe("tar of 4 files");
    expect(problems.map(({ code, severity, member }) => `${severity} ${code} ${member}`)).toEqual([
      "info empty empty.json",
      "error unknown-format README.md",
      "info tar-type link",
      "info rule-file rule.toml",
    ]);
  });
});

describe("tar archives of rules", () => {
  const rules = tar([
    { path: "rules/a.toml", data: toml("r1"), form: "pax-path" },
    { path: "rules/link.toml", type: "2" },
    { path: "rules/b.toml", data: toml("r2") },
  ]);
  const both = tar([
    { path: "a.toml", data: toml("r1") },
    { path: "log.ndjson", data: events("A") },
  ]);

  it("are read, also in gzip", async () => {
    for (const archive of [rules, gzip(rules)]) {
      expect(classify(archive, "rules.tar")).toBe("archive");
      const found = await readRuleFile(new Blob([archive]), "rules.tar");
      expect(found.rules.map(({ rule, file }) => `${rule.rule_id} ${file}`)).toEqual([
        "r1 rules/a.toml",
        "r2 rules/b.toml",
      ]);
      expect(found.problems).toEqual([]);
      expect(await holdsRules(new Blob([archive]))).toBe(true);
    }
  });

  it("are told from evidence, and from both together", async () => {
    const classOf = (archive: Uint8Array<ArrayBuffer>) => classifyArchive(new Blob([archive]));
    for (const pack of [(bytes: Uint8Array<ArrayBuffer>) => bytes, gzip]) {
      expect(await classOf(pack(rules))).toBe("rules");
      expect(await classOf(pack(both))).toBe("both");
      expect(await classOf(pack(EVIDENCE))).toBe("evidence");
    }
    expect(await holdsEvidence(new Blob([both]))).toBe(true);
  });

  it("are reported if they are damaged", async () => {
    const cut = await readRuleFile(new Blob([rules.slice(0, -1400)]), "rules.tar");
    expect(cut.rules.map(({ rule }) => rule.rule_id)).toEqual(["r1"]);
    expect(cut.problems.map(({ code, file }) => `${code} ${file}`)).toEqual(["member-damaged rules/b.toml"]);
  });
});

const folder = join(import.meta.dirname, "../../../shared/evidence/reports/02-second-half-passed-over");

describe.skipIf(!existsSync(folder))("tar archives of public reports", () => {
  it.each([
    ["tar2-xml-evtxdump.tar.gz", 2, 1],
    ["t-evtx-then-ndjson.tar.gz", 10, 2],
    ["ndjson.tar.gz", 3, 3],
  ])("%s has %i events and %i alerts", async (name, count, alerts) => {
    const { events: found, findings, lost } = await scan(readFileSync(join(folder, name)));
    expect([found, findings.length, lost]).toEqual([count, alerts, 0]);
  });
});
