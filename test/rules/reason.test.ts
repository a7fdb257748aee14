import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { alertReason } from "../../src/rules/index.ts";

const rule = { name: "Dumps On", severity: "medium" };

/** The words each field adds, in the order of the sentence, written down independently of the code. */
const PARTS: readonly [field: string, value: string, words: string, opensWith: boolean][] = [
  ["process.name", "reg.exe", " process reg.exe,", true],
  ["process.parent.name", "cmd.exe", " parent process cmd.exe,", true],
  ["file.name", "a.dmp", " file a.dmp,", true],
  ["source.ip", "10.0.0.1", " source 10.0.0.1", true],
  ["source.port", "4711", ":4711,", true],
  ["destination.ip", "10.0.0.2", " destination 10.0.0.2", true],
  ["destination.port", "445", ":445,", true],
  ["user.name", "SYSTEM", " by SYSTEM", false],
  ["host.name", "WIN10", " on WIN10", false],
];

describe("alertReason", () => {
  it("has one part for each field present, in all 1,024 combinations with and without a category", () => {
    for (let set = 0; set < 1 << (PARTS.length + 1); set++) {
      const present = PARTS.filter((_, i) => set & (1 << i));
      const category = (set & (1 << PARTS.length)) !== 0;
      const event = flatten(Object.fromEntries(present.map(([field, value]) => [field, value])));
      if (category) event["event.category"] = ["configuration", "registry"];
      const withWord = present.some(([, , , opens]) => opens) ? " with" : "";
      const words = present.map(([, , part]) => part).join("");
      const start = category ? "configuration, registry event" : "event";
      expect(alertReason(event, rule)).toBe(`${start}${withWord}${words} created medium alert Dumps On.`);
    }
  });

  it("writes the sentence Elastic writes for the seed rule on Sysmon data", () => {
    const event = flatten({
      event: { category: ["configuration", "registry"] },
      process: { name: "reg.exe" },
      user: { name: "SYSTEM" },
      host: { name: "WIN10" },
    });
    expect(alertReason(event, { name: "Full User-Mode Dumps Enabled System-Wide", severity: "medium" })).toBe(
      "configuration, registry event with process reg.exe, by SYSTEM on WIN10 created medium alert Full User-Mode Dumps Enabled System-Wide.",
    );
  });

  it.each([["-"], [["-"]], [""], [[]]])("takes %j for no value", (value) => {
    const event = flatten({});
    event["user.name"] = value;
    event["event.category"] = "registry";
    expect(alertReason(event, rule)).toBe("registry event created medium alert Dumps On.");
  });

  it("joins several values and keeps a dash among others", () => {
    const event = flatten({
      "host.name": ["A", "-"],
      "source.ip": ["1.1.1.1", "::1"],
      "source.port": [1, 2],
    });
    expect(alertReason(event, rule)).toBe(
      "event with source 1.1.1.1, ::1:1, 2, on A, - created medium alert Dumps On.",
    );
  });

  it("prints a port zero and reads no prototype", () => {
    expect(alertReason({ "source.ip": "::1", "source.port": 0 }, rule)).toContain(" source ::1:0,");
    const inherited = Object.create({ "user.name": "nobody" }) as Record<string, string>;
    expect(alertReason(inherited, rule)).toBe("event created medium alert Dumps On.");
  });
});
