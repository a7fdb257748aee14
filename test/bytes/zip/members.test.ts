import { randomBytes } from "node:crypto";
import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from "@zip.js/zip.js";
import { describe, expect, it } from "vitest";
import { MemberNames } from "../../../src/bytes/zip/member-names.ts";
import { type ZipFault, ZipMember, zipMembers } from "../../../src/bytes/index.ts";
import { type Part, repeated, zip } from "../../support/zip.ts";

/** Unpacks an archive: the content of each file by path, and the faults. */
async function unpack(archive: Uint8Array<ArrayBuffer> | Blob, passwords: readonly string[] = []) {
  const files = new Map<string, string>();
  const faults: string[] = [];
  const note = ({ code, path = "" }: ZipFault): number => faults.push(`${code} ${path}`.trim());
  for await (const found of zipMembers(archive instanceof Blob ? archive : new Blob([archive]))) {
    if (!(found instanceof ZipMember)) {
      note(found);
      continue;
    }
    for (const warning of found.warnings) note(warning);
    const reader = await found.open(passwords);
    if ("code" in reader) {
      note(reader);
      continue;
    }
    let text = "";
    for (let piece = await reader.read(); piece !== null; piece = await reader.read())
      text += Buffer.from(piece).toString("latin1");
    files.set(found.path, text);
    if (reader.fault !== null) note(reader.fault);
  }
  return { files: Object.fromEntries(files), faults };
}

const parts: readonly Part[] = [
  { path: "folder/", data: "", stored: true },
  { path: "folder/a.txt", data: "first ".repeat(40) },
  { path: "b.txt", data: "second", stored: true },
];
const contents = { "folder/a.txt": "first ".repeat(40), "b.txt": "second" };

