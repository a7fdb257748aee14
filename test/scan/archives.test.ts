import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";
import { describe, expect, it } from "vitest";
import { alertUuid } from "../../src/case/index.ts";
import { readRecords } from "../../src/formats/index.ts";
import {
  type Finding,
  holdsEvidence,
  opensArchive,
  readEventsAt,
  type ScanDiagnostic,
  scanFile,
} from "../../src/scan/index.ts";
import type { ByteSource } from "../../src/bytes/index.ts";
import { rule } from "../rules/files/samples.ts";
import { HKLM_PATH, registryDocument } from "../support/documents.ts";
import { logWithRemnants } from "../support/registry-log.ts";
import { ndjson, scan } from "../support/scan.ts";
import { seedRules } from "../support/seed.ts";
import { TAR_END, tarMember } from "../support/tar.ts";
import { type Part, repeated, zip } from "../support/zip.ts";
import { fileOf, scanWith, sequenceRule } from "./correlation-rules.ts";

const events = (host: string, n = 1): string =>
  ndjson(Array.from({ length: n }, () => registryDocument({ host })));

/** Scans an archive and summarises the result. */
async function examine(archive: BlobPart, options: Parameters<typeof scan>[1] = {}) {
  const { events: count, findings, problems, readable, lost, locked, format } = await scan(archive, options);
  return {
    count,
    alerts: findings.map(({ place }) => `${place.member} ${place.line}:${place.offset}`),
    problems: problems.map(({ code, member = "" }) => `${code} ${member}`.trim()),
    readable,
    lost,
    locked: locked.length,
    format,
  };
}

/** A line that is no record, which the reader passes over faster than over as many empty lines. */
const FILLER = Buffer.concat([Buffer.alloc(16 * 2 ** 20, "x"), Buffer.from("\n")]);

