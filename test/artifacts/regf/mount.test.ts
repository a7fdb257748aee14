import { describe, expect, it } from "vitest";
import { dword, type KeySpec, writeHive } from "../hive-writer.ts";
import { allKeys, kinds, open } from "../read-support.ts";

const named = (...names: string[]): readonly KeySpec[] => names.map((name) => ({ name }));

async function rootOf(root: KeySpec, name = "", fileName = ""): Promise<string> {
  return (await open(writeHive(root, { fileName }).bytes, [], name)).root;
}

describe("where a hive belongs", () => {
  it("goes by content, not by the file's name", async () => {
    expect(await rootOf({ name: "x", keys: named("Microsoft", "Wow6432Node") }, "SYSTEM")).toBe(
      "HKLM\\SOFTWARE",
    );
    expect(await rootOf({ name: "x", keys: named("ControlSet001", "Select") }, "x")).toBe("HKLM\\SYSTEM");
    expect(await rootOf({ name: "S-1-5-21-1-2-3-1001_Classes" })).toBe("HKU\\S-1-5-21-1-2-3-1001_Classes");
    expect(await rootOf({ name: "{guid}", keys: named("Root") })).toBe("{guid}");
    expect(await rootOf({ name: "other", keys: named("Microsoft") })).toBe("other");
  });

  it("names a user's hive by the profile's folder, from the collection or from where Windows loaded it", async () => {
    const user = { name: "ROOT", keys: named("Control Panel", "Software") };
    expect(await rootOf(user, "C/Users/anna/NTUSER.DAT")).toBe("HKU\\anna");
    expect(await rootOf(user, "uploads\\ntuser.dat", "\\??\\C:\\Users\\tony\\ntuser.dat")).toBe(
      "HKU\\uploads",
    );
    expect(await rootOf(user, "ntuser.dat", "\\??\\C:\\Users\\tony\\ntuser.dat")).toBe("HKU\\tony");
    expect(await rootOf(user, "copy.bin")).toBe("HKU");
    expect(await rootOf(user, "C/Windows/System32/config/DEFAULT")).toBe("HKU\\.DEFAULT");
  });

  it("finds the control set that was in use", async () => {
    const lsa = (value: number): KeySpec => ({
      name: "Control",
      keys: [{ name: "Lsa", values: [dword("RunAsPPL", value)] }],
    });
    const hive = await open(
      writeHive({
        name: "ROOT",
        keys: [
          { name: "ControlSet001", keys: [lsa(1)] },
          { name: "ControlSet002", keys: [lsa(2)] },
          { name: "Select", values: [dword("Current", 2), dword("Default", 1)] },
        ],
      }).bytes,
    );
    const key = hive.get("currentcontrolset\\Control\\Lsa")!;
    expect(key.path).toBe("ControlSet002\\Control\\Lsa");
    expect(key.values[0]!.data).toBe(2);
    expect(hive.get("ControlSet001\\Control\\Lsa")!.values[0]!.data).toBe(1);
  });

  it("names SAM and SECURITY, and reads nothing of them", async () => {
    const sam = await open(
      writeHive({ name: "ROOT", keys: [{ name: "SAM", values: [dword("C", 1)] }] }).bytes,
      [],
      "SAM",
    );
    expect(sam).toMatchObject({ root: "HKLM\\SAM", kind: "sam" });
    const security = await open(writeHive({ name: "ROOT", keys: named("Cache", "Policy", "RXACT") }).bytes);
    expect(security).toMatchObject({ root: "HKLM\\SECURITY", kind: "security" });
    for (const hive of [sam, security]) {
      expect(kinds(hive.problems)).toEqual(["hive-secrets"]);
      expect(hive.get("")).toBeNull();
      expect(hive.subkeys("")).toBeNull();
      expect(await allKeys(hive)).toEqual([]);
      expect(await hive.deleted(["C"])).toEqual([]);
    }
  });
});
