import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ndjson, scan } from "../support/scan.ts";
import {
  dotted,
  HKLM_PATH,
  KERNEL_PATH,
  registryDocument,
  SOURCE_MARKS,
  type Variation,
} from "../support/seed.ts";

const SVCHOST = "C:\\Windows\\System32\\svchost.exe";

describe("the built-in rule", () => {
  it.each<[string, Variation, boolean]>([
    ["the value set to 2", {}, true],
    ["hexadecimal data, as written by Winlogbeat 8.0 to 8.2", { data: ["0x00000002"] }, true],
    ["data as a single text", { data: "2" }, true],
    ["data as a number, which Elasticsearch indexes as its text", { data: 2 }, true],
    ["previous data after the new data, as sent by Defender", { data: ["1", "2"] }, true],
    ["mini dumps", { data: ["1"] }, false],
    ["no data", { data: [] }, false],
    ["the kernel's form of the path", { path: KERNEL_PATH }, true],
    ["a path in upper case", { path: HKLM_PATH.toUpperCase() }, true],
    ["the key of a single program", { path: HKLM_PATH.replace("DumpType", "lsass.exe\\DumpType") }, false],
    ["the 32-bit key", { path: HKLM_PATH.replace("SOFTWARE", "SOFTWARE\\WOW6432Node") }, false],
    ["another hive", { path: HKLM_PATH.replace("HKLM", "HKU") }, false],
    ["the key without a value", { path: HKLM_PATH.replace("\\DumpType", "") }, false],
    ["svchost as SYSTEM", { executable: SVCHOST }, false],
    ["svchost as LocalService", { executable: SVCHOST, userId: "S-1-5-19" }, false],
    [
      "svchost as NetworkService",
      { executable: "d:\\WINDOWS\\SYSTEM32\\SVCHOST.EXE", userId: "S-1-5-20" },
      false,
    ],
    ["svchost as a user", { executable: SVCHOST, userId: "S-1-5-21-1-2-3-1001" }, true],
    ["svchost without a user", { executable: SVCHOST, userId: null }, true],
    ["svchost on a drive of two letters", { executable: "CC:\\Windows\\System32\\svchost.exe" }, true],
    ["svchost elsewhere", { executable: "C:\\Temp\\svchost.exe" }, true],
    ["no process", { executable: null }, true],
    ["neither process nor user", { executable: null, userId: null }, true],
    ["two categories", { category: ["configuration", "registry"] }, true],
    ["the category as a text", { category: "registry" }, true],
    ["the category in capitals", { category: "Registry" }, false],
    ["another category", { category: ["process"] }, false],
    ["no operating system", { os: null }, false],
    ["another operating system", { os: "linux" }, false],
    ["the operating system in capitals", { os: "Windows" }, false],
  ])("matches as expected: %s", async (_, variation, matches) => {
    const document = registryDocument(variation);
    for (const form of [document, dotted(document), { _index: "winlogbeat-8", _source: document }]) {
      const { findings, events } = await scan(ndjson([form]));
      expect(events).toBe(1);
      expect(findings).toHaveLength(matches ? 1 : 0);
    }
  });

  it("reads the fields of a hit, where every value is a list", async () => {
    const fields = Object.fromEntries(
      Object.entries(dotted(registryDocument())).map(([key, value]) => [key, [value].flat()]),
    );
    const { findings, events } = await scan(JSON.stringify({ hits: { hits: [{ _index: "x", fields }] } }));
    expect(events).toBe(1);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.index).toBe("x");
  });

  it.each(SOURCE_MARKS)("matches a document of %s", async (source, mark) => {
    const { findings, inventory } = await scan(ndjson([{ ...registryDocument(), ...mark }]));
    expect(findings).toMatchObject([{ source }]);
    expect(inventory.sources).toEqual([[source, 1]]);
  });

  it("matches a path written with escapes", async () => {
    const text = JSON.stringify(registryDocument()).replace(
      "Windows Error",
      "\\u0057indows\\u0020\\u0045rror",
    );
    const filler = ndjson(Array.from({ length: 50 }, () => registryDocument({ path: "HKLM\\Other" })));
    const { findings } = await scan(`${filler}${text}\n${filler}`, { decodeAllBytes: 0 });
    expect(findings).toHaveLength(1);
    expect(findings[0]!.place.line).toBe(51);
  });

  it("evaluates every value of a repeated key, and reports it", async () => {
    const good = JSON.stringify(registryDocument());
    const text = `${good.slice(0, -1)},"registry":{"path":"HKLM\\\\Decoy","data":{"strings":["0"]}}}\n`;
    const { findings, problems } = await scan(text);
    expect(findings).toHaveLength(1);
    expect(problems).toMatchObject([{ code: "duplicate-key" }]);
  });
});

