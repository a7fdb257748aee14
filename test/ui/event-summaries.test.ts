import { describe, expect, it } from "vitest";
import { kindOfEvent } from "../../src/explain/index.ts";
import { shortChannel, wordsOfCodes } from "../../src/ui/events/event-kinds.ts";
import { sortedRows, tablesOf } from "../../src/ui/events/summary-rows.ts";

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

const NONE = { groups: [], distinct: 0 };

describe("the table of sessions", () => {
  it("has what the Terminal Services log of a user, a host and an address, with a word for each code", () => {
    const channel = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
    const sessions = {
      groups: [group(["alice", "WS-1", "10.0.0.5", "21", channel], 2, 1000, 2000)],
      distinct: 1,
    };
    const [, , table] = tablesOf({ kind: "logons", logons: NONE, reasons: NONE, sessions });
    const [row] = table!.rows;
    expect(row!.cells.slice(0, 6).map(({ text }) => text)).toEqual([
      "alice",
      "WS-1",
      "10.0.0.5",
      "21",
      "logged on: a session began",
      "2",
    ]);
    expect(row!.values).toEqual([
      ["user.name", "alice"],
      ["host.name", "WS-1"],
      ["source.ip", "10.0.0.5"],
      ["event.code", "21"],
      ["winlog.channel", channel],
    ]);
    expect(table!.note).toContain("1149 alone is no logon");
    const [, , none] = tablesOf({ kind: "logons", logons: NONE, reasons: NONE, sessions: NONE });
    expect(none!.note).toContain("None");
  });

  it("says when an earlier version has indexed them all", () => {
    const sessions = { groups: [group(["", "WS-1", "", "25", "C"], 2)], distinct: 1 };
    const [, , table] = tablesOf({ kind: "logons", logons: NONE, reasons: NONE, sessions });
    expect(table!.note).toContain("earlier version");
  });
});

describe("the table of logons", () => {
  const reasons = { groups: [group(["Bad password."], 3)], distinct: 1 };

  it("has one row for where a user's logons on a host came from, with successes and failures", () => {
    const groups = [
      group(["alice", "WS-1", "Network", "10.0.0.5", "EVIL", "4624"], 5, 1000, 9000),
      group(["Alice", "ws-1", "network", "10.0.0.5", "evil", "4625"], 2, 500, 3000),
      group(["bob", "WS-1", "Network", "10.0.0.5", "", "4625"], 1),
    ];
    const [table, why] = tablesOf({
      kind: "logons",
      logons: { groups, distinct: 3 },
      reasons,
      sessions: NONE,
    });
    expect(table!.rows.map(({ cells }) => cells.map(({ text }) => text).join(" | "))).toEqual([
      "alice | WS-1 | Network | 10.0.0.5 | EVIL | 5 | 2 | 1970-01-01 00:00:00.500 | 1970-01-01 00:00:09.000",
      "bob | WS-1 | Network | 10.0.0.5 |  | 0 | 1 | no time | no time",
    ]);
    expect(table!.note).toBe("");
    // Only failed ones are listed where there are no others.
    expect(table!.rows[1]!.values.filter(([field]) => field === "event.code")).toEqual([
      ["event.code", "4625"],
    ]);
    expect(why!.rows[0]!.values).toContainEqual(["winlog.logon.failure.reason", "Bad password."]);
  });

  it("says if it is not whole", () => {
    const [table] = tablesOf({
      kind: "logons",
      logons: { groups: [group(["a", "h", "", "", "", "4624"], 1)], distinct: 9 },
      reasons,
      sessions: NONE,
    });
    expect(table!.note).toContain("The first 1 of 9 combinations are shown.");
    expect(table!.note).toContain("scan their files again");
  });

  it("is sorted by any column, what has no time last", () => {
    const groups = [
      group(["a", "h", "", "", "", "4624"], 2),
      group(["b", "h", "", "", "", "4624"], 10, 5, 5),
      group(["c", "h", "", "", "", "4624"], 9, 7, 7),
    ];
    const [table] = tablesOf({ kind: "logons", logons: { groups, distinct: 3 }, reasons, sessions: NONE });
    const users = (column: number, isDescending: boolean) =>
      sortedRows(table!.rows, column, isDescending).map(({ cells: [user] }) => user!.text);
    expect(users(5, true)).toEqual(["b", "c", "a"]);
    expect(users(7, false)).toEqual(["b", "c", "a"]);
    expect(users(7, true)).toEqual(["c", "b", "a"]);
    expect(users(0, true)).toEqual(["c", "b", "a"]);
  });
});

describe("the table of cleared logs", () => {
  it("does not take silence for proof", () => {
    const [table] = tablesOf({
      ...{ kind: "gaps", gaps: [], distinct: 0, clears: [], clearCount: 0 },
      ...{ records: [], lacking: 0 },
    });
    expect([table!.rows, table!.note]).toEqual([
      [],
      "None among these events. A log can also be cleared without such an event.",
    ]);
  });
});

describe("the table of record numbers", () => {
  it("leads to the time around the longest gap, whichever record is older", () => {
    const widest = { before: 3, after: 9, from: 5000, to: 2000 };
    const record = {
      host: "WS-1",
      channel: "Security",
      present: 2,
      first: 3,
      last: 9,
      missing: 5,
      gaps: 1,
      widest,
    };
    const [, table] = tablesOf({
      ...{ kind: "gaps", gaps: [], distinct: 0, clears: [], clearCount: 0 },
      ...{ records: [record], lacking: 1 },
    });
    expect(table!.rows[0]!.range).toEqual({ from: 2000, to: 5000 });
    expect(table!.rows[0]!.cells.map(({ text }) => text).slice(2, 7)).toEqual(["5", "1", "2", "3 to 9", "5"]);
  });
});
