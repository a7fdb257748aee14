import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { archiveShape, type ByteSource, UnpackBudget, walkArchive } from "../../../src/bytes/index.ts";
import { StreamedNames } from "../../../src/bytes/tar/member-names.ts";
import { paxRecord, tar, TAR_END, TAR_FORMS, tarHeader, tarMember, type TarPart } from "../../support/tar.ts";
import { zip } from "../../support/zip.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A file that arrives in pieces of a size. */
function inPieces(bytes: Bytes, size: number): ByteSource {
  return {
    size: bytes.length,
    slice: (start = 0, end = bytes.length) => inPieces(bytes.slice(start, end), size),
    stream() {
      let at = 0;
      return new ReadableStream({
        pull(controller) {
          if (at >= bytes.length) controller.close();
          else controller.enqueue(bytes.slice(at, (at += size)));
        },
      });
    },
  };
}

/** Unpacks an archive: the content of each file by path, and the faults with what distinguishes them. */
async function unpack(archive: Bytes | ByteSource) {
  const source = archive instanceof Uint8Array ? new Blob([archive]) : archive;
  const files: Record<string, string> = {};
  const faults: string[] = [];
  for await (const found of walkArchive(source, { budget: new UnpackBudget(2 ** 30), nested: true })) {
    const content = "code" in found ? found : await found.open();
    const note = ({ code, data, path = "", offset }: Extract<typeof found, { code: unknown }>): void => {
      const kind = "kind" in data ? ` ${data.kind}` : "";
      faults.push(`${code}${kind} ${path} @${offset}`);
    };
    if ("code" in content) {
      note(content);
      continue;
    }
    let text = "";
    for (let piece = await content.read(); piece !== null; piece = await content.read())
      text += Buffer.from(piece).toString("latin1");
    files["path" in found ? found.path : ""] = text;
    if (content.fault !== null) note(content.fault);
  }
  return { files, faults };
}

/** Bytes that look like nothing, but different for each length. */
const content = (length: number): string =>
  Array.from({ length }, (_, i) => "abcdefg\n"[(i * 7 + length) % 8]).join("");

const PARTS: readonly TarPart[] = TAR_FORMS.map((form, i) => ({
  path: form === "pax-path" || form === "gnu-long" ? `${form}/${"long/".repeat(60)}é.log` : `${form}/a.log`,
  data: content([0, 1, 511, 512, 513, 1500, 70_000][i]!),
  form,
}));
const CONTENTS = Object.fromEntries(PARTS.map(({ path, data }) => [path, data]));
const WHOLE = tar(PARTS);

