import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../../src/bytes/index.ts";
import { readMinidump } from "../../../src/artifacts/index.ts";
import { BytesWriter, filetime } from "../bytes-writer.ts";
import { writeDump } from "../dump-writer.ts";
import { blob, inPieces, kinds } from "../read-support.ts";

const LSASS = [
  "C:\\Windows\\System32\\lsass.exe",
  "C:\\Windows\\System32\\ntdll.dll",
  "C:\\Windows\\System32\\lsasrv.dll",
];
const FULL = {
  modules: LSASS,
  pid: 652,
  exception: 0xc000_0001,
  flags: 0x61826,
  memory64: [32_768, 32_768],
} as const;

const read = (bytes: Uint8Array): ReturnType<typeof readMinidump> => readMinidump(blob(bytes));

describe("a crash dump", () => {
  it("of all memory says whose it is, how it came about and that it is complete", async () => {
    expect(await read(writeDump(FULL))).toMatchObject({
      kind: "minidump",
      process: "lsass.exe",
      processPath: LSASS[0],
      pid: 652,
      full: true,
      heap: false,
      complete: true,
      missingBytes: 0,
      exceptionCode: "0xc0000001",
      isStagedCrash: true,
      signatureReplaced: false,
      tool: null,
      time: "2026-03-14T09:41:52.000Z",
      architecture: "x64",
      osBuild: 19_045,
      modules: LSASS,
      memoryBytes: 65_536,
      problems: [],
    });
  });

  it("with some memory is not full; one with the private memory alone is a heap dump", async () => {
    const partial = {
      ...FULL,
      memory64: undefined,
      memory: [4096, 100],
      flags: 0x40121,
      exception: 0xc000_0005,
    };
    expect(await read(writeDump(partial))).toMatchObject({
      full: false,
      heap: false,
      complete: true,
      memoryBytes: 4196,
      isStagedCrash: false,
    });
    const heap = { ...FULL, flags: 0x205, memory64: [4096] };
    expect(await read(writeDump(heap))).toMatchObject({ full: false, heap: true });
    expect(await read(writeDump({ ...heap, memory64: [400_000] }))).toMatchObject({
      full: true,
      heap: false,
    });
    expect(await read(writeDump({ ...FULL, memory64: undefined }))).toMatchObject({ full: false });
  });

  it("that is cut says how much is missing, and whose it is all the same", async () => {
    const bytes = writeDump({ ...FULL, memory64: [64 * 1024 * 1024] });
    expect(await read(bytes)).toMatchObject({
      process: "lsass.exe",
      full: true,
      complete: false,
      missingBytes: 64 * 1024 * 1024,
    });
    const cut = writeDump(FULL);
    expect(await read(cut.subarray(0, cut.length - 10))).toMatchObject({ complete: false, missingBytes: 10 });
    expect(await read(cut.subarray(0, 60))).toMatchObject({
      kind: "minidump",
      process: null,
      complete: false,
    });
  });

  it("whose first bytes were replaced is recognised by its directory", async () => {
    const bytes = writeDump(FULL);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    expect(await read(bytes)).toMatchObject({ signatureReplaced: true, process: "lsass.exe", full: true });
  });

  it("of a tool is known by its form or its comment", async () => {
    const nanodump = {
      ...FULL,
      pid: undefined,
      exception: undefined,
      flags: 0,
      seconds: 0,
      order: [7, 4, 9],
    };
    expect(await read(writeDump(nanodump))).toMatchObject({
      tool: "nanodump",
      full: true,
      time: null,
      exceptionCode: null,
    });
    const comment = "*** procdump -accepteula -ma lsass.exe";
    expect(await read(writeDump({ ...FULL, comment }))).toMatchObject({ tool: "procdump", comment });
  });

  it("of the machine is named as one", async () => {
    const out = new BytesWriter();
    out.text(0, "PAGEDU64");
    out.u32(0x30, 0x8664);
    out.u32(0x34, 4);
    out.u32(0x38, 0xef);
    out.u32(0xf98, 1);
    out.u64(0xfa0, 20_000n);
    out.u64(0xfa8, filetime("2026-03-14T11:22:25.8964224Z"));
    out.grow(8192);
    expect(await read(out.bytes)).toMatchObject({
      kind: "kernel",
      process: null,
      full: false,
      complete: false,
      missingBytes: 20_000 - 8192,
      time: "2026-03-14T11:22:25.8964224Z",
      kernel: { bits: 64, type: 1, bugcheck: 0xef, processors: 4, machine: 0x8664 },
    });
    out.text(0, "PAGEDUMP");
    expect(await read(out.bytes)).toMatchObject({ kind: "kernel", kernel: { bits: 32 } });
  });

  it("of a protected process is encrypted, which its name and its bytes show together", async () => {
    const bytes = Uint8Array.from({ length: 8192 }, (_, i) => ((i * 2_654_435_761) >>> 13) & 255);
    expect(await readMinidump(blob(bytes), "lsass.exe.652.dmp")).toMatchObject({
      kind: "protected",
      process: null,
    });
    expect(await readMinidump(blob(bytes))).toBeNull();
    expect(await readMinidump(blob(new Uint8Array(8192)), "lsass.exe.652.dmp")).toBeNull();
  });

  it("is nothing else", async () => {
    for (const length of [0, 3, 31, 100, 70_000]) {
      expect(await read(new Uint8Array(length))).toBeNull();
      expect(await read(new Uint8Array(length).fill(7))).toBeNull();
    }
  });

  it("is the same however its bytes arrive", async () => {
    const bytes = writeDump(FULL);
    const whole = await read(bytes);
    for (const piece of [1, 5, 1000]) expect(await readMinidump(inPieces(bytes, piece))).toEqual(whole);
  });
});