describe("zipMembers", () => {
  it("reads files in folders, compressed and stored, and an archive without files", async () => {
    expect(await unpack(zip(parts))).toEqual({ files: contents, faults: [] });
    expect(await unpack(zip([]))).toEqual({ files: {}, faults: [] });
  });

  it("reads zip64, and sizes that follow the data", async () => {
    const writer = new ZipWriter(new BlobWriter(), {
      useWebWorkers: false,
      zip64: true,
      dataDescriptor: true,
    });
    await writer.add("a", new TextReader("first"));
    await writer.add("b", new TextReader("second"), { level: 0 });
    expect(await unpack(await writer.close())).toEqual({ files: { a: "first", b: "second" }, faults: [] });
  });

  it("takes a member's name from its own header where the directory's is damaged", async () => {
    const archive = zip(parts);
    const at = Buffer.from(archive).lastIndexOf("folder/a.txt");
    expect((await unpack(archive.with(at + 9, 0))).files).toEqual(contents);
    const longer = new Uint8Array([...archive.subarray(0, at + 1), 0x78, 0x78, ...archive.subarray(at + 1)]);
    const { files, faults } = await unpack(longer);
    expect([files, faults]).toEqual([contents, ["directory", "headers folder/a.txt"]]);
  });

  it("reads large members piece by piece", async () => {
    const noise = randomBytes(3 * 2 ** 20).toString("hex");
    const { files, faults } = await unpack(
      zip([
        { path: "packed", data: noise },
        { path: "stored", data: noise, stored: true },
      ]),
    );
    expect([files["packed"] === noise, files["stored"] === noise, faults]).toEqual([true, true, []]);
  });

  it("reports what it cannot unpack", async () => {
    const archive = zip([...parts, { path: "c", data: "third", stored: true }]);
    // The method in both headers of the last member.
    const patched = Buffer.from(archive);
    for (const signature of ["PK\x03\x04", "PK\x01\x02"]) {
      const at = patched.lastIndexOf(signature, undefined, "latin1");
      patched.writeUInt16LE(14, at + (signature === "PK\x03\x04" ? 8 : 10));
    }
    expect(await unpack(Uint8Array.from(patched))).toEqual({ files: contents, faults: ["method c"] });
  });

  it("reports a wrong checksum, and keeps what was read", async () => {
    const { files, faults } = await unpack(
      zip([
        { path: "a", data: "first", crc: 1 },
        { path: "b", data: "second" },
      ]),
    );
    expect([files, faults]).toEqual([{ a: "first", b: "second" }, ["damaged a"]]);
  });

  it("refuses members that claim the bytes of others", async () => {
    // As in Fifield's bomb: every member's data is the rest of the archive, including the headers of the next members.
    const archive = Buffer.from(
      zip([
        { path: "a", data: "first", stored: true },
        { path: "b", data: "second", stored: true },
        { path: "c", data: "third", stored: true },
      ]),
    );
    const directory = archive.indexOf("PK\x01\x02", 0, "latin1");
    for (const name of ["a", "b"]) {
      const local = archive.indexOf(`${name}${name === "a" ? "first" : "second"}`, 0, "latin1") - 30;
      const central = archive.indexOf(name, directory + 40, "latin1") - 46;
      archive.writeUInt32LE(directory - local - 31, local + 18);
      archive.writeUInt32LE(directory - local - 31, central + 20);
    }
    const { files, faults } = await unpack(Uint8Array.from(archive));
    expect([files, faults]).toEqual([{ c: "third" }, ["overlap a", "overlap b"]]);
  });

  it("reads a member only once if the directory lists it twice", async () => {
    const archive = Buffer.from(zip([{ path: "a", data: "first" }]));
    const directory = archive.indexOf("PK\x01\x02", 0, "latin1");
    const end = archive.indexOf("PK\x05\x06", 0, "latin1");
    const entry = archive.subarray(directory, end);
    const tail = Buffer.from(archive.subarray(end));
    tail.writeUInt16LE(2, 8);
    tail.writeUInt16LE(2, 10);
    tail.writeUInt32LE(2 * entry.length, 12);
    const twice = Buffer.concat([archive.subarray(0, end), entry, tail]);
    expect(await unpack(Uint8Array.from(twice))).toEqual({
      files: { a: "first" },
      faults: ["overlap a (2)"],
    });
  });

  it("stops a member that unpacks to more than a log could, whatever its headers say, and continues", async () => {
    const piece = new Uint8Array(16 * 2 ** 20);
    const found = zipMembers(
      new Blob([
        zip([
          { path: "bomb", data: "", packed: repeated(piece, 70) },
          { path: "blank", data: "", packed: repeated(piece, 20) },
        ]),
      ]),
    );
    const ends: [number, string | undefined][] = [];
    for await (const member of found) {
      if (!(member instanceof ZipMember)) throw new Error(member.code);
      const reader = await member.open([]);
      if ("code" in reader) throw new Error(reader.code);
      while ((await reader.read()) !== null);
      ends.push([Math.round(reader.unpacked / 2 ** 20), reader.fault?.code]);
    }
    // The second has a wrong checksum, and is small enough to be a log of blank chunks.
    expect(ends).toEqual([
      [1024, "bomb"],
      [320, "damaged"],
    ]);
  });

  it("numbers a hundred thousand members with the same name", () => {
    const paths = Array<string>(100_000).fill("a");
    const names = new MemberNames(paths);
    const given = new Set(paths.map((path) => names.nameOf(path)));
    expect([given.size, given.has("a (100000)")]).toEqual([100_000, true]);
  });

  it("gives each member a unique path, and reports paths that lead outside", async () => {
    const named: [string, string][] = [
      ["a", "a"],
      ["a", "a (2)"],
      ["a (2)", "a (2) (2)"],
      ["x\\y\\z.evtx", "x/y/z.evtx"],
      ["d", "d (2)"],
      ["d/e", "d/e"],
      ["../../etc", "../../etc"],
      ["/tmp.log", "/tmp.log"],
      ["C:\\Windows", "C:/Windows"],
      ["n".repeat(5000), `${"n".repeat(200)}…${"n".repeat(200)}`],
    ];
    const { files, faults } = await unpack(zip(named.map(([path]) => ({ path, data: path }))));
    expect(Object.keys(files)).toEqual(named.map(([, shown]) => shown));
    expect(faults).toEqual(["name ../../etc", "name /tmp.log", "name C:/Windows"]);
  });

  it("decodes names in the code page of old packers", async () => {
    const archive = Buffer.from(zip([{ path: "Gerat.log", data: "x" }]));
    for (let at = archive.indexOf("Gerat"); at >= 0; at = archive.indexOf("Gerat", at + 1))
      archive[at + 3] = 0x84; // "ä" in code page 437
    for (const at of [6, archive.indexOf("PK\x01\x02", 0, "latin1") + 8]) archive.writeUInt16LE(0, at); // and without the flag for UTF-8
    expect(Object.keys((await unpack(Uint8Array.from(archive))).files)).toEqual(["Gerät.log"]);
  });

  it("reports that the two headers of a member disagree", async () => {
    const archive = Buffer.from(zip([{ path: "a.log", data: "first" }]));
    archive.write("b", archive.indexOf("a.log"));
    expect(await unpack(Uint8Array.from(archive))).toEqual({
      files: { "a.log": "first" },
      faults: ["headers a.log"],
    });
  });
});