describe("the result of a scan", () => {
  it("locates the record of each finding", async () => {
    const text = ndjson([registryDocument({ data: ["1"] }), registryDocument()]);
    const { findings } = await scan(text);
    const { place, raw } = findings[0]!;
    expect(place.line).toBe(2);
    expect(text.slice(place.offset, place.offset + place.length)).toBe(raw);
    expect(JSON.parse(raw)).toEqual(registryDocument());
  });

  it("counts events, other objects and unreadable records separately", async () => {
    const text = `${ndjson([registryDocument(), { rule_id: "x" }, {}])}42\nbroken {\n`;
    const result = await scan(text);
    expect(result).toMatchObject({ events: 1, notEvents: 3, lost: 1, format: "NDJSON", readable: true });
  });

  it("reports that a file contains no events", async () => {
    const { problems, events, readable } = await scan('{"name":"package","version":"1"}');
    expect({ events, readable }).toEqual({ events: 0, readable: true });
    expect(problems).toMatchObject([{ code: "no-event", severity: "warning" }]);
  });

  it("names the categories that rules need and the file lacks", async () => {
    const process = registryDocument({ category: ["process"] });
    expect((await scan(ndjson([process]))).missingCategories).toEqual(["registry"]);
    expect((await scan(ndjson([process, registryDocument({ data: [] })]))).missingCategories).toEqual([]);
  });

  it("has the exact times of the first and last event, and the hosts and categories of decoded events", async () => {
    const documents = Array.from({ length: 2000 }, (_, n) =>
      registryDocument({
        path: "HKLM\\Other",
        host: `H${n % 3}`,
        time: new Date(Date.UTC(2024, 1, 27) + ((n * 7919) % 2000) * 3_600_000).toISOString(),
      }),
    );
    const all = await scan(ndjson(documents));
    const some = await scan(ndjson(documents), { decodeAllBytes: 0 });
    expect(all.inventory.sampled).toBe(false);
    expect(all.inventory.decoded).toBe(2000);
    expect(all.inventory.hosts).toEqual(["H0", "H1", "H2"]);
    expect(all.inventory.categories).toEqual([["registry", 2000]]);
    expect(some.inventory.sampled).toBe(true);
    expect(some.inventory.decoded).toBeLessThan(20);
    for (const { inventory, events } of [all, some]) {
      expect(events).toBe(2000);
      expect(inventory.firstEvent).toBe(Date.UTC(2024, 1, 27));
      expect(inventory.lastEvent).toBe(Date.UTC(2024, 1, 27) + 1999 * 3_600_000);
    }
  });

  it("contains the first hundred problems, and counts the rest", async () => {
    const { problems, lost } = await scan("broken\n".repeat(250) + ndjson([registryDocument()]));
    expect(problems).toHaveLength(100);
    expect(lost).toBe(250);
  });

  it("keeps the findings of a file that ends in an error", async () => {
    const { findings, problems, readable } = await scan(
      gzipSync(
        ndjson([registryDocument()]) + ndjson(Array.from({ length: 5000 }, (_, n) => ({ "@timestamp": n }))),
      ).subarray(0, -30),
    );
    expect(findings).toHaveLength(1);
    expect(readable).toBe(true);
    expect(problems.map(({ code }) => code)).toContain("bad-gzip");
  });
});

