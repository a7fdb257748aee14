import { describe, expect, it } from "vitest";
import { LOOK_UPS, lookUp, stateRecord } from "../../../src/artifacts/index.ts";
import { builtinRules } from "../../../src/rules/builtin/index.ts";
import { compileEql } from "../../../src/eql/index.ts";
import { dword, type KeySpec, sz, TYPE, under, writeHive } from "../hive-writer.ts";
import { open } from "../read-support.ts";

const LOCAL_DUMPS = "Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
const TIME = "2026-03-14T09:26:53.5897930Z";

const software = (leaf: Omit<KeySpec, "name">): Uint8Array =>
  writeHive({ name: "ROOT", keys: [{ name: "Classes" }, under(LOCAL_DUMPS, { written: TIME, ...leaf })] })
    .bytes;

describe("a state record", () => {
  it("has the fields of a registry event, and nothing that a state cannot know", async () => {
    const hive = await open(
      software({
        values: [dword("DumpType", 2), { name: "raw", type: TYPE.binary, data: Uint8Array.of(1, 2, 255) }],
      }),
    );
    const key = hive.get(LOCAL_DUMPS)!;
    const record = stateRecord(hive, key, key.values[0]!, {
      file: "C/Windows/System32/config/SOFTWARE",
      host: "WS-042",
    });
    expect({ ...record }).toEqual({
      "@timestamp": TIME,
      "event.kind": "state",
      "event.category": ["registry"],
      "event.dataset": "loupe.registry_state",
      "host.os.type": "windows",
      "host.name": "WS-042",
      "registry.hive": "HKLM",
      "registry.key": `SOFTWARE\\${LOCAL_DUMPS}`,
      "registry.value": "DumpType",
      "registry.path": `HKLM\\SOFTWARE\\${LOCAL_DUMPS}\\DumpType`,
      "registry.data.type": "REG_DWORD",
      "registry.data.strings": ["2"],
      "file.path": "C/Windows/System32/config/SOFTWARE",
    });
    const raw = stateRecord(hive, key, key.values[1]!, { file: "x" });
    expect(raw).toMatchObject({ "registry.data.bytes": "AQL/" });
    expect(raw).not.toHaveProperty(["registry.data.strings"]);
  });

  it("matches the built-in rule if the value is set, and not otherwise", async () => {
    const query = compileEql((builtinRules()[0]! as { query: string }).query);
    if (query.kind !== "event") throw new Error("the rule matches single events");
    for (const [type, matches] of [
      [2, true],
      [1, false],
    ] as const) {
      const hive = await open(software({ values: [dword("DumpType", type)] }));
      const key = hive.get(LOCAL_DUMPS)!;
      expect(query.matches(stateRecord(hive, key, key.values[0]!, { file: "x" }))).toBe(matches);
    }
  });
});

describe("the look-ups", () => {
  it("say what is set, what is absent with its default, and what each program overrides", async () => {
    const hive = await open(
      software({
        values: [dword("dumptype", 2)],
        keys: [{ name: "lsass.exe", values: [sz("DumpFolder", "\\\\server\\d", TYPE.expandSz)] }],
      }),
    );
    const found = lookUp(hive).filter(({ id }) => id === "local-dumps");
    expect(found).toMatchObject([
      { name: "DumpType", state: "set", value: { data: 2 }, program: null, lastWritten: TIME },
      { name: "CustomDumpFlags", state: "absent", value: null, default: 0x121 },
      { name: "DumpFolder", state: "absent", default: "%LOCALAPPDATA%\\CrashDumps" },
      { name: "DumpCount", state: "absent", default: 10 },
      { name: "DumpFolder", state: "set", program: "lsass.exe", value: { data: "\\\\server\\d" } },
    ]);
    const silent = lookUp(hive).filter(({ id }) => id === "silent-exit");
    expect(silent).toHaveLength(7);
    for (const { state, lastWritten } of silent) expect([state, lastWritten]).toEqual(["absent", null]);
  });

  it("of a hive that is open or damaged never say absent", async () => {
    const dirty = writeHive(
      { name: "ROOT", keys: [{ name: "Microsoft" }, { name: "Policies" }] },
      { primary: 2, secondary: 1 },
    ).bytes;
    const states = new Set(lookUp(await open(dirty)).map(({ state }) => state));
    expect([...states]).toEqual(["unknown"]);
  });

  it("of SYSTEM go to the control set that was in use, and other hives have none", async () => {
    const lsa = under("Control\\Lsa", { values: [dword("RunAsPPL", 1), dword("LsaPid", 664)] });
    const system = await open(
      writeHive({
        name: "ROOT",
        keys: [
          { name: "ControlSet001", keys: [lsa] },
          { name: "Select", values: [dword("Current", 1)] },
        ],
      }).bytes,
    );
    expect(lookUp(system).filter(({ state }) => state === "set")).toMatchObject([
      { id: "protection", name: "RunAsPPL", path: "ControlSet001\\Control\\Lsa", value: { data: 1 } },
      { id: "protection", name: "LsaPid", value: { data: 664 } },
    ]);
    expect(lookUp(await open(writeHive({ name: "ROOT" }).bytes))).toEqual([]);
  });

  it("have a name of their own each", () => {
    expect(new Set(LOOK_UPS.map(({ id }) => id)).size).toBe(LOOK_UPS.length);
  });
});