describe("zipMembers, passwords", () => {
  it.each([
    ["AES", { encryptionStrength: 3 }],
    ["AES, 128 bits", { encryptionStrength: 1 }],
    ["ZipCrypto", { zipCrypto: true }],
    ["ZipCrypto, stored", { zipCrypto: true, level: 0 }],
    ["AES, stored", { encryptionStrength: 3, level: 0 }],
  ] as const)("decrypts %s, and reports what no password opens", async (_, options) => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
    const noise = randomBytes(2 ** 20);
    await writer.add("known", new Uint8ArrayReader(noise), { ...options, password: "infected" });
    await writer.add("other", new TextReader("x".repeat(100)), { ...options, password: "ünknown" });
    await writer.add("open", new TextReader("open"));
    await writer.add("empty", new TextReader(""), { ...options, password: "infected" });
    const archive = await writer.close();
    const { files, faults } = await unpack(archive, ["infected"]);
    expect(files["known"] === noise.toString("latin1")).toBe(true);
    expect([files["open"], files["empty"], faults]).toEqual(["open", "", ["locked other"]]);
    const both = await unpack(archive, ["infected", "no", "ünknown"]);
    expect([both.files["other"], both.faults]).toEqual(["x".repeat(100), []]);
    expect((await unpack(archive)).faults.slice(0, 2)).toEqual(["locked known", "locked other"]);
  });

  it("opens no member by accident, although the old encryption distinguishes passwords by one byte only", async () => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, zipCrypto: true });
    await writer.add("packed", new TextReader("packed ".repeat(100)), { password: "right" });
    await writer.add("stored", new TextReader("stored"), { password: "right", level: 0 });
    const archive = await writer.close();
    const wrong = Array.from({ length: 1500 }, (_, i) => `wrong${i}`);
    const { files, faults } = await unpack(archive, wrong);
    expect([files, faults]).toEqual([{}, ["locked packed", "locked stored"]]);
  });

  it("reports damage although the password is right", async () => {
    const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, encryptionStrength: 3 });
    await writer.add("a", new Uint8ArrayReader(randomBytes(1000)), { password: "infected" });
    const archive = Buffer.from(await (await writer.close()).arrayBuffer());
    archive[500]! ^= 1;
    const { files, faults } = await unpack(Uint8Array.from(archive), ["infected"]);
    expect([Object.keys(files), faults]).toEqual([["a"], ["damaged a"]]);
  });
});

