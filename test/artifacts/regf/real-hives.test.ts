import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { allKeys, open } from "../read-support.ts";
import { expectedFiles, expectedOf, fileOf, isPresent, logsOf } from "../shared-files.ts";

/* Hives outside the repository are read as independent tools read them: every count, time, value and deleted entry. */

interface Value {
  readonly type: string;
  readonly data: unknown;
  readonly size?: number;
  readonly sha256?: string;
}

interface Key {
  readonly last_write: string;
  readonly values: Readonly<Record<string, Value>>;
  readonly subkeys?: Readonly<Record<string, Key>>;
}

interface Deleted {
  readonly kind: string;
  readonly path?: string;
  readonly name?: string;
  readonly last_write?: string;
  readonly data?: unknown;
}

interface Expected {
  readonly key_count?: number;
  readonly value_count?: number;
  readonly dirty?: boolean;
  readonly recovered?: boolean;
  readonly root_name?: string;
  readonly walk_error?: string;
  readonly open_error?: string;
  readonly select_current?: number;
  readonly some_keys?: Readonly<Record<string, string>>;
  readonly interest?: Readonly<Record<string, Key | null>>;
  readonly tree?: Readonly<Record<string, Key>>;
  readonly deleted_interest?: readonly Deleted[];
  readonly deleted?: readonly Deleted[];
}

const HIVES = expectedFiles("SOFTWARE", "SYSTEM", "real__").map((name) => name);

/** What the other tool shows of a list has the zeros after each text. */
function plainData(data: unknown): unknown {
  return Array.isArray(data)
    ? data.map((text: string) => text.replace(/\0$/, "")).filter((text) => text !== "")
    : data;
}

describe.skipIf(!isPresent)("hives outside the repository (skipped without them)", () => {
  it.each(HIVES)("%s", async (name) => {
    const expected = expectedOf<Expected>(name);
    const hive = await open(fileOf(`hives/${name}`), logsOf(`hives/${name}`), name);
    const keys = await allKeys(hive);
    const byPath = new Map(keys.map((key) => [key.path, key]));
    const values = keys.reduce((sum, key) => sum + key.values.length, 0);
    if (expected.open_error !== undefined) expect(hive.problems).not.toEqual([]);
    if (expected.walk_error === undefined) {
      if (expected.key_count !== undefined) expect(keys).toHaveLength(expected.key_count);
      if (expected.value_count !== undefined) expect(values).toBe(expected.value_count);
    } else {
      // The other tool stops at the damage.
      expect(keys.length).toBeGreaterThan(expected.key_count!);
      expect(hive.problems).not.toEqual([]);
    }
    if (expected.dirty !== undefined) expect(hive.dirty).toBe(expected.dirty);
    if (expected.recovered !== undefined) expect(hive.recovered).toBe(expected.recovered);
    if (expected.root_name !== undefined) expect(hive.rootName).toBe(expected.root_name);
    for (const [path, time] of Object.entries(expected.some_keys ?? {})) {
      expect(byPath.get(path)?.lastWritten, path).toBe(time);
      expect(hive.get(path)?.lastWritten, path).toBe(time);
    }
    const trees = Object.entries(expected.tree ?? {}).map(([path, key]) => [
      path.split("\\").slice(1).join("\\"),
      key,
    ]);
    const controlSet = Object.entries(expected)
      .filter(([path]) => path.startsWith("Control\\"))
      .map(([path, key]) => [`CurrentControlSet\\${path}`, key as Key]);
    for (const [path, key] of [...Object.entries(expected.interest ?? {}), ...trees, ...controlSet] as [
      string,
      Key | null,
    ][]) {
      const found = hive.get(path);
      expect(found === null, path).toBe(key === null);
      if (found === null || key === null) continue;
      expect(found.lastWritten, path).toBe(key.last_write);
      expect(found.values.map((value) => value.name).sort()).toEqual(Object.keys(key.values).sort());
      for (const value of found.values) {
        const { type, data, size, sha256 } = key.values[value.name]!;
        expect(value.type, value.name).toBe(type);
        if (data !== null) expect(value.data, value.name).toEqual(plainData(data));
        if (size !== undefined) expect(value.bytes).toHaveLength(size);
        if (sha256 !== undefined)
          expect(createHash("sha256").update(value.bytes!).digest("hex")).toBe(sha256);
      }
      if (key.subkeys !== undefined) expect(hive.subkeys(path)).toEqual(Object.keys(key.subkeys));
    }
    const deleted = [...(expected.deleted_interest ?? []), ...(expected.deleted ?? [])];
    const found = await hive.deleted(deleted.map(({ name, path }) => name ?? path!.split("\\").at(-1)!));
    for (const entry of deleted) {
      const same = found.filter(({ kind, ...rest }) =>
        kind === "key"
          ? rest.path === entry.path && "lastWritten" in rest && rest.lastWritten === entry.last_write
          : rest.name === entry.name && "data" in rest && rest.data === entry.data,
      );
      expect(same, JSON.stringify(entry)).not.toEqual([]);
    }
  });

  it("a dirty hive without its logs is open, and a clean one applies none", async () => {
    const { hives } = expectedOf<{
      hives: Readonly<Record<string, { without_log?: boolean; applied?: number[] }>>;
    }>("verdicts");
    for (const [name, { without_log, applied }] of Object.entries(hives)) {
      const hive = await open(fileOf(`hives/${name}`), logsOf(`hives/${name}`));
      expect(hive.open, name).toBe(false);
      if (applied !== undefined) expect(hive.applied, name).toEqual(applied);
      if (without_log === undefined) continue;
      const alone = await open(fileOf(`hives/${name}`));
      expect(alone, name).toMatchObject({ dirty: true, recovered: false, open: true });
      expect(alone.get("Microsoft\\Windows\\Windows Error Reporting\\LocalDumps") === null, name).toBe(
        !without_log,
      );
    }
  });

  it("what its logs make of a hive is what Windows itself made of it", async () => {
    const pairs = [
      ["real/NewDirtyHive1/NewDirtyHive", "real/NewDirtyHive1/RecoveredHive_Windows10"],
      ["real/OldDirtyHive/OldDirtyHive", "real/OldDirtyHive/RecoveredHive_Windows7"],
    ];
    for (const [dirty, recovered] of pairs) {
      const keys = await allKeys(await open(fileOf(`hives/${dirty!}`), logsOf(`hives/${dirty!}`)));
      expect(keys).toEqual(await allKeys(await open(fileOf(`hives/${recovered!}`))));
    }
  });
});
