import { describe, expect, it } from "vitest";
import { crc32 } from "../../src/bytes/index.ts";
import { CASE_STORES, DATABASE_VERSION, type Entry } from "../../src/case/index.ts";
import {
  CaseFile,
  type CaseFileEntry,
  type CaseFileFault,
  type CaseFileInfo,
  type CaseFileOptions,
  type CaseFileSource,
  FILE_ORDER,
  isCaseFile,
  writeCaseFile,
} from "../../src/case-file/index.ts";
import { CASE, currentCases, entriesOf, smallCase } from "./stored-cases.ts";

const OPTIONS: CaseFileOptions = {
  database: DATABASE_VERSION,
  loupe: "0.1.0",
  without: [],
  passphrase: null,
  iterations: 100_000,
};
const OTHER = "00000000-0000-4000-8000-000000000002";

async function written(source: CaseFileSource, options: Partial<CaseFileOptions> = {}): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of writeCaseFile(source, { ...OPTIONS, ...options })) parts.push(part);
  return new Blob(parts);
}

interface Read {
  readonly info?: CaseFileInfo;
  readonly entries: CaseFileEntry[];
  readonly fault?: CaseFileFault;
}

/** Reads a file to its end, as the case `OTHER`. */
async function read(file: Blob, passphrase = ""): Promise<Read> {
  const opened = await CaseFile.open(file, DATABASE_VERSION);
  if ("fault" in opened) return { entries: [], fault: opened.fault };
  const info = await opened.value.unlock(passphrase);
  if ("fault" in info) return { entries: [], fault: info.fault };
  const entries: CaseFileEntry[] = [];
  const result = await opened.value.read(OTHER, async (some) => void entries.push(...some));
  return { info: info.value, entries, ...("fault" in result && { fault: result.fault }) };
}

/** What was read, as a case to write. */
function sourceOf({ info, entries }: Read): CaseFileSource {
  const { without, ...record } = info!;
  return {
    info: { ...record, id: OTHER, openedAt: 9, ...(without.length > 0 && { without }) },
    entries: async function* (store) {
      yield entries
        .filter((entry) => entry.store === store)
        .map(({ key, value }) => ({ store, key: [OTHER, ...key], value }) as unknown as Entry);
    },
  };
}

const bytesOf = async (file: Blob) => Buffer.from(await file.arrayBuffer());

/** What a file has of these entries, and what is read back from it in another case. */
const inFile = ({ store, key, value }: Entry, caseId: string) => ({
  store,
  key: key.slice(1),
  value: typeof value === "object" && value !== null && "caseId" in value ? { ...value, caseId } : value,
});

describe("a case file of what is stored", () => {
  it.each(currentCases().map((source) => [source.info.name, source] as const))(
    "has everything of the case “%s”, and gives the same file again",
    async (_name, source) => {
      const file = await written(source);
      const first = await read(file);
      expect(first.fault).toBeUndefined();
      expect(first.info).toMatchObject({ name: source.info.name, origin: source.info.id });
      const stored = (await entriesOf(source)).map((entry) => inFile(entry, OTHER));
      expect(first.entries).toEqual(stored);
      expect((await bytesOf(await written(sourceOf(first)))).equals(await bytesOf(file))).toBe(true);
    },
  );
});

describe("a case file", () => {
  it("has every store of a case", () => {
    expect([...FILE_ORDER].sort()).toEqual([...CASE_STORES].sort());
  });

  it("is of version 8 of the database at least, the first that had case files", async () => {
    expect((await read(await written(smallCase(), { database: 8 }))).entries).toHaveLength(6);
    expect((await read(await written(smallCase(), { database: 7 }))).fault?.code).toBe("damaged");
  });

  it("of a newer version is refused with that version", async () => {
    const file = await written(smallCase(), { database: DATABASE_VERSION + 1, loupe: "9.9.9" });
    expect((await read(file)).fault).toEqual({ code: "newer", data: { version: "9.9.9" } });
  });

  it("can be without the records and the index, and then no file says that it has them", async () => {
    const { info, entries } = await read(await written(smallCase(), { without: ["events", "records"] }));
    expect(info?.without).toEqual(["events", "records"]);
    expect(entries.map(({ store }) => store)).toEqual(["evidence", "dispositions", "rows"]);
    expect(entries[0]!.value).not.toHaveProperty("indexed");
    expect(entries[0]!.value).not.toHaveProperty("nearMissed");
  });

  it("is recognised by its first bytes, also where one of them is damaged, and evidence is not", async () => {
    const bytes = await bytesOf(await written(smallCase()));
    expect(isCaseFile(bytes)).toBe(true);
    bytes[3]! ^= 1;
    expect(isCaseFile(bytes)).toBe(true);
    for (const text of ['{"@timestamp":', "ElfFile\0", "<Event ", "PK\x03\x04", "\x89PNG\r\n\x1a\n", ""])
      expect(isCaseFile(Buffer.from(text, "latin1"))).toBe(false);
  });
});

