import { describe, expect, it } from "vitest";
import { hasShiftedValues } from "../../../src/sources/windows/shifted-values.ts";

const VALUES = [
  ["RuleName", "-"],
  ["EventType", "SetValue"],
  ["UtcTime", "2024-05-14 02:01:17.249"],
  ["ProcessGuid", "{a158f72c-4a97-5de8-0000-00105c300200}"],
  ["ProcessId", "7044"],
  ["Image", "C:\\Windows\\regedit.exe"],
  ["TargetObject", "HKLM\\X"],
] as const;

const event = (data: readonly (readonly [string, string])[], provider = "Microsoft-Windows-Sysmon") => ({
  provider,
  eventData: data.map(([name, value]) => ({ name, value })),
});

describe("values under names that are not theirs", () => {
  it("are recognised wherever the empty value was that forwarding dropped", () => {
    expect(hasShiftedValues(event(VALUES))).toBe(false);
    for (const dropped of [0, 1, 2]) {
      const values = VALUES.map(([, value]) => value).filter((_, i) => i !== dropped);
      const shifted = values.map((value, i) => [VALUES[i]![0], value] as const);
      expect(hasShiftedValues(event(shifted)), `without ${VALUES[dropped]![0]}`).toBe(true);
      expect(hasShiftedValues(event(shifted, "Other"))).toBe(false);
    }
  });

  it("are not suspected for one odd value, or for times and numbers as other tools write them", () => {
    const changed = (name: string, value: string) =>
      event(VALUES.map(([key, before]) => [key, key === name ? value : before] as const));
    expect(hasShiftedValues(changed("ProcessId", "unknown"))).toBe(false);
    const others = event([
      ["UtcTime", "14.05.2024 02:01:17"],
      ["ProcessGuid", "A158F72C-4A97-5DE8-0000-00105C300200"],
      ["ProcessId", "0x1b84"],
      ["LogonId", "-"],
    ]);
    expect(hasShiftedValues(others)).toBe(false);
  });
});