describe("tarMembers", () => {
  it("reads every form of header", async () => {
    expect(await unpack(WHOLE)).toEqual({ files: CONTENTS, faults: [] });
  });

  it("finds the same in pieces of any size, and in gzip", async () => {
    for (const size of [1, 7, 511, 512, 4096, 65_537]) {
      expect(await unpack(inPieces(WHOLE, size)), `in pieces of ${size}`).toEqual({
        files: CONTENTS,
        faults: [],
      });
    }
    expect(await unpack(gzipSync(WHOLE))).toEqual({ files: CONTENTS, faults: [] });
  });

  it("reads what comes before a cut, wherever it is, and reports the cut", async () => {
    const ends: number[] = [];
    for (const part of PARTS) ends.push((ends.at(-1) ?? 0) + tarMember(part).length);
    const cuts = new Set<number>();
    for (let block = 1024; block < ends.at(-1)!; block += block < 8192 ? 512 : 20 * 512)
      for (const cut of [block - 200, block, block + 1]) cuts.add(cut);
    for (const cut of [...cuts, ...ends]) {
      for (const form of ["plain", "gzip"] as const) {
        const bytes = WHOLE.slice(0, cut);
        const { files, faults } = await unpack(form === "plain" ? bytes : Uint8Array.from(gzipSync(bytes)));
        expect(faults.join(), `${form}, cut at ${cut}`).toMatch(/tar-cut/);
        PARTS.forEach(({ path, data }, i) => {
          if (ends[i]! <= cut) expect(files[path], `${form}, cut at ${cut}`).toBe(data);
          else if (path in files) expect((data as string).startsWith(files[path]!)).toBe(true);
        });
      }
    }
  });

  it("reports a cut of the gzip data around the archive, with its place", async () => {
    const packed = gzipSync(tar([{ path: "a", data: content(5000) }]));
    for (let cut = 60; cut < packed.length; cut++) {
      // Otherwise it is read as gzip data, and reported in the same way.
      if (archiveShape(packed.subarray(0, cut)) === null) continue;
      const { faults } = await unpack(Uint8Array.from(packed.subarray(0, cut)));
      expect(faults, `cut at ${cut}`).toContain(`gzip cut-short  @${cut}`);
    }
  });

  it("loses no member but the one that a byte was changed in, and never reads it unreported", async () => {
    const parts: TarPart[] = TAR_FORMS.toReversed().map((form) => ({
      path: `${form}.log`,
      data: content(600),
      form,
    }));
    const whole = tar(parts);
    const starts: number[] = [0];
    for (const part of parts) starts.push(starts.at(-1)! + tarMember(part).length);
    await fc.assert(
      fc.asyncProperty(fc.nat(starts.at(-1)! - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const damaged = whole.slice();
        damaged[at]! ^= flip;
        const { files, faults } = await unpack(damaged);
        const hit = starts.findIndex((start, i) => at >= start && at < starts[i + 1]!);
        parts.forEach(({ path, data }, i) => {
          if (i !== hit) expect(files[path], `${at} ^ ${flip}: ${faults.join()}`).toBe(data);
        });
        // Its own header has a checksum; content and extended headers have none.
        const content = starts[hit + 1]! - 1024;
        if (at >= content - 512 && at < content) expect(faults, `${at} ^ ${flip}`).not.toEqual([]);
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it("finds the members after missing and inserted bytes", async () => {
    const parts: TarPart[] = ["a", "b", "c", "d"].map((path) => ({ path, data: content(3000) }));
    const whole = Buffer.from(tar(parts));
    for (const bytes of [1, 100, 512, 1665, 3000]) {
      const missing = Uint8Array.from(Buffer.concat([whole.subarray(0, 700), whole.subarray(700 + bytes)]));
      const found = await unpack(missing);
      expect(Object.keys(found.files), `${bytes} missing`).toEqual(expect.arrayContaining(["c", "d"]));
      if (bytes <= 2800) expect(found.files["b"], `${bytes} missing`).toBe(content(3000));
      expect(found.faults.join()).toMatch(/tar-header (?:overrun|none)/);
      const inserted = Uint8Array.from(
        Buffer.concat([whole.subarray(0, 700), Buffer.alloc(bytes, 0x2e), whole.subarray(700)]),
      );
      const more = await unpack(inserted);
      for (const path of ["b", "c", "d"]) expect(more.files[path], `${bytes} inserted`).toBe(content(3000));
      expect(more.faults.join()).toMatch(/tar-header none/);
    }
  });

  it("finds a member that another's size hides, although zero blocks follow", async () => {
    // Like an event log, whose header is followed by zeros.
    const log = Buffer.concat([Buffer.from("a log"), Buffer.alloc(4000), Buffer.from(content(3000))]);
    const whole = Buffer.from(
      tar([
        { path: "a", data: content(3000) },
        { path: "log", data: log },
      ]),
    );
    const few = Buffer.from(
      tar([
        { path: "a", data: content(3000) },
        { path: "log", data: "short" },
      ]),
    );
    for (const bytes of [1, 400, 856, 1024, 1100]) {
      const missing = Buffer.concat([whole.subarray(0, 700), whole.subarray(700 + bytes)]);
      const found = await unpack(Uint8Array.from(missing));
      expect(found.files["log"] === log.toString("latin1"), `${bytes} missing`).toBe(true);
      expect(found.faults.join(), `${bytes} missing`).toMatch(/tar-header overrun/);
    }
    // Here only the archive's length shows it.
    for (const bytes of [1, 400, 856, 1100]) {
      const missing = Buffer.concat([few.subarray(0, 700), few.subarray(700 + bytes)]);
      expect((await unpack(Uint8Array.from(missing))).files["log"], `${bytes} missing`).toBe("short");
    }
  });

  it("finds a member that the unused space of an event log hides, where exactly its blocks are missing", async () => {
    const log = Buffer.concat([Buffer.from("ElfFile\0"), Buffer.alloc(20_000)]);
    const parts: TarPart[] = [
      { path: "log", data: log },
      { path: "last", data: content(900) },
    ];
    for (const after of [[], [{ path: "next", data: content(300) }]]) {
      const whole = Buffer.from(tar([...parts, ...after]));
      for (const at of [1024, 8192, 16_384]) {
        const missing = Buffer.concat([whole.subarray(0, at), whole.subarray(at + 3 * 512)]);
        const found = await unpack(Uint8Array.from(missing));
        expect(found.files["last"], `${at}`).toBe(content(900));
        if (after.length > 0) expect(found.files["next"], `${at}`).toBe(content(300));
        expect(found.faults.join(), `${at}`).toMatch(/tar-header overrun/);
      }
    }
    expect((await unpack(tar(parts))).faults).toEqual([]);
  });

  it("ends a member with a damaged header where the next header is, at any offset", async () => {
    const whole = Buffer.from(
      tar([
        { path: "a", data: content(3000) },
        { path: "b", data: "second" },
      ]),
    );
    whole[0] = 0x41;
    for (const bytes of [1, 321, 512, 700]) {
      const missing = Buffer.concat([whole.subarray(0, 900), whole.subarray(900 + bytes)]);
      const { files, faults } = await unpack(Uint8Array.from(missing));
      expect(files["b"], `${bytes} missing`).toBe("second");
      expect(files["A"]?.startsWith(content(3000).slice(0, 388)), `${bytes} missing`).toBe(true);
      expect(faults[0]).toBe("tar-header checksum A @0");
    }
  });

  it("names what it does not read", async () => {
    const types: [string, string][] = [
      ["1", "hard-link"],
      ["2", "symbolic-link"],
      ["3", "character-device"],
      ["4", "block-device"],
      ["6", "fifo"],
    ];
    const parts = types.map(([type, path]) => ({ path, type }));
    const { files, faults } = await unpack(
      tar([
        ...parts,
        { path: "folder", type: "5" },
        { path: "old/", form: "v7", type: "\0" },
        { path: "label", type: "V" },
        { path: "list", type: "D", data: "Ya\0" },
        { path: "unknown", type: "Z", data: "z" },
        { path: "next", type: "7", data: "n" },
      ]),
    );
    expect(files).toEqual({ unknown: "z", next: "n" });
    expect(faults).toEqual(types.map(([, kind], i) => `tar-type ${kind} ${kind} @${512 * i}`));
  });

  it("names sparse files of every kind, and passes over their maps", async () => {
    const old = tarHeader("s1", 512, { type: "S", form: "gnu" });
    old[482] = 1;
    old.write("        ", 148);
    old.write(
      `${old
        .reduce((all, byte) => all + byte, 0)
        .toString(8)
        .padStart(6, "0")}\0 `,
      148,
    );
    const map = [Buffer.alloc(512), Buffer.alloc(512)];
    map[0]![504] = 1;
    const fields = paxRecord("GNU.sparse.major", "1") + paxRecord("GNU.sparse.name", "s2");
    const archive = Buffer.concat([
      old,
      ...map,
      Buffer.alloc(512, "x"),
      tarMember({ path: "pax", type: "x", data: fields }),
      tarMember({ path: "GNUSparseFile.1/s2", data: content(700) }),
      tarMember({ path: "after", data: "a" }),
      TAR_END,
    ]);
    const { files, faults } = await unpack(Uint8Array.from(archive));
    expect(files).toEqual({ after: "a" });
    expect(faults).toEqual(["tar-type sparse-file s1 @0", "tar-type sparse-file s2 @3072"]);
  });

  it("reads a hard link with content of its own, as some programs write it", async () => {
    const archive = tar([
      { path: "a", data: "first" },
      { path: "b", type: "1", data: "second" },
      { path: "c", type: "1", size: "00000000005\0" },
      { path: "d", data: "last" },
    ]);
    const { files, faults } = await unpack(archive);
    expect(files).toEqual({ a: "first", b: "second", d: "last" });
    expect(faults).toEqual(["tar-type hard-link c @2048"]);
  });

  it.each([
    ["negative", "-0000000100\0", "negative-size"],
    ["negative in base 256", `\xff${"\xff".repeat(10)}\x9c`, "negative-size"],
    ["huge in base 256", `\x80${"\x7f".repeat(11)}`, "huge-size"],
    ["no number", "12x4", "unreadable-size"],
  ])("reads a member up to the next header if its size is %s", async (_, size, kind) => {
    const { files, faults } = await unpack(
      tar([
        { path: "a", data: content(1024), size },
        { path: "b", data: "second" },
      ]),
    );
    expect(files).toEqual({ a: content(1024), b: "second" });
    expect(faults).toEqual([`tar-header ${kind} a @0`]);
  });

  it("reads a member whose checksum is wrong, and says so", async () => {
    const { files, faults } = await unpack(
      tar([
        { path: "a", data: "first", checksum: "0000000\0" },
        { path: "b", data: "second" },
        { path: "c", data: content(1500), checksum: "0000001\0" },
      ]),
    );
    expect(files).toEqual({ a: "first", b: "second", c: content(1500) });
    expect(faults).toEqual(["tar-header checksum a @0", "tar-header checksum c @2048"]);
  });

  it("hides nothing after an extended header whose size is a lie", async () => {
    const { files, faults } = await unpack(
      tar([
        { path: "x", type: "x", size: "77777777777\0" },
        { path: "a", data: "first" },
      ]),
    );
    expect([files, faults]).toEqual([{ a: "first" }, ["tar-header extension  @0"]]);
  });

  it("reports damaged extended headers, and reads the member", async () => {
    for (const data of ["99 path=x\n", "path=x\n", "8 path=x", "-5 path=x\n", "0 \n"]) {
      const { files, faults } = await unpack(
        tar([
          { path: "x", type: "x", data },
          { path: "a", data: "first" },
        ]),
      );
      expect([data, files, faults]).toEqual([data, { a: "first" }, ["tar-header extension  @0"]]);
    }
  });

  it("applies global headers to all members after them, and their own after those", async () => {
    const { files } = await unpack(
      tar([
        { path: "g", type: "g", data: paxRecord("comment", "x") + paxRecord("size", "3") },
        { path: "a", data: "aaa", size: "00000000000\0" },
        { path: "x", type: "x", data: paxRecord("size", "2") + paxRecord("path", "constructor") },
        { path: "b", data: "bb", size: "00000000000\0" },
      ]),
    );
    expect(Object.entries(files)).toEqual([
      ["a", "aaa"],
      ["constructor", "bb"],
    ]);
  });

  it("gives each member a path of its own, and reports paths that lead outside", async () => {
    const paths = ["a", "a", "d/e", "d", "f", "f/g", "../x", "/etc/x", "C:\\x", ""];
    const { files, faults } = await unpack(
      tar(paths.map((path) => ({ path, data: path, form: "pax-path" }))),
    );
    expect(Object.keys(files)).toEqual([
      "a",
      "a (2)",
      "d/e",
      "d (2)",
      "f",
      "f (folder)/g",
      "../x",
      "/etc/x",
      "C:/x",
      "made/up",
    ]);
    expect(faults.map((text) => text.replace(/ @.*/, ""))).toEqual(["name ../x", "name /etc/x", "name C:/x"]);
  });

  it("keeps names apart once there are too many to remember", () => {
    const names = new StreamedNames(10);
    expect([0, 512, 1024, 1536].map((offset) => names.nameOf("evidence", offset))).toEqual([
      "evidence",
      "evidence (2)",
      "evidence (at byte 1024)",
      "evidence (at byte 1536)",
    ]);
  });

  it("reports what follows the end, and reads members there", async () => {
    const [first, second] = [tar([{ path: "a", data: "1" }]), tar([{ path: "b", data: "2" }])];
    const both = await unpack(Uint8Array.from(Buffer.concat([first, second])));
    expect(both).toEqual({ files: { a: "1", b: "2" }, faults: ["tar-after-end members  @2048"] });
    const other = await unpack(Uint8Array.from(Buffer.concat([first, Buffer.from("hidden".repeat(99))])));
    expect(other).toEqual({ files: { a: "1" }, faults: ["tar-after-end data  @2048"] });
    expect((await unpack(Uint8Array.from(Buffer.concat([first, Buffer.alloc(9000)])))).faults).toEqual([]);
  });

  it("reports an archive without the blocks of its end", async () => {
    const { files, faults } = await unpack(Uint8Array.from(tarMember({ path: "a", data: "first" })));
    expect([files, faults]).toEqual([{ a: "first" }, ["tar-cut no-end  @1024"]]);
  });

  it("is walked inside zip, and has zip, gzip and tar walked inside it", async () => {
    const inner = tar([{ path: "in", data: "inner" }]);
    const parts: TarPart[] = [
      { path: "a.tar", data: inner },
      { path: "b.tgz", data: gzipSync(inner) },
      { path: "c.zip", data: zip([{ path: "in", data: "zipped" }]) },
      { path: "d.log", data: "last" },
    ];
    const files = { "a.tar/in": "inner", "b.tgz/in": "inner", "c.zip/in": "zipped", "d.log": "last" };
    expect(await unpack(tar(parts))).toEqual({ files, faults: [] });
    expect(await unpack(Uint8Array.from(gzipSync(tar(parts))))).toEqual({ files, faults: [] });
    const zipped = parts.map(({ path, data }, i) => ({ path, data: data ?? "", stored: i % 2 === 0 }));
    expect(await unpack(zip(zipped))).toEqual({ files, faults: [] });
  });
});

describe("archiveShape", () => {
  it("recognises tar by its content, alone and in gzip", () => {
    for (const form of TAR_FORMS) {
      const archive = tar([{ path: "a", data: "x", form }]);
      expect(archiveShape(archive)).toEqual({ archive: "tar", isGzip: false });
      expect(archiveShape(gzipSync(archive))).toEqual({ archive: "tar", isGzip: true });
    }
  });

  it("takes nothing else for tar", () => {
    const text = Buffer.from('{"@timestamp":"2024-01-01T00:00:00Z","text":"ustar"}\n'.repeat(40));
    text.write("ustar\0", 257, "latin1");
    const log = Buffer.from(tarHeader("ElfFile", 0));
    for (const head of [text, log, gzipSync(text), Buffer.alloc(1024), Buffer.from("ustar")])
      expect(archiveShape(head)).toBeNull();
  });
});
