import { describe, expect, it } from "vitest";
import { kindOfEvent } from "../../src/explain/index.ts";
import { shortChannel, wordsOfCodes } from "../../src/ui/events/event-kinds.ts";
import { tablesOf } from "../../src/ui/events/summary-rows.ts";

const group = (values: readonly string[], count: number, from = NaN, to = NaN) => ({
  values,
  count,
  from,
  to,
});

describe("the words for an event code", () => {
  it("depend on the channel, and are empty where none are known", () => {
    expect(kindOfEvent("Security", "4624")).toBe("Someone logged on");
    expect(kindOfEvent("Microsoft-Windows-Sysmon/Operational", "1")).not.toBe("");
    for (const [channel, code] of [
      ["Security", "1"],
      ["", ""],
      ["", "4624"],
      ["__proto__", "constructor"],
    ] as const)
      expect(kindOfEvent(channel, code)).toBe("");
  });

  it("are those of all channels in which it occurs", () => {
    const groups = [
      group(["4624", "Security"], 9),
      group(["1102", "Security"], 3),
      group(["4624", "security"], 2),
      group(["7", "Other"], 1),
    ];
    const words = wordsOfCodes({ groups, distinct: 4 });
    expect(words.get("4624")).toBe("Someone logged on");
    expect([...words.keys()]).toEqual(["4624", "1102"]);
  });

  it("stand beside a channel without what all channels have in common", () => {
    expect(["Microsoft-Windows-Sysmon/Operational", "Security", "windows.sysmon"].map(shortChannel)).toEqual([
      "Sysmon",
      "Security",
      "windows.sysmon",
    ]);
  });
});

describe("the table of logons", () => {
  it("has one row for a user on a host, with successes and failures", () => {
    const groups = [
      group(["alice", "WS-1", "4624"], 5, 1000, 9000),
      group(["Alice", "ws-1", "4625"], 2, 500, 3000),
      group(["bob", "WS-1", "4625"], 1),
    ];
    const [table] = tablesOf({ kind: "logons", logons: { groups, distinct: 3 } });
    expect(table!.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ["alice", "WS-1", "5", "2", "1970-01-01 00:00:00.500", "1970-01-01 00:00:09.000"],
      ["bob", "WS-1", "0", "1", "no time", "no time"],
    ]);
    expect(table!.note).toContain("neither the type of a logon nor the address");
    expect(table!.note).not.toContain("are shown");
  });

  it("says if it is not whole", () => {
    const [table] = tablesOf({
      kind: "logons",
      logons: { groups: [group(["a", "h", "4624"], 1)], distinct: 9 },
    });
    expect(table!.note).toContain("The first 1 of 9 combinations are shown.");
  });
});

describe("the table of cleared logs", () => {
  it("does not take silence for proof", () => {
    const [table] = tablesOf({ kind: "gaps", gaps: [], distinct: 0, clears: [], clearCount: 0 });
    expect([table!.rows, table!.note]).toEqual([
      [],
      "None among these events. A log can also be cleared without such an event.",
    ]);
  });
});