describe("an encrypted case file", () => {
  const passphrase = "correct horse battery staple";

  it("opens with its passphrase, however its letters were typed, and shows nothing without", async () => {
    const file = await written(smallCase(), { passphrase: "Schlüssel 1" });
    const { entries, info } = await read(file, "Schlu\u0308ssel 1");
    expect([info?.name, entries.length]).toEqual(["Small", 6]);
    expect((await bytesOf(file)).toString("latin1")).not.toMatch(/Small|ndjson|rule/);
  });

  it("says that the passphrase is wrong", async () => {
    const file = await written(smallCase(), { passphrase });
    expect((await read(file, "correct horse")).fault?.code).toBe("passphrase");
  });

  it("can be tried again with another passphrase", async () => {
    const opened = await CaseFile.open(await written(smallCase(), { passphrase }), DATABASE_VERSION);
    if ("fault" in opened) throw new Error("not opened");
    expect(await opened.value.unlock("no")).toMatchObject({ fault: { code: "passphrase" } });
    expect(await opened.value.unlock(passphrase)).toMatchObject({ value: { name: "Small" } });
    expect(await opened.value.read(CASE, async () => undefined)).toEqual({ value: 6 });
  });

  it("has another key and other nonces each time", async () => {
    const [one, other] = await Promise.all([1, 2].map(() => written(smallCase(), { passphrase })));
    expect((await bytesOf(one!)).equals(await bytesOf(other!))).toBe(false);
  });
});

/** A case with so many notes that its file has several parts. */
function largeCase(): CaseFileSource {
  const note = (i: number) => Array.from({ length: 4000 }, (_, j) => String((i * j * 7919) % 10007)).join("");
  const entries = Array.from({ length: 300 }, (_, i) => {
    const alertId = String(i).padStart(3, "0");
    const value = {
      alertId,
      steps: [{ key: "k", state: "done", note: note(i), changedAt: 1 }],
      changedAt: 1,
    };
    return { store: "guides", key: [CASE, alertId], value } as Entry;
  });
  return {
    info: smallCase().info,
    entries: async function* (store) {
      for (const entry of entries) if (entry.store === store) yield [entry];
    },
  };
}

/** Takes a file apart, and puts parts together so that only what is encrypted can show that they do not belong so. */
async function forged(file: Blob, change: (parts: Buffer[]) => Buffer[]): Promise<Blob> {
  const bytes = await bytesOf(file);
  const start = 16 + bytes.readUInt32BE(12) + 4;
  const parts: Buffer[] = [];
  for (let at = start, length; at < bytes.length; at += 9 + length) {
    length = bytes.readUInt32BE(at);
    parts.push(bytes.subarray(at + 9, at + 9 + length));
  }
  expect(parts.length).toBeGreaterThan(3);
  const changed = change(parts).map((data, number, all) => {
    const head = Buffer.alloc(13);
    head.writeUInt32BE(number, 0);
    head.writeUInt32BE(data.length, 4);
    head.writeUInt8(number === all.length - 1 ? 1 : 0, 8);
    head.writeUInt32BE(crc32(Buffer.concat([head.subarray(0, 9), data]), 0, 9 + data.length), 9);
    return Buffer.concat([head.subarray(4), data]);
  });
  return new Blob([bytes.subarray(0, start), ...changed]);
}

describe("a case file of several parts", () => {
  it("is read part by part, and can be put together again", async () => {
    const file = await written(largeCase());
    const { entries, fault } = await read(await forged(file, (parts) => parts));
    expect([entries.length, fault]).toEqual([300, undefined]);
  });

  it.each<[string, (parts: Buffer[]) => Buffer[]]>([
    ["a part less", (parts) => parts.toSpliced(1, 1)],
    ["its last part missing", (parts) => parts.slice(0, -1)],
    ["two parts exchanged", ([first, second, third, ...rest]) => [first!, third!, second!, ...rest]],
    ["a part twice", (parts) => parts.toSpliced(1, 0, parts[1]!)],
  ])("that is encrypted is refused with %s", async (_change, change) => {
    const file = await written(largeCase(), { passphrase: "p" });
    expect((await read(await forged(file, change), "p")).fault?.code).toBe("damaged");
  });
});

describe.each([
  ["plain", null],
  ["encrypted", "a passphrase"],
])("damage to a case file that is %s", (_name, passphrase) => {
  const given = passphrase ?? "";

  it("is noticed in every byte", async () => {
    const bytes = await bytesOf(await written(smallCase(), { passphrase }));
    const harmless: number[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1 << (at % 8);
      const { fault } = await read(new Blob([damaged]), given);
      if (fault === undefined) harmless.push(at);
      // In the salt as well: a wrong passphrase is something else.
      else expect(fault.code, `byte ${at}`).toMatch(/^(?:damaged|cut-short)$/);
    }
    expect(harmless).toEqual([]);
  });

  it("is noticed wherever the file ends early, and where something follows", async () => {
    const bytes = await bytesOf(await written(smallCase(), { passphrase }));
    for (let end = 0; end < bytes.length; end++) {
      const { fault } = await read(new Blob([bytes.subarray(0, end)]), given);
      expect(fault?.code, `first ${end} bytes`).toMatch(/^(?:damaged|cut-short)$/);
    }
    expect((await read(new Blob([bytes, "x"]), given)).fault?.code).toBe("damaged");
  });
});
