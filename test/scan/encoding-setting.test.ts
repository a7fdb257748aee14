import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  eventOf,
  readEventsAt,
  type ReadSettings,
  readSettingsKey,
  splitKindOf,
} from "../../src/scan/index.ts";
import { scan, type Scanned } from "../support/scan.ts";
import { HKLM_PATH, registryDocument } from "../support/seed.ts";
import { zip } from "../support/zip.ts";

/* The encoding of a file that declares none and is not UTF-8, as the analyst sets it. */

const WESTERN: ReadSettings = { encoding: "windows-1252" };
const latin1 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, "latin1"));
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const table = (...users: readonly string[]): string =>
  [
    "@timestamp,event.category,host.os.type,registry.path,registry.data.strings,user.name",
    ...users.map((user) => `2024-03-31T06:39:36Z,registry,windows,${HKLM_PATH},2,"${user}"`),
  ]
    .map((line) => `${line}\r\n`)
    .join("");
const lines = (...users: readonly string[]): string =>
  users.map((name) => `${JSON.stringify({ ...registryDocument(), user: { name } })}\n`).join("");

const usersOf = ({ findings }: Scanned): unknown[] =>
  findings.map((finding) => String(eventOf(finding)["user.name"]));
const codesOf = ({ problems }: Scanned): string[] => problems.map(({ code }) => code);

/** Checks that each alert's event can be read again by its location. */
async function expectReadAgain(content: Uint8Array<ArrayBuffer>, readSettings: ReadSettings): Promise<void> {
  const { findings, seekable } = await scan(content, { readSettings });
  expect(findings.length).toBeGreaterThan(0);
  const again = await readEventsAt(
    new Blob([content]),
    findings.map(({ place }) => place),
    seekable,
    readSettings,
  );
  expect(again).toEqual(findings.map(({ ruleId: _, ...event }) => event));
}

describe.each([
  ["a table", table],
  ["NDJSON", lines],
])("the encoding of %s", (_, write) => {
  const USERS = ["Jürgen", "eva", "Åsa"];

  it("is asked for at each record that is not UTF-8", async () => {
    const before = await scan(latin1(write(...USERS)));
    expect(usersOf(before)).toEqual(["J\uFFFDrgen", "eva", "\uFFFDsa"]);
    expect(before.problems).toMatchObject([
      { code: "invalid-utf8", severity: "warning" },
      { code: "invalid-utf8", severity: "warning" },
    ]);
  });

  it("gives the right letters once it is set, at the same locations", async () => {
    const content = latin1(write(...USERS));
    const before = await scan(content);
    const after = await scan(content, { readSettings: WESTERN });
    expect(usersOf(after)).toEqual(USERS);
    expect(after.findings.map(({ place }) => place)).toEqual(before.findings.map(({ place }) => place));
    expect(after.problems).toMatchObject([
      { code: "chosen-encoding", severity: "info", data: { encoding: "windows-1252", kind: "used" } },
    ]);
    expect(after.format).toBe(`${before.format}, WINDOWS-1252`);
    expect([after.lost, after.notes, after.seekable]).toEqual([0, 1, false]);
    await expectReadAgain(content, WESTERN);
  });

  it("may have characters of several bytes", async () => {
    const [head, tail] = write("@@").split("@@");
    const content = Uint8Array.from(
      Buffer.concat([
        Buffer.from(head!),
        Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x5c, 0x5c]),
        Buffer.from(tail!),
      ]),
    );
    const readSettings = { encoding: "shift_jis" };
    expect(usersOf(await scan(content, { readSettings }))[0]).toMatch(/^日本\\/);
    await expectReadAgain(content, readSettings);
  });

  it("counts as not set if the browser does not know it, or if it is Unicode", async () => {
    const content = latin1(write(...USERS));
    const before = await scan(content);
    for (const encoding of ["no-such-encoding", "", "utf-8", "utf-16le", "iso-2022-cn", "__proto__"]) {
      const after = await scan(content, { readSettings: { encoding } });
      expect(after.findings).toEqual(before.findings);
      expect(after.problems).toEqual(before.problems);
      expect(after.format).toBe(before.format);
      await expectReadAgain(content, { encoding });
    }
  });

  it("leaves UTF-8 as it is, and says so", async () => {
    for (const content of [utf8(write(...USERS)), utf8(`\uFEFF${write("eva", "Åsa")}`)]) {
      const after = await scan(content, { readSettings: WESTERN });
      expect(usersOf(after)).toEqual(usersOf(await scan(content)));
      expect(after.problems).toMatchObject([{ code: "chosen-encoding", data: { kind: "utf-8" } }]);
      await expectReadAgain(content, WESTERN);
    }
  });

  it("is used for text that ends with its only letter", async () => {
    const content = latin1(write("eva").replace(/\s+$/, "") + "\xe9");
    expect(codesOf(await scan(content, { readSettings: WESTERN }))).toContain("chosen-encoding");
    expect((await scan(content, { readSettings: WESTERN })).format).toContain("WINDOWS-1252");
  });

  it("is used in gzip, and in an archive for all files that are not UTF-8", async () => {
    const content = latin1(write(...USERS));
    const packed = Uint8Array.from(gzipSync(content));
    expect(usersOf(await scan(packed, { readSettings: WESTERN }))).toEqual(USERS);
    await expectReadAgain(packed, WESTERN);
    const archive = Uint8Array.from(
      zip([
        { path: "a.txt", data: Buffer.from(content) },
        { path: "b.txt", data: Buffer.from(utf8(write("Zoë"))) },
        { path: "c.txt", data: Buffer.from(content) },
      ]),
    );
    const after = await scan(archive, { readSettings: WESTERN });
    expect(usersOf(after)).toEqual([...USERS, "Zoë", ...USERS]);
    expect(after.problems).toMatchObject([
      { code: "chosen-encoding", member: "a.txt", data: { kind: "used" } },
      { code: "chosen-encoding", member: "b.txt", data: { kind: "utf-8" } },
    ]);
    expect(after.notes).toBe(2);
    await expectReadAgain(archive, WESTERN);
  });

  it("is reported where it does not have the bytes", async () => {
    const { problems } = await scan(latin1(write("a\x93 b")), { readSettings: { encoding: "shift_jis" } });
    expect(problems.find(({ code }) => code === "bad-encoding")).toMatchObject({
      severity: "warning",
      data: { encoding: "shift_jis", fromAnalyst: true },
    });
  });
});

