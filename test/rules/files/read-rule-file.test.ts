import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { BlobReader, BlobWriter, TextReader, ZipWriter } from "@zip.js/zip.js";
import { describe, expect, it } from "vitest";
import { holdsRules, readRuleFile } from "../../../src/rules/files/index.ts";
import { ruleProblemSentence } from "../../../src/wording/index.ts";
import { MAX_DIRECTORY_BYTES } from "../../../src/bytes/zip/index.ts";
import { looksLikeRules } from "../../../src/rules/files/looks-like-rules.ts";
import { MAX_TEXT_BYTES } from "../../../src/rules/files/limits.ts";
import { bytes, details, event, exceptions, item, list, rule, toml, utf16 } from "./samples.ts";
import { type Part, zip } from "../../support/zip.ts";

const read = (content: string | Uint8Array<ArrayBuffer>, name = "file") =>
  readRuleFile(new Blob([content]), name);
const archive = (parts: readonly Part[]) => new Blob([zip(parts)]);
const readParts = (parts: readonly Part[]) => readRuleFile(archive(parts), "rules.zip");

type Result = Awaited<ReturnType<typeof readRuleFile>>;
const ids = ({ rules }: Result) => rules.map(({ rule: { rule_id }, file }) => `${rule_id} ${file}`);
const codes = ({ problems }: Result) => problems.map(({ code, file }) => `${code} ${file}`);

describe("readRuleFile, one text", () => {
  it("reads all members of an archive that have the same name", async () => {
    const parts = ["a", "b", "c"].map((id) => ({ path: "x/rules.ndjson", data: rule({ rule_id: id }) }));
    expect(ids(await readParts(parts)).map((id) => id.slice(0, 1))).toEqual(["a", "b", "c"]);
  });

  it("reads an export whose first lines were overwritten", async () => {
    const text = [rule({ rule_id: "a" }), rule({ rule_id: "b" }), rule({ rule_id: "c" })].join("\n");
    for (const noise of ["\0".repeat(40), "x\u00ff[!\n\0", 'ue","b":1,'])
      for (const cut of [5, 60]) {
        const damaged = bytes(noise + text.slice(cut));
        expect(looksLikeRules(damaged, "x")).toBe("ndjson");
        const result = await read(damaged);
        expect(ids(result)).toEqual(["b file", "c file"]);
        expect(codes(result)).toContain("not-json file");
      }
  });

  it("reads TOML and exports in UTF-8 and UTF-16", async () => {
    for (const text of [toml("r1"), `${rule()}\n${list}\n${item}\n${details}`]) {
      for (const content of [bytes(text), bytes(`\uFEFF${text}`), utf16(text, true), utf16(text, false)]) {
        const result = await read(content);
        expect([ids(result), codes(result)]).toEqual([["r1 file"], []]);
      }
    }
  });

  it("has nothing against a file of exceptions alone", async () => {
    const fromToml = await read(exceptions);
    expect(fromToml.exceptions.items).toMatchObject([{ list_id: "l", item_id: "l, item 1" }]);
    const fromExport = await read(`${list}\n${item}\n`);
    expect(fromExport.exceptions).toMatchObject({ lists: [{ list_id: "l" }], items: [{ item_id: "i" }] });
    expect([...codes(fromToml), ...codes(fromExport)]).toEqual([]);
  });

  it("says when there is nothing to use", async () => {
    expect(codes(await read(details))).toEqual(["incomplete file"]);
    expect(codes(await read('{"exported_count":0,"exported_rules_count":0}'))).toEqual(["no-rule file"]);
    expect(codes(await read('[[actions]]\nid = "x"\n'))).toEqual(["no-rule file"]);
    expect((await read('[[actions]]\nid = "x"\n')).skipped).toEqual({ connectors: 1, otherFiles: 0 });
    expect(codes(await read(""))).toEqual(["empty-file file"]);
    expect(codes(await read("no rule"))).toEqual(["not-toml file"]);
  });

  it("says when bytes are no characters, for a query could hold them", async () => {
    const latin1 = Uint8Array.from(toml("r1").replace("*.exe", "\xe9.exe"), (char) => char.charCodeAt(0));
    const result = await read(latin1);
    expect([ids(result), codes(result)]).toEqual([["r1 file"], ["not-utf8 file"]]);
  });

  it("reads nothing beyond its limit, nor a file that is gone", async () => {
    const gone = { size: 1, slice: () => gone, arrayBuffer: () => Promise.reject(new Error("gone")) };
    expect(codes(await readRuleFile(gone as unknown as Blob, "f"))).toEqual(["unreadable-file f"]);
    const huge = { ...new Blob(), size: MAX_TEXT_BYTES + 1, slice: () => new Blob(["[rule]"]) };
    expect(codes(await readRuleFile(huge as unknown as Blob, "f"))).toEqual(["too-big f"]);
  });

  it("warns about what Elastic does not ship, and lists it", async () => {
    const result = await read(toml("r1").replace("production", "deprecated"));
    expect(codes(result)).toEqual(["not-shipped file"]);
    expect(ruleProblemSentence(result.problems[0]!)).toContain("1 of maturity “deprecated”");
    expect(result.rules[0]!.rule.metadata!.maturity).toBe("deprecated");
  });
});