/** Notes which bytes are read. */
function watched(
  bytes: Uint8Array,
  size = bytes.length,
): { readonly source: ByteSource; readonly reads: [number, number][] } {
  const reads: [number, number][] = [];
  const part = (from: number, to: number): ByteSource => ({
    size: to - from,
    slice: (start = 0, end = to - from) => part(from + start, Math.min(to, from + end)),
    stream: () => {
      reads.push([from, to]);
      return new Blob([
        bytes.slice(from, to),
        new Uint8Array(Math.max(0, to - Math.max(from, bytes.length))),
      ]).stream();
    },
  });
  return { source: part(0, size), reads };
}

describe("reading a crash dump", () => {
  it("touches no byte of the process's memory", async () => {
    for (const memory of [{ memory64: [65_536] }, { memory64: undefined, memory: [9000, 5000] }]) {
      const bytes = writeDump({ ...FULL, ...memory });
      const start = bytes.indexOf(0x5a, 2000);
      const { source, reads } = watched(bytes);
      await readMinidump(source);
      expect(reads.length).toBeGreaterThan(5);
      for (const [, to] of reads) expect(to).toBeLessThanOrEqual(start);
    }
  });

  it("refuses a name that is said to be inside the memory", async () => {
    const bytes = writeDump({ ...FULL, modules: LSASS });
    const view = new DataView(bytes.buffer);
    const list = [0, 1, 2, 3, 4, 5].find((i) => view.getUint32(32 + 12 * i, true) === 4)!;
    const modules = view.getUint32(40 + 12 * list, true);
    view.setUint32(modules + 4 + 20, bytes.length - 1000, true);
    const dump = await read(bytes);
    expect(dump).toMatchObject({ process: null, modules: LSASS.slice(1) });
  });

  it("takes under 3 MiB of a file of any size, with all lists as long as they can be", async () => {
    const modules = Array.from({ length: 5000 }, (_, i) => `C:\\Program Files\\A Program\\module${i}.dll`);
    const bytes = writeDump({
      modules,
      pid: 1,
      memory64: Array.from({ length: 70_000 }, () => 1024 * 1024),
    });
    const { source, reads } = watched(bytes, 68_361_912_320);
    const dump = await readMinidump(source);
    expect(dump).toMatchObject({ process: "module0.dll", full: true });
    expect(dump!.modules).toHaveLength(4096);
    expect(kinds(dump!.problems)).toEqual(["dump-stream count", "dump-stream count"]);
    expect(reads.reduce((sum, [from, to]) => sum + to - from, 0)).toBeLessThan(3 * 1024 * 1024);
  });

  it("stops at the limit where names are all over the file", async () => {
    const name = "x".repeat(30_000);
    const bytes = writeDump({ modules: Array.from({ length: 100 }, () => name) });
    const { source, reads } = watched(bytes);
    const dump = await readMinidump(source);
    expect(kinds(dump!.problems)).toEqual(["dump-limit"]);
    expect(reads.reduce((sum, [from, to]) => sum + to - from, 0)).toBeLessThan(3 * 1024 * 1024);
  });
});
