/** Full User-Mode Dumps Enabled System-Wide: the built-in rule, in four equivalent forms. */
import { describe, expect, it } from "vitest";
import { compileEql } from "../../src/eql/index.ts";
import { flatten } from "../../src/ecs/flat-event.ts";

const PATHS = [
  "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType",
  "\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType",
];
const escaped = PATHS.map((path) => `"${path.replaceAll("\\", "\\\\")}"`).join(", ");
const raw = PATHS.map((path) => `"""${path}"""`).join(", ");

/** The published rule; raw strings; a chain of or; `not` expressed by other operators. */
const WORDINGS: Readonly<Record<string, string>> = {
  published: `registry where host.os.type == "windows" and
    registry.path : (
        ${escaped}
    ) and
    registry.data.strings : ("2", "0x00000002") and
    not (process.executable : "?:\\\\Windows\\\\system32\\\\svchost.exe" and user.id : ("S-1-5-18", "S-1-5-19", "S-1-5-20"))`,
  "raw strings": `registry where host.os.type == "windows" and registry.path : (${raw}) and registry.data.strings : ("2", "0x00000002") and
    not (process.executable : """?:\\Windows\\system32\\svchost.exe""" and user.id : ("S-1-5-18", "S-1-5-19", "S-1-5-20"))`,
  "like~ and or": `registry where host.os.type == "windows" and
    (${PATHS.map((path) => `registry.path like~ """${path}"""`).join(" or ")}) and
    (registry.data.strings like~ "2" or registry.data.strings like~ "0x00000002") and
    not (process.executable like~ """?:\\Windows\\system32\\svchost.exe""" and
      (user.id : "S-1-5-18" or user.id : "S-1-5-19" or user.id : "S-1-5-20"))`,
  "in~ and == false": `any where event.category == "registry" and host.os.type == "windows" and registry.path in~ (${raw}) and
    registry.data.strings in~ ("2", "0x00000002") and
    (process.executable : """?:\\Windows\\system32\\svchost.exe""" and user.id in~ ("S-1-5-18", "S-1-5-19", "S-1-5-20")) == false`,
};

function alert(more: object): object {
  return {
    "event.category": ["configuration", "registry"],
    host: { os: { type: "windows" } },
    registry: { path: PATHS[0], data: { strings: ["2"] } },
    ...more,
  };
}

const SVCHOST = "C:\\Windows\\System32\\svchost.exe";

describe.each(Object.entries(WORDINGS))("%s", (_, text) => {
  const query = compileEql(text);
  const matches = (document: object): boolean => {
    if (query.kind !== "event") throw new Error("not an event query");
    const event = flatten(document);
    const held = query.matches(event);
    expect(query.explain(event).held).toBe(held);
    return held;
  };

  it.each([
    [{}, true],
    [{ "user.id": "S-1-5-18" }, true],
    [{ "user.id": "S-1-5-21-1-2-3-500" }, true],
    [{ "process.executable": SVCHOST }, true],
    [{ "process.executable": SVCHOST, "user.id": "S-1-5-18" }, false],
    [{ "process.executable": SVCHOST.toUpperCase(), "user.id": "s-1-5-20" }, false],
    [{ "process.executable": SVCHOST, "user.id": "S-1-5-21-1-2-3-500" }, true],
    [{ "process.executable": "C:\\Windows\\regedit.exe", "user.id": "S-1-5-18" }, true],
    [{ "process.executable": "C:\\Windows\\regedit.exe", "user.id": "S-1-5-21-1-2-3-500" }, true],
    [{ "process.executable": "\\\\?\\C:\\Windows\\System32\\svchost.exe", "user.id": "S-1-5-18" }, true],
  ])("excludes svchost only if both fields match: %j %s", (more, expected) => {
    expect(matches(alert(more))).toBe(expected);
  });

  it("matches both paths in any case, and both forms of the value", () => {
    for (const path of PATHS) {
      for (const data of ["2", "0x00000002", "0X00000002", 2]) {
        expect(matches(alert({ registry: { path: path.toLowerCase(), data: { strings: data } } }))).toBe(
          true,
        );
      }
    }
  });

  it("matches nothing else", () => {
    const others = ["1", "0x00000001", "22", "DWORD (0x00000002)"];
    for (const data of others)
      expect(matches(alert({ registry: { path: PATHS[0], data: { strings: data } } }))).toBe(false);
    expect(matches(alert({ registry: { path: `${PATHS[0]!}X`, data: { strings: "2" } } }))).toBe(false);
    expect(
      matches(
        alert({
          registry: {
            path: PATHS[0]!.replace("LocalDumps", "LocalDumps\\lsass.exe"),
            data: { strings: "2" },
          },
        }),
      ),
    ).toBe(false);
    expect(matches(alert({ "event.category": "process" }))).toBe(false);
    expect(matches(alert({ host: { os: { type: "Windows" } } }))).toBe(false);
    expect(matches(alert({ host: {} }))).toBe(false);
    expect(matches(alert({ registry: { path: PATHS[0] } }))).toBe(false);
  });

  it("names the texts that a record must contain", () => {
    expect(query.requiredTexts).toContainEqual({
      field: "registry.path",
      anyOf: PATHS.map((path) => ({ text: path, ignoreCase: true })),
    });
    expect(query.requiredTexts.some((clause) => clause.field === "process.executable")).toBe(false);
  });
});