describe("readRuleFile, archives", () => {
  it("finds the rules in a copy of Elastic's repository", async () => {
    const root = "detection-rules-main";
    const result = await readParts([
      { path: `${root}/`, data: "", stored: true },
      { path: `${root}/README.md`, data: "[rule]" },
      { path: `${root}/pyproject.toml`, data: '[project]\nname = "x"\n' },
      { path: `${root}/rules/windows/one.toml`, data: toml("r1") },
      { path: `${root}/rules/_deprecated/two.toml`, data: toml("r2").replace("production", "deprecated") },
      { path: `${root}/rules_building_block/three.TOML`, data: toml("r3"), stored: true },
      { path: `${root}/hunting/macos/queries/h.toml`, data: "[hunt]\nauthor = 'x'\n" },
      { path: `${root}/detection_rules/etc/deprecated_rules.json`, data: '{"r9":{"rule_name":"x"}}' },
      { path: `${root}/exceptions/e.toml`, data: exceptions },
      { path: `${root}/rules/windows/broken.toml`, data: "[rule]\nrule_id = oops\n" },
      { path: "__MACOSX/._one.toml", data: new Uint8Array([0, 5, 22, 7]) },
      { path: "export.ndjson", data: `${rule({ rule_id: "r4" })}\n${rule({ rule_id: "r5" })}\n` },
    ]);
    expect(ids(result)).toEqual([
      `r1 ${root}/rules/windows/one.toml`,
      `r2 ${root}/rules/_deprecated/two.toml`,
      `r3 ${root}/rules_building_block/three.TOML`,
      "r4 export.ndjson",
      "r5 export.ndjson",
    ]);
    expect(codes(result)).toEqual([`not-toml ${root}/rules/windows/broken.toml`, "not-shipped rules.zip"]);
    expect(result.exceptions.items).toHaveLength(1);
    expect(result.skipped).toEqual({ connectors: 0, otherFiles: 5 });
  });

  it("takes of two rules with one id the last, or the higher version where both have one", async () => {
    const last = await readParts([
      { path: "a.ndjson", data: rule({ name: "a", version: 2 }) },
      { path: "b.toml", data: toml("r1") },
    ]);
    expect([ids(last), codes(last)]).toEqual([["r1 b.toml"], ["duplicate-rule b.toml"]]);
    const higher = await readParts([
      { path: "r1_3.json", data: rule({ version: 3 }) },
      { path: "r1_10.json", data: rule({ version: 10 }) },
      { path: "r1_9.json", data: rule({ version: 9 }) },
    ]);
    expect(ids(higher)).toEqual(["r1 r1_10.json"]);
    expect(higher.problems.map(ruleProblemSentence)).toMatchObject([
      expect.stringContaining("the higher version, from “r1_10.json”"),
      expect.stringContaining("the higher version, from “r1_10.json”"),
    ]);
  });

  it("has nothing against evidence beside rules", async () => {
    const result = await readParts([
      { path: "a.toml", data: toml("r1") },
      { path: "logs/events.ndjson", data: `${event}\n`.repeat(5_000) },
    ]);
    expect([ids(result), codes(result)]).toEqual([["r1 a.toml"], []]);
    expect(result.skipped.otherFiles).toBe(1);
  });

  it("names members with a password, of either kind, and does not read them", async () => {
    for (const options of [{ zipCrypto: true }, { encryptionStrength: 3 as const }]) {
      const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
      await writer.add("secret/a.toml", new TextReader(toml("r1")), { password: "infected" });
      await writer.add("b.toml", new TextReader(toml("r2")));
      const file = await writer.close();
      const result = await readRuleFile(file, "rules.zip");
      expect([ids(result), codes(result)]).toEqual([["r2 b.toml"], ["encrypted secret/a.toml"]]);
      expect(ruleProblemSentence(result.problems[0]!)).toContain("password");
      expect(await holdsRules(file)).toBe(true);
    }
  });

  it("reads zip64, and sizes that stand behind the data", async () => {
    const writer = new ZipWriter(new BlobWriter(), {
      useWebWorkers: false,
      zip64: true,
      dataDescriptor: true,
    });
    await writer.add("a.toml", new TextReader(toml("r1")));
    await writer.add("b.ndjson", new BlobReader(new Blob([rule({ rule_id: "r2" })])), { level: 0 });
    const result = await readRuleFile(await writer.close(), "rules.zip");
    expect([ids(result), codes(result)]).toEqual([["r1 a.toml", "r2 b.ndjson"], []]);
  });

  it("reads rules of every length around what is looked at", async () => {
    const lengths = [65_535, 65_536, 65_537, 300_000];
    const text = (length: number) => toml(`r${length}`) + "# ".padEnd(length, "x");
    const parts = lengths.map((n) => ({ path: `${n}.toml`, data: text(n).slice(0, n) }));
    const result = await readParts(parts);
    expect([ids(result).length, codes(result)]).toEqual([4, []]);
  });

  it("stops unpacking what is made to fill memory, whatever the directory says", async () => {
    const blanks = Buffer.concat([Buffer.from("[rule]\n"), Buffer.alloc(80 * 2 ** 20, " ")]);
    const bomb = zip([
      { path: "a.toml", data: blanks },
      { path: "b.toml", data: toml("r1") },
    ]);
    expect(bomb.length).toBeLessThan(200_000);
    const result = await readRuleFile(new Blob([bomb]), "rules.zip");
    expect([ids(result), codes(result)]).toEqual([["r1 b.toml"], ["archive-bomb a.toml"]]);
    const liar = await readParts([
      { path: "a.toml", data: blanks, size: 100 },
      { path: "b.toml", data: toml("r1") },
    ]);
    expect([ids(liar), codes(liar)]).toEqual([["r1 b.toml"], ["member-damaged a.toml"]]);
  });

  it("reads no member beyond the limit of a text, and no archive beyond its own", async () => {
    // A comment of mostly blanks: small enough when packed, not so small that it counts as a bomb.
    const data = Buffer.alloc(65 * 2 ** 20, " ");
    for (let at = 0, x = 1; at < data.length - 4; at += 200) {
      x = Math.imul(x, 1_664_525) + 1_013_904_223;
      data.write((x >>> 8).toString(36).slice(0, 4), at, "latin1");
    }
    data.write("[rule]\n#", "latin1");
    expect(codes(await readParts([{ path: "a.toml", data }]))).toEqual(["too-big a.toml"]);
    const small = data.subarray(0, 60 * 2 ** 20);
    const packed = deflateRawSync(small);
    const parts = Array.from({ length: 9 }, (_, i) => ({ path: `${i}.toml`, data: small, packed }));
    const result = await readParts([...parts, { path: "z.toml", data: toml("r1") }]);
    expect(codes(result).at(-1)).toBe("archive-too-big 8.toml");
    expect(ids(result)).toEqual([]);
  });

  it("tells a member that is damaged, and goes on", async () => {
    const result = await readParts([
      { path: "size.toml", data: toml("r1"), size: 1_000_000 },
      { path: "crc.toml", data: toml("r2"), crc: 1 },
      { path: "good.toml", data: toml("r3") },
    ]);
    expect(ids(result)).toEqual(["r3 good.toml"]);
    expect(codes(result)).toEqual(["member-damaged size.toml", "member-damaged crc.toml"]);
  });

  it("tells an archive that is damaged, empty, or without rules", async () => {
    const whole = zip([{ path: "a.toml", data: toml("r1") }]);
    expect(codes(await read(whole.slice(0, -30), "a.zip"))).toEqual(["archive-damaged a.zip"]);
    expect(codes(await readParts([]))).toEqual(["no-rule rules.zip"]);
    expect(codes(await readParts([{ path: "a.txt", data: toml("r1") }]))).toEqual(["no-rule rules.zip"]);
  });

  it("reads no directory of any size", async () => {
    const end = Buffer.alloc(22);
    end.write("PK\x05\x06", "latin1");
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(MAX_DIRECTORY_BYTES + 1, 12);
    const body = new Uint8Array(MAX_DIRECTORY_BYTES + 1);
    body.set(bytes("PK\x01\x02"));
    const result = await readRuleFile(new Blob(["PK\x03\x04", body, end]), "a.zip");
    expect(codes(result)).toEqual(["archive-damaged a.zip"]);
    expect(ruleProblemSentence(result.problems[0]!)).toContain("directory is too large");
  });

  it("shows names as they are and uses them for nothing", async () => {
    const path = "../../\u202Eetc/__proto__.toml";
    const result = await readParts([
      { path, data: toml("r1") },
      { path: "C:\\x\\constructor.toml", data: "[rule]\n" },
    ]);
    expect(ids(result)).toEqual([`r1 ${path}`]);
    expect(codes(result)).toEqual(["missing-key C:/x/constructor.toml"]);
  });

  it("never has more problems than can be read", async () => {
    const parts = Array.from({ length: 600 }, (_, i) => ({ path: `${i}.toml`, data: "[rule]\n" }));
    const { problems } = await readParts(parts);
    expect(problems).toHaveLength(501);
    expect(problems.at(-1)).toMatchObject({ file: "rules.zip", code: "more-problems" });
  });
});