describe("the prefilter", () => {
  const variation = fc.record<Variation>(
    {
      path: fc.constantFrom(
        HKLM_PATH,
        KERNEL_PATH,
        HKLM_PATH.toLowerCase(),
        "HKLM\\Other",
        `${HKLM_PATH}\\x`,
      ),
      data: fc.constantFrom(["2"], ["1"], "2", ["0x00000002"], [], ["1", "2"]),
      executable: fc.constantFrom(SVCHOST, "C:\\a.exe", null),
      userId: fc.constantFrom("S-1-5-18", "S-1-5-21-1", null),
      category: fc.constantFrom(["registry"], "registry", ["process"], ["configuration", "registry"]),
      time: fc.constantFrom(
        "2024-03-01T10:00:00.000Z",
        "2024-03-01T10:00:00+02:00",
        "1709287200000",
        "nonsense",
      ),
    },
    { requiredKeys: [] },
  );
  const other = fc.constantFrom<unknown>(
    {},
    { a: 1 },
    { "@timestamp": null, event: { kind: "event" } },
    { "@timestamp": 1709287200000, message: "Windows Error Reporting \\ LocalDumps" },
    { fields: { "@timestamp": ["2024-01-01T00:00:00Z"], "event.category": ["registry"] } },
    { fields: { env: "x" } },
    { _source: { "@timestamp": "2024-01-01T00:00:00Z" } },
    { "@timestamp": "", _source: { "@timestamp": "x" } },
    42,
    "text",
  );

  it("changes neither alerts nor counts", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            { arbitrary: variation.map(registryDocument), weight: 4 },
            { arbitrary: other, weight: 1 },
          ),
          {
            maxLength: 30,
          },
        ),
        fc.constantFrom<(documents: unknown[]) => string>(
          ndjson,
          (documents) => JSON.stringify(documents),
          (documents) =>
            JSON.stringify({ hits: { hits: documents.map((_source) => ({ _index: "i", _source })) } }),
          (documents) => ndjson(documents.map((_source) => ({ _source }))),
        ),
        async (documents, write) => {
          const text = write(documents);
          const on = await scan(text, { decodeAllBytes: 0 });
          const off = await scan(text, { prefilter: false });
          expect(on.findings).toEqual(off.findings);
          for (const key of ["events", "notEvents", "lost", "missingCategories", "format"] as const) {
            expect(on[key]).toEqual(off[key]);
          }
          for (const key of ["firstEvent", "lastEvent", "undated"] as const) {
            expect(on.inventory[key]).toEqual(off.inventory[key]);
          }
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });
});

describe("the prescan of a large file", () => {
  const filler = ndjson(
    Array.from({ length: 1000 }, (_, n) => registryDocument({ path: `HKLM\\Other\\${n}`, host: "größer" })),
  );
  const large = (lines: readonly string[]): string => {
    const parts: string[] = [];
    for (let bytes = 0; bytes < 9 * 1024 * 1024; bytes += filler.length) parts.push(filler);
    lines.forEach((line, i) => parts.splice(((i + 1) * parts.length) / (lines.length + 1), 0, line));
    return parts.join("");
  };
  const match = ndjson([registryDocument()]);

  it("finds the same at the same locations as the validation pass", async () => {
    const text = large([
      match,
      `  ${match}`,
      `broken {${match}`,
      match.replace("Windows Error", "WINDOWS ERROR"),
      "\r\n",
      match,
    ]);
    const whole = `${text}${match.trimEnd()}`;
    const prescanned = await scan(whole, { prescan: true });
    const validated = await scan(whole);
    expect(prescanned.exact).toBe(false);
    expect(validated.exact).toBe(true);
    expect(prescanned.findings).toHaveLength(5);
    expect(prescanned.findings).toEqual(validated.findings);
    expect(prescanned.problems).toEqual([]);
    expect(validated.lost).toBe(1);
    expect(prescanned.fingerprint).toBe(validated.fingerprint);
    const bytes = new TextEncoder().encode(whole);
    for (const { place, raw } of prescanned.findings) {
      const slice = bytes.subarray(place.offset, place.offset + place.length);
      expect(new TextDecoder().decode(slice)).toBe(raw);
    }
  });

  it("is skipped for files that are small, compressed or not NDJSON", async () => {
    expect((await scan(match, { prescan: true })).exact).toBe(true);
    const text = large([match]);
    expect((await scan(gzipSync(text, { level: 0 }), { prescan: true })).exact).toBe(true);
    const array = `[${text.trimEnd().split("\n").join(",")}]`;
    expect(await scan(array, { prescan: true })).toMatchObject({
      exact: true,
      findings: [{ ruleId: expect.any(String) as string }],
    });
  });

  it("is followed by a validation pass, which computes the SHA-256", async () => {
    const { sha256 } = await scan("abc", { hash: true });
    expect(sha256).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