describe("scanFile with archives", () => {
  it("finds the members of an archive whose first bytes were overwritten", async () => {
    const log = logWithRemnants();
    const parts = [
      { path: "a.ndjson", data: events("A", 2) },
      { path: "b.evtx", data: log },
      { path: "c.ndjson", data: events("C", 3) },
    ];
    const whole = (await examine(log)).count + 3;
    const zipped = zip(parts);
    const tarred = Uint8Array.from(
      Buffer.concat([...parts.map((part) => tarMember({ ...part, form: "ustar" })), TAR_END]),
    );
    for (const [name, archive] of [
      ["zip", zipped],
      ["zip whose end is there only", zip([{ path: "x", data: randomBytes(70_000) }, ...parts])],
      ["tar", tarred],
    ] as const) {
      const damaged = Uint8Array.from(archive);
      damaged.set(randomBytes(40).fill(0, 20), 0);
      const found = await examine(damaged);
      expect(found, name).toMatchObject({ readable: true });
      expect(found.count, name).toBeGreaterThanOrEqual(whole);
      expect(found.lost, name).toBeGreaterThan(0);
    }
    const noArchive = randomBytes(70_000).fill(0, 100, 120);
    expect(await examine(noArchive)).toMatchObject({ readable: false, problems: ["unknown-format"] });
  });

  it("reads members of every format in every folder, and names the member in each location", async () => {
    const csv = "@timestamp,registry.path,event.category\n2024-01-01T00:00:00Z,x,registry\n";
    const found = await examine(
      zip([
        { path: "logs/", data: "", stored: true },
        { path: "logs/a.ndjson", data: events("A", 2) },
        { path: "logs/b.json", data: `[${JSON.stringify(registryDocument())}]`, stored: true },
        { path: "c.bin", data: gzipSync(events("C")) },
        { path: "d.csv", data: csv },
        { path: "README.md", data: "# What this is\n" },
        { path: "picture.png", data: Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\0", "latin1") },
        { path: "empty.json", data: "" },
        { path: "__MACOSX/logs/._a.ndjson", data: Buffer.from([0, 5, 22, 7, 0, 2, 0, 0]) },
        { path: "rules/one.ndjson", data: rule() },
      ]),
    );
    const [, second] = found.alerts;
    expect(found).toMatchObject({ count: 5, readable: true, lost: 2, locked: 0 });
    expect(found.alerts).toEqual(["logs/a.ndjson 1:0", second, "logs/b.json 1:1", "c.bin 1:0"]);
    expect(second).toMatch(/^logs\/a\.ndjson 2:\d{3}$/);
    expect(found.problems).toEqual([
      "unknown-format README.md",
      "unknown-format picture.png",
      "empty empty.json",
      "no-event __MACOSX/logs/._a.ndjson",
      "rule-file rules/one.ndjson",
    ]);
    expect(found.format).toBe("zip of 9 files: NDJSON + JSON + NDJSON, gzip + CSV of Kibana Discover");
  });

  it("always names event logs in the format, because deleted records can be carved from them", async () => {
    const { format } = await examine(
      zip([
        { path: "a.ndjson", data: events("A") },
        { path: "b.json", data: `[${JSON.stringify(registryDocument())}]` },
        { path: "c.gz", data: gzipSync(events("C")) },
        { path: "d.csv", data: "@timestamp,registry.path,event.category\n2024-01-01T00:00:00Z,x,registry\n" },
        { path: "e.evtx", data: logWithRemnants() },
      ]),
    );
    expect(format).toBe("zip of 5 files: EVTX 3.1 + NDJSON + JSON + NDJSON, gzip + others");
  });

  it("reports damage to the compression around a nested archive", async () => {
    const inner = zip([{ path: "a.ndjson", data: events("A") }]);
    const found = await examine(
      zip([
        { path: "a.zip", data: inner, crc: 7 },
        { path: "b.zip.gz", data: gzipSync(inner), crc: 7 },
      ]),
    );
    expect(found).toMatchObject({ count: 2, problems: ["zip-damaged a.zip", "zip-damaged b.zip.gz"] });
  });

  it("reads archives nested one level deep, also in gzip", async () => {
    const inner = (host: string): Uint8Array<ArrayBuffer> =>
      zip([{ path: "in/a.ndjson", data: events(host) }]);
    const found = await examine(
      zip([
        { path: "packed.zip", data: inner("P") },
        { path: "stored.zip", data: inner("S"), stored: true },
        { path: "z.zip.gz", data: gzipSync(inner("G")) },
        { path: "deep.zip", data: zip([{ path: "deeper.zip", data: inner("D") }]) },
        { path: "last.ndjson", data: events("L") },
      ]),
    );
    expect(found).toMatchObject({ count: 4, lost: 1, problems: ["zip-nested deep.zip/deeper.zip"] });
    expect(found.alerts).toEqual([
      "packed.zip/in/a.ndjson 1:0",
      "stored.zip/in/a.ndjson 1:0",
      "z.zip.gz/in/a.ndjson 1:0",
      "last.ndjson 1:0",
    ]);
    expect(await examine(gzipSync(inner("X")))).toMatchObject({ alerts: ["in/a.ndjson 1:0"], lost: 0 });
  });

  it("distinguishes an empty archive from one in which nothing could be read", async () => {
    expect(await examine(zip([]))).toMatchObject({ readable: true, lost: 0, problems: ["empty"] });
    const readme = await examine(zip([{ path: "a.txt", data: "Hello." }]));
    expect(readme).toMatchObject({ readable: false, lost: 1, problems: ["unknown-format a.txt"] });
    expect(await examine("PK\x03\x04 and no more")).toMatchObject({ readable: false, lost: 1 });
  });

  it("reports the damage of each member, and keeps what was found in it", async () => {
    const archive = zip([
      { path: "a.ndjson", data: events("A", 3), crc: 7 },
      { path: "../b.ndjson", data: events("B") },
    ]);
    const found = await examine(archive);
    expect([found.alerts.length, found.problems]).toEqual([
      4,
      ["zip-damaged a.ndjson", "zip-name ../b.ndjson"],
    ]);
    const cut = await examine(archive.slice(0, -40));
    expect([cut.count, cut.readable, cut.problems[0]]).toEqual([4, true, "zip-directory"]);
  });

  it("keeps what was read of an archive that becomes unreadable, and reports it", async () => {
    const pad = randomBytes(2 ** 20).toString("hex");
    const archive = new Blob([
      zip([
        { path: "a.ndjson", data: events("A") },
        { path: "pad.json", data: JSON.stringify({ "@timestamp": 1, pad }), stored: true },
        { path: "z.ndjson", data: events("Z") },
      ]),
    ]);
    // Everything except the middle can be read.
    const torn = (from: number, to: number): ByteSource => ({
      size: to - from,
      slice: (start = 0, end = to - from) => torn(from + start, Math.min(from + end, to)),
      stream: () =>
        from > 100 && from < 2 ** 20
          ? new ReadableStream({ pull: () => Promise.reject(new DOMException("", "NotReadableError")) })
          : archive.slice(from, to).stream(),
    });
    const problems: ScanDiagnostic[] = [];
    let alerts = 0;
    const receiver = {
      batch(found: readonly Finding[], met: readonly ScanDiagnostic[]) {
        alerts += found.length;
        problems.push(...met);
      },
    };
    const result = await scanFile(torn(0, archive.size), seedRules(), receiver, { hash: true });
    expect([alerts, result.readable, result.sha256]).toEqual([1, true, ""]);
    expect(problems.map(({ code }) => code)).toEqual(["read-failed"]);
  });

  it("stops at a zip bomb, reports it, keeps earlier findings and reads the next member", async () => {
    const block = Buffer.concat([Buffer.from(events("A")), FILLER]);
    const archive = zip([
      { path: "bomb.ndjson", data: "", packed: repeated(block, 70) },
      { path: "after.ndjson", data: events("Z") },
    ]);
    expect(archive.length).toBeLessThan(3 * 2 ** 20);
    const { problems, findings } = await scan(archive);
    const bomb = problems.find(({ code }) => code === "zip-bomb");
    expect([bomb!.member, bomb!.severity]).toEqual(["bomb.ndjson", "error"]);
    expect(findings.length).toBeGreaterThan(60);
    expect(findings.at(-1)!.place.member).toBe("after.ndjson");
  });

  it("stops at a gzip bomb", async () => {
    const head = gzipSync(events("A")).subarray(0, 10);
    const bomb = Buffer.concat([gzipSync(events("A")), head, repeated(FILLER, 70), Buffer.alloc(8)]);
    const { problems, findings } = await scan(Uint8Array.from(bomb));
    const bombs = problems.filter(({ code }) => code === "bad-gzip");
    expect([findings.length, bombs.map(({ data }) => data)]).toEqual([1, [{ kind: "bomb" }]]);
  });

  it("computes the SHA-256 of the archive's own bytes, and never reports a change", async () => {
    const archive = zip([{ path: "a.ndjson", data: events("A") }]);
    const { sha256, bytes, problems } = await scan(archive, { hash: true });
    const digest = Buffer.from(await crypto.subtle.digest("SHA-256", archive)).toString("hex");
    expect([sha256, bytes, problems]).toEqual([digest, archive.length, []]);
  });

  it("finds the same with and without the prefilter, whose offsets start at zero in each member", async () => {
    const parts: Part[] = Array.from({ length: 4 }, (_, i) => ({
      path: `${i}.ndjson`,
      data: ndjson([{ "@timestamp": "2024-01-01T00:00:00Z", pad: "x".repeat(i * 300) }]) + events("A", i),
    }));
    const fast = await examine(zip(parts), { decodeAllBytes: 0 });
    expect(fast).toEqual(await examine(zip(parts), { prefilter: false }));
    expect([fast.count, fast.alerts.length]).toEqual([10, 6]);
  });
});

describe("archives with read settings", () => {
  const discover = (time: string): string =>
    `@timestamp,event.category,host.os.type,registry.path,registry.data.strings\n"${time}",registry,windows,${HKLM_PATH},2\n`;
  const archive = zip([
    { path: "first.ndjson", data: events("A") },
    { path: "second.csv", data: discover("Mar 31, 2024 @ 02:30:00.000") },
    { path: "third.evtx", data: logWithRemnants() },
  ]);

  it("use the analyst's time zone, and name the member that needed it", async () => {
    const { problems, zone, findings } = await scan(archive, { readSettings: { zone: "Europe/Berlin" } });
    expect(zone).toMatchObject({ name: "Europe/Berlin", told: true });
    const [assumed, ...ambiguous] = problems.filter(({ member }) => member === "second.csv");
    expect([assumed!.code, assumed!.line, ambiguous.length]).toEqual(["assumed-zone", 2, 1]);
    const place = findings.find(({ place: { member } }) => member === "second.csv")!.place;
    const [seen] = await readEventsAt(new Blob([archive]), [place], false, { zone: "Europe/Berlin" });
    expect(seen).toMatchObject({ place, zone: { name: "Europe/Berlin" } });
  });

  it("are carved for deleted records on request", async () => {
    const plain = await scan(archive);
    const carved = await scan(archive, { readSettings: { carve: true } });
    const alone = await scan(logWithRemnants(), { readSettings: { carve: true } });
    expect([plain.carved, carved.carved]).toEqual([0, alone.carved]);
    expect(alone.carved).toBeGreaterThan(0);
    expect(carved.findings.filter(({ place }) => place.carved).map(({ place }) => place.member)).toContain(
      "third.evtx",
    );
  });
});

describe("archives with passwords", () => {
  async function locked(): Promise<Blob> {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    const inner = zip([{ path: "in.ndjson", data: events("N") }]);
    await writer.add("custom.ndjson", new TextReader(events("I")), { password: "infected" });
    await writer.add("own.ndjson", new TextReader(events("O")), { password: "geheim" });
    await writer.add("old.ndjson", new TextReader(events("Z")), { password: "geheim", zipCrypto: true });
    await writer.add("nested.zip", new Uint8ArrayReader(inner), { password: "geheim" });
    return writer.close();
  }

  it("are scanned with “infected”; members with another password stay locked until it is given", async () => {
    const archive = await locked();
    expect(await examine(archive)).toMatchObject({
      alerts: ["custom.ndjson 1:0"],
      problems: ["zip-locked own.ndjson", "zip-locked old.ndjson", "zip-locked nested.zip"],
      readable: true,
      lost: 3,
      locked: 3,
    });
    const opened = await examine(archive, { passwords: ["wrong", "geheim"] });
    expect(opened.alerts).toHaveLength(4);
    expect(opened).toMatchObject({ lost: 0, locked: 0 });
  });

  it("let opensArchive check a password without a scan", async () => {
    const archive = await locked();
    expect(await opensArchive(archive, "geheim")).toBe(true);
    expect(await opensArchive(archive, "Geheim")).toBe(false);
    const within = zip([{ path: "outer.zip", data: new Uint8Array(await archive.arrayBuffer()) }]);
    expect(await opensArchive(new Blob([within]), "geheim")).toBe(true);
  });
});

describe("locations in archives", () => {
  it("can be read again, also in nested and encrypted archives", async () => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    const inner = zip([{ path: "in.ndjson", data: events("N", 2) }]);
    await writer.add("a.ndjson", new TextReader(events("A", 2)));
    await writer.add("b.ndjson", new TextReader(events("B", 2)), { password: "pass" });
    await writer.add("c.zip", new Uint8ArrayReader(inner));
    const archive = await writer.close();
    const { findings } = await scan(archive, { passwords: ["pass"] });
    expect(findings).toHaveLength(6);
    const locations = findings.map(({ place }) => place).reverse();
    const seen = await readEventsAt(archive, locations, false, {}, ["pass"]);
    expect(seen).toEqual(findings.map(({ ruleId: _, ...event }) => event).reverse());
    const without = await readEventsAt(archive, locations, false);
    expect(without.map((event) => event !== null)).toEqual([true, true, false, false, true, true]);
    const gone = { ...locations[0]!, member: "no/such.file" };
    expect(await readEventsAt(archive, [gone], false)).toEqual([null]);
  });

  it("are part of the term matches of sequences", async () => {
    const sequence = sequenceRule("sequence [any where n == 1] [any where n == 2]");
    const archive = zip([
      { path: "one.ndjson", data: fileOf([{ n: 1, "@timestamp": 1 }]) },
      { path: "two.ndjson", data: fileOf([{ n: 0 }, { n: 2, "@timestamp": 2 }]) },
    ]);
    const { termMatches } = await scanWith([sequence], new Blob([archive]));
    expect(termMatches[0]).toMatchObject({ count: 2, members: ["one.ndjson", "two.ndjson"] });
    expect([...termMatches[0]!.memberOf!]).toEqual([0, 1]);
    const plain = await scanWith([sequence], new Blob([fileOf([{ n: 1, "@timestamp": 1 }])]));
    expect(plain.termMatches[0]).not.toHaveProperty("members");
  });

  it("are part of the alert ID, which stays the same for files that are not archives", () => {
    const sha = "ab".repeat(32);
    const id = alertUuid(sha, { offset: 5 }, "r");
    expect(id).toBe(createHash("sha256").update(`${sha}\n5\nr`).digest("hex"));
    expect(
      new Set([
        id,
        alertUuid(sha, { offset: 5, member: "a" }, "r"),
        alertUuid(sha, { offset: 5, member: "b" }, "r"),
      ]).size,
    ).toBe(3);
  });
});