describe("holdsRules", () => {
  it.each<[string, boolean, Part[]]>([
    ["a rule file", true, [{ path: "x/a.toml", data: toml("r1") }]],
    [
      "an export",
      true,
      [
        { path: "a.txt", data: "" },
        { path: "a.ndjson", data: rule() },
      ],
    ],
    [
      "evidence with a TOML file beside it",
      false,
      [
        { path: "a.ndjson", data: event },
        { path: "a.toml", data: "a = 1" },
      ],
    ],
    ["evidence", false, [{ path: "a.json", data: `[${event}]` }]],
    ["rules by an ending that is not theirs", false, [{ path: "a.txt", data: toml("r1") }]],
    ["a rule file behind a password", true, [{ path: "a.toml", data: "x", encrypted: true }]],
    ["an export behind a password", false, [{ path: "a.ndjson", data: "x", encrypted: true }]],
    ["nothing", false, []],
  ])("tells an archive with %s: %s", async (_, answer, parts) => {
    expect(await holdsRules(archive(parts))).toBe(answer);
  });

  it("does not look at any number of members of evidence, but finds rule files behind them", async () => {
    const logs = Array.from({ length: 1_200 }, (_, i) => ({ path: `${i}.json`, data: event }));
    expect(await holdsRules(archive([...logs, { path: "a.ndjson", data: rule() }]))).toBe(false);
    expect(await holdsRules(archive([...logs, { path: "a.toml", data: toml("r1") }]))).toBe(true);
  });

  it("says no to what is no archive", async () => {
    for (const content of [toml("r1"), "", "PK\x03\x04", "PK\x05\x06 and more"]) {
      expect(await holdsRules(new Blob([content]))).toBe(false);
    }
  });
});

describe("readRuleFile, hostile files", () => {
  const originals = [
    zip([
      { path: "a.toml", data: toml("r1") },
      { path: "b.ndjson", data: `${rule({ rule_id: "r2" })}\n${list}\n${item}`, stored: true },
    ]),
    bytes(`${rule()}\n${list}\n${item}\n${details}`),
    bytes(toml("r1", exceptions)),
  ];

  it("never throws, and has a rule, an exception or a problem to show", async () => {
    const original = fc.constantFrom(...originals);
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(original, changes, fc.nat(), async (whole, edits, cut) => {
        const damaged = whole.slice(0, cut % 3 === 0 ? cut % whole.length : undefined);
        for (const [at, byte] of edits) if (damaged.length > 0) damaged[at % damaged.length] = byte;
        const file = new Blob([damaged]);
        const { rules, exceptions: found, problems } = await readRuleFile(file, "f");
        expect(rules.length + found.lists.length + found.items.length + problems.length).toBeGreaterThan(0);
        expect(typeof (await holdsRules(file))).toBe("boolean");
      }),
      { numRuns: 600 },
    );
  });
});
