import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DATABASE_VERSION, type PackedRowPage, type PackedRows } from "../../src/case/index.ts";
import { CaseFile, type CaseFileEntry, type CaseFileFault, FILE_ORDER } from "../../src/case-file/index.ts";
import { entriesOf, fileOf, smallCase } from "./stored-cases.ts";

/* Files that are whole, and have what Loupe would never write. */

const INFO = { name: "N", createdAt: 1, origin: "00000000-0000-4000-8000-000000000001", without: [] };

async function faultOf(records: Iterable<unknown>): Promise<CaseFileFault | undefined> {
  const opened = await CaseFile.open(await fileOf(records), DATABASE_VERSION);
  if ("fault" in opened) return opened.fault;
  const info = await opened.value.unlock("");
  if ("fault" in info) return info.fault;
  const result = await opened.value.read(INFO.origin, async () => undefined);
  return "fault" in result ? result.fault : undefined;
}

async function honest(): Promise<CaseFileEntry[]> {
  return (await entriesOf(smallCase())).map(({ store, key, value }) => ({
    store: store as CaseFileEntry["store"],
    key: key.slice(1) as string[],
    value: structuredClone(value),
  }));
}

const whole = (entries: readonly CaseFileEntry[]): unknown[] => [
  { case: INFO },
  ...entries,
  { entries: entries.length },
];

/** Changes columns of the one page of a store. */
function changedPage(store: string, part: string | null, changes: object) {
  return (entries: CaseFileEntry[]): unknown[] =>
    whole(
      entries.map((entry) => {
        if (entry.store !== store) return entry;
        const value = entry.value as Record<string, object>;
        const changed =
          part === null ? { ...value, ...changes } : { ...value, [part]: { ...value[part], ...changes } };
        return { ...entry, value: changed };
      }),
    );
}

describe("a case file that Loupe did not write", () => {
  it("is read if it is as Loupe would write it", async () => {
    expect(await faultOf(whole(await honest()))).toBeUndefined();
  });

  it("is refused for a value of another type, wherever it is", async () => {
    const entries = await honest();
    // The case's own id is put in by the reader.
    const paths = entries.flatMap(({ value }, i) =>
      pathsOf(value)
        .filter(([name]) => name !== "caseId")
        .map((path) => [i, path] as const),
    );
    expect(paths.length).toBeGreaterThan(60);
    for (const [i, path] of paths) {
      const changed = structuredClone(entries);
      put(changed[i]!.value, path, { hostile: [] });
      expect((await faultOf(whole(changed)))?.code, `${entries[i]!.store} ${path.join(".")}`).toBe("foreign");
    }
  });

  it.each<[string, (entries: CaseFileEntry[]) => unknown[]]>([
    ["an entry twice", (entries) => whole(entries.flatMap((entry) => [entry, entry]))],
    ["stores in another order", (entries) => whole(entries.toReversed())],
    [
      "a key that is not that of its value",
      ([first, ...rest]) => whole([{ ...first!, key: ["x"] }, ...rest]),
    ],
    ["a longer key", ([first, ...rest]) => whole([{ ...first!, key: [...first!.key, 1] }, ...rest])],
    ["alerts of a file that it does not have", (entries) => whole(entries.slice(1))],
    [
      "a store that there is not",
      ([first, ...rest]) => whole([{ ...first!, store: "cases" as never }, ...rest]),
    ],
    [
      "an inherited name for a store",
      ([first, ...rest]) => whole([{ ...first!, store: "toString" as never }, ...rest]),
    ],
    ["a record that is no entry", (entries) => [{ case: INFO }, 7, ...entries, { entries: entries.length }]],
    ["a column of rows that is too short", changedPage("rows", "packed", { numbers: new Float64Array(2) })],
    [
      "a text of a row that there is not",
      changedPage("rows", "packed", { codes: new Uint16Array(12).fill(999) }),
    ],
    ["something more of a row that there is not", changedPage("rows", "packed", { extras: [[1, {}]] })],
    [
      "alerts on another page than theirs",
      changedPage("dispositions", null, { offsets: Float64Array.of(1e9) }),
    ],
    ["a verdict that there is not", changedPage("dispositions", null, { columns: Uint32Array.of(0, 1, 1) })],
    ["an alert of another page", changedPage("dispositions", null, { others: [["x", 0]] })],
  ])("is refused for %s", async (_what, change) => {
    expect((await faultOf(change(await honest())))?.code).toBe("foreign");
  });

  it.each<[string, (packed: PackedRows) => Partial<PackedRows>]>([
    ["a text that is not there", ({ codes }) => ({ codes: codes.map((code) => code + 99) })],
    ["half a column", ({ codes }) => ({ codes: codes.slice(1), count: 2 })],
    ["more rows than it has", () => ({ count: 4_000_000_000 })],
    ["no columns", () => ({ codes: new Uint16Array() })],
    ["fewer times", ({ numbers }) => ({ numbers: numbers.slice(1) })],
    ["what is of no row", () => ({ extras: [[7, { risk: 1 }]] })],
    ["another file", ({ texts }) => ({ texts: texts.map((text) => `${text}0`) })],
  ])("is refused for a page of alerts with %s", async (_what, change) => {
    const entries = (await honest()).map((entry) => {
      if (entry.store !== "rows") return entry;
      const page = entry.value as PackedRowPage;
      return { ...entry, value: { ...page, packed: { ...page.packed, ...change(page.packed) } } };
    });
    expect((await faultOf(whole(entries)))?.code).toBe("foreign");
  });

  it.each<[string, (entries: CaseFileEntry[]) => unknown[]]>([
    ["no beginning", (entries) => whole(entries).slice(1)],
    ["no end", (entries) => whole(entries).slice(0, -1)],
    ["a wrong number of entries", (entries) => [{ case: INFO }, ...entries, { entries: 1 }]],
    ["something after the end", (entries) => [...whole(entries), entries[0]]],
    ["an id that is none", (entries) => [{ case: { ...INFO, origin: "../x" } }, ...whole(entries).slice(1)]],
    ["a name that is no text", (entries) => [{ case: { ...INFO, name: 1 } }, ...whole(entries).slice(1)]],
  ])("is refused for %s", async (_what, change) => {
    expect((await faultOf(change(await honest())))?.code).toBe("damaged");
  });

  it("is refused before it fills the memory or the disk", async () => {
    // A list of lists, of which each takes many times its three bytes.
    const lists = { length: 13_000_000 };
    const many = { store: "evidence", key: ["x"], value: Array.from(lists, () => 0) };
    expect((await faultOf([{ case: INFO }, many]))?.code).toBe("bomb");
  });

  it("never breaks what reads it, whatever its records are", async () => {
    const stores = fc.constantFrom(...FILE_ORDER);
    const entry = fc.record({
      store: stores,
      key: fc.array(fc.string(), { maxLength: 3 }),
      value: fc.object(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(entry, fc.anything({ maxDepth: 2 })), { maxLength: 4 }),
        async (records) => {
          const fault = await faultOf([{ case: INFO }, ...records]);
          expect(fault?.code).toMatch(/^(?:foreign|damaged)$/);
        },
      ),
      { numRuns: 60 },
    );
  });
});

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [path];
  const inner = Object.entries(value).flatMap(([name, item]) => pathsOf(item, [...path, name]));
  return path.length === 0 ? inner : [path, ...inner];
}

function put(value: unknown, path: Path, item: unknown): void {
  let at = value as Record<string | number, unknown>;
  for (const part of path.slice(0, -1)) at = at[part] as typeof at;
  at[path.at(-1)!] = item;
}