describe("readRecords with archives", () => {
  it("reads each member in turn, with “infected” if a password is needed", async () => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    await writer.add("a.ndjson", new TextReader(events("A", 2)));
    await writer.add("b.ndjson", new TextReader(events("B")), { password: "infected" });
    await writer.add("c.txt", new TextReader("nothing"));
    await writer.add("d.ndjson", new TextReader(events("D")), { password: "other" });
    const places: (string | undefined)[] = [];
    const problems: string[] = [];
    for await (const batch of readRecords(await writer.close())) {
      places.push(...batch.records.map(({ place }) => place.member));
      problems.push(...batch.problems.map(({ code, member }) => `${code} ${member}`));
    }
    expect(places).toEqual(["a.ndjson", "a.ndjson", "b.ndjson"]);
    expect(problems).toEqual(["unknown-format c.txt", "zip-locked d.ndjson"]);
  });
});

describe("holdsEvidence", () => {
  it.each<[string, boolean, Part[]]>([
    ["only rules", false, [{ path: "a.ndjson", data: rule() }]],
    [
      "rules and texts",
      false,
      [
        { path: "a.ndjson", data: rule() },
        { path: "b.md", data: "# x" },
        { path: "c.json", data: '{"x":1}' },
      ],
    ],
    [
      "rules and events",
      true,
      [
        { path: "a.ndjson", data: rule() },
        { path: "b.txt", data: events("B", 900) },
      ],
    ],
    [
      "rules and a compressed log",
      true,
      [
        { path: "a.ndjson", data: rule() },
        { path: "b.gz", data: gzipSync(events("B")) },
      ],
    ],
    [
      "rules and a nested archive of events",
      true,
      [
        { path: "a.ndjson", data: rule() },
        { path: "b.zip", data: zip([{ path: "c", data: events("C") }]) },
      ],
    ],
    [
      "rules and a log that begins with an enormous record",
      true,
      [
        { path: "a.ndjson", data: rule() },
        { path: "b.json", data: ndjson([{ ...registryDocument(), message: "x".repeat(100_000) }]) },
      ],
    ],
    [
      "rules and a log that begins with objects that are not events",
      true,
      [
        { path: "a.ndjson", data: rule() },
        { path: "b.json", data: '{"note":"x"}\n'.repeat(20_000) + events("B") },
      ],
    ],
    [
      "rules and a log without records",
      true,
      [
        { path: "a.ndjson", data: rule() },
        { path: "b.evtx", data: logWithRemnants().subarray(0, 4096) },
      ],
    ],
    [
      "rules and a damaged file",
      true,
      [
        { path: "a.ndjson", data: rule() },
        { path: "b.evtx", data: "", packed: Buffer.from([7, 7, 7]) },
      ],
    ],
    [
      "rules, one of which is damaged",
      false,
      [
        { path: "a.ndjson", data: rule() },
        { path: "b.toml", data: "", packed: Buffer.from([7, 7, 7]) },
      ],
    ],
    ["nothing", false, []],
  ])("answers for %s: %s", async (_, answer, parts) => {
    expect(await holdsEvidence(new Blob([zip(parts)]))).toBe(answer);
  });
});

const evidence = join(import.meta.dirname, "../../../shared/evidence");

describe.skipIf(!existsSync(evidence))("archives of real exports", () => {
  it("contain the same events as the log itself", async () => {
    const log = readFileSync(join(evidence, "evtx/sysmon-dumptype-synthetic.evtx"));
    const plain = await scan(log);
    const zipped = await scan(zip([{ path: "Sysmon.evtx", data: log }]));
    expect([zipped.events, zipped.findings.length]).toEqual([plain.events, plain.findings.length]);
    expect(zipped.findings.map(({ place: { member: _, ...place } }) => place)).toEqual(
      plain.findings.map(({ place }) => place),
    );
    expect(zipped.findings.every(({ place }) => place.member === "Sysmon.evtx")).toBe(true);
  });

  it.each([
    ["empire_monologue_netntlm_downgrade.zip", 1635],
    ["rdp_interactive_taskmanager_lsass_dump.zip", 5489],
  ])("are read in full: %s", async (name, count) => {
    const { events: found, lost } = await scan(readFileSync(join(evidence, "json", name)));
    expect([found, lost]).toEqual([count, 0]);
  });
});