it("text in no known form may be known in its encoding", async () => {
  // "日時" and others, as Event Viewer's table of a Japanese Windows begins, in Shift_JIS.
  const content = latin1("\x93\xfa\x8e\x9e,x\r\n1,2\r\n");
  expect(await scan(content)).toMatchObject({
    readable: false,
    problems: [{ code: "unknown-format" }, { code: "invalid-utf8", data: { unit: "text" } }],
  });
  expect(codesOf(await scan(content, { readSettings: { encoding: "shift_jis" } }))).toEqual([
    "chosen-encoding",
    "unknown-format",
  ]);
  expect(codesOf(await scan(utf8("日時,x\r\n1,2\r\n")))).toEqual(["unknown-format"]);
});

it("a declared encoding, UTF-16 and binary content are not affected", async () => {
  const utf16 = Uint8Array.from(Buffer.from(`\uFEFF${lines("Åsa")}`, "utf16le"));
  const after = await scan(utf16, { readSettings: WESTERN });
  expect(usersOf(after)).toEqual(["Åsa"]);
  expect(after.problems).toEqual([]);
  await expectReadAgain(utf16, WESTERN);
});

it("a file with an encoding is not split between workers", async () => {
  const blob = new Blob([lines(...Array.from({ length: 2000 }, (_, n) => `user ${n}`))]);
  const settings = { zone: "UTC" };
  expect(await splitKindOf(blob, settings)).toBe("lines");
  const unknown = { ...settings, encoding: "no-such-encoding" };
  expect(await splitKindOf(blob, unknown)).toBe("lines");
  expect(await splitKindOf(blob, { ...settings, ...WESTERN })).toBeNull();
});

it("a large file with an encoding is decoded in the first pass", async () => {
  const filler = "x".repeat(4000);
  const text = lines("Jürgen", ...Array.from({ length: 2200 }, () => filler), "Åsa");
  const content = latin1(text);
  expect(content.length).toBeGreaterThan(8 * 1024 * 1024);
  const first = await scan(content, { readSettings: WESTERN, prescan: true });
  expect(first.exact).toBe(true);
  expect(usersOf(first).filter((user) => user !== filler)).toEqual(["Jürgen", "Åsa"]);
});

it("dates whose order the rest of the file shows are found in the encoding", async () => {
  const content = latin1(
    table("Jürgen", "Åsa")
      .replace("2024-03-31T06:39:36Z", "3/4/2024 10:00:00")
      .replace("2024-03-31T06:39:36Z", "12/31/2023 10:00:00"),
  );
  const after = await scan(content, { readSettings: WESTERN });
  expect(after.findings.map((finding) => String(eventOf(finding)["@timestamp"]).slice(0, 10))).toEqual([
    "2024-03-04",
    "2023-12-31",
  ]);
  await expectReadAgain(content, WESTERN);
});

it("the encoding is part of the settings' key", () => {
  expect(readSettingsKey(WESTERN)).not.toBe(readSettingsKey({ encoding: "windows-1251" }));
  expect(readSettingsKey({ dateOrder: "day-first", encoding: "gbk" })).toBe(" day-first gbk");
  expect(readSettingsKey({ encoding: undefined })).toBe("");
});