describe("zipMembers, damage", () => {
  const texts = ["first ".repeat(20), "second", "third, packed as well ".repeat(9), "fourth"];
  const archive = zip(texts.map((data, i) => ({ path: `f${i}.txt`, data, stored: i % 2 === 1 })));
  /** Where each member begins, including its header. */
  const starts: number[] = [];
  for (let at = 0; ; at++) {
    const found = Buffer.from(archive).indexOf("PK\x03\x04", at, "latin1");
    if (found < 0) break;
    starts.push((at = found));
  }
  const end = Buffer.from(archive).indexOf("PK\x01\x02", 0, "latin1");
  const spans = starts.map((start, i) => [start, starts[i + 1] ?? end] as const);

  it("loses no whole member of an archive cut off at any byte, and reports the cut", async () => {
    for (let length = 4; length < archive.length; length++) {
      const { files, faults } = await unpack(archive.slice(0, length));
      expect(faults, `cut at ${length}`).toContain("directory");
      const values = Object.values(files);
      spans.forEach(([, to], i) => {
        if (to <= length) expect(values, `cut at ${length}`).toContain(texts[i]);
      });
    }
  });

  it("finds members behind missing bytes, even if another member claims their place", async () => {
    const noise = randomBytes(3000);
    const inner = zip([{ path: "in.txt", data: "inner" }]);
    const whole = zip([
      { path: "a.txt", data: noise },
      { path: "b.txt", data: noise.toString("hex") },
      { path: "c.zip", data: inner, stored: true },
      { path: "d.txt", data: "fourth" },
    ]);
    for (const missing of [1, 100, 1665, 2900]) {
      const { files, faults } = await unpack(
        Uint8Array.from(Buffer.concat([whole.subarray(0, 90), whole.subarray(90 + missing)])),
      );
      expect(files["b.txt"] === noise.toString("hex"), `${missing} missing`).toBe(true);
      expect(files["d.txt"], `${missing} missing`).toBe("fourth");
      expect(files["c.zip"]?.length, `${missing} missing`).toBe(inner.length);
      expect(faults, `${missing} missing`).toEqual(["damaged a.txt", "directory"]);
      const filled = Buffer.concat([whole.subarray(0, 90), Buffer.alloc(missing), whole.subarray(90)]);
      const more = await unpack(Uint8Array.from(filled));
      expect([more.files["d.txt"], more.files["b.txt"]?.length], `${missing} inserted`).toEqual([
        "fourth",
        6000,
      ]);
    }
  });

  const noisy = (path: string, stored: boolean): Part => ({
    path,
    data: randomBytes(1500).toString("hex"),
    stored,
  });

  it.each([false, true])(
    "finds each header in what a damaged member claims, without a directory",
    async (stored) => {
      const members = [noisy("a", stored), noisy("b", stored), noisy("c", stored)];
      const whole = Buffer.from(zip(members));
      const directory = whole.indexOf("PK\x01\x02", 0, "latin1");
      for (const missing of [1, 36, 500]) {
        const cut = Buffer.concat([whole.subarray(0, 90), whole.subarray(90 + missing, directory)]);
        const { files, faults } = await unpack(Uint8Array.from(cut));
        expect([files["b"], files["c"]]).toEqual([members[1]!.data, members[2]!.data]);
        expect(faults).toEqual(["directory", "damaged a"]);
      }
      // What the first member claims now ends inside the second header.
      const short = Buffer.concat([whole.subarray(0, 90), whole.subarray(100, directory - 700)]);
      expect((await unpack(Uint8Array.from(short))).files["b"]).toBe(members[1]!.data);
    },
  );

  it.each([false, true])("reads a member whole whose beginning was copied, and says so", async (stored) => {
    const members = [noisy("a", stored), noisy("b", stored), noisy("c", stored)];
    const whole = Buffer.from(zip(members));
    const start = whole.indexOf("PK\x03\x04", 4, "latin1");
    for (const [from, to] of [
      [start, start + 50],
      [start - 200, start + 700],
    ] as const) {
      const doubled = Buffer.concat([whole.subarray(0, to), whole.subarray(from)]);
      const { files, faults } = await unpack(Uint8Array.from(doubled));
      for (const { path, data } of members) expect(files[path] === data, path).toBe(true);
      expect(faults).toEqual(["damaged b", "directory"]);
    }
  });

  it("takes no header in a whole member's content for a member of the archive", async () => {
    const inner = zip([{ path: "in.txt", data: "inner" }]);
    const text = { path: "notes", data: Buffer.concat([Buffer.from("before"), inner]), stored: true };
    const whole = Buffer.from(zip([text, { path: "b", data: "second" }]));
    const second = whole.lastIndexOf("PK\x03\x04", undefined, "latin1");
    whole.fill(0, second, second + 4);
    const { files } = await unpack(Uint8Array.from(whole));
    expect(Object.keys(files)).toEqual(["notes"]);
    expect(files["notes"]?.length).toBe(6 + inner.length);
  });

  it.each(["plain", "sizes after the data"])(
    "loses only the damaged member: %s",
    async (kind) => {
      let whole = archive;
      let places = spans;
      if (kind !== "plain") {
        const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, dataDescriptor: true });
        for (const [i, text] of texts.entries())
          await writer.add(`f${i}.txt`, new TextReader(text), { level: i % 2 === 1 ? 0 : 6 });
        whole = new Uint8Array(await (await writer.close()).arrayBuffer());
        const buffer = Buffer.from(whole);
        const at = texts.map((_, i) => buffer.indexOf(`f${i}.txt`) - 30);
        const directory = buffer.indexOf("PK\x01\x02", 0, "latin1");
        places = at.map((start, i) => [start, at[i + 1] ?? directory] as const);
      }
      for (let at = 0; at < whole.length; at++) {
        for (const flip of [0xff, 1 << (at % 8)]) {
          const damaged = whole.slice();
          damaged[at]! ^= flip;
          const { files, faults } = await unpack(damaged);
          const values = Object.values(files);
          const hit = places.findIndex(([from, to]) => at >= from && at < to);
          texts.forEach((text, i) => {
            if (i !== hit) expect(values, `${at} ^ ${flip}: ${faults.join()}`).toContain(text);
          });
          // A change in a member's content never goes unreported.
          if (hit >= 0 && !values.includes(texts[hit]!)) expect(faults, `${at} ^ ${flip}`).not.toEqual([]);
        }
      }
    },
    60_000,
  );
});
