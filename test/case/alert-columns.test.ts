import { describe, expect, it } from "vitest";
import { AlertColumns, type AlertRow } from "../../src/case/index.ts";
import { alertId, alertKeyOf } from "../../src/case/alert-id.ts";
import { mulberry32 } from "../bench/random.ts";

const TEXTS = ["", "a", "A.b", 'x"y', "C:\\d\\e 12.f", "…", "12.34", "__proto__"];
const MEMBERS = [undefined, "", "a.ndjson", 'q"u o.t/e', "back\\slash", "new\nline 5.r"];

/** An alert with every combination of what a row may lack. */
function alert(n: number, random: () => number): AlertRow {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const evidenceId = pick(["e", "f"]);
  const ruleId = pick(["r", "r.2", "3 r"]);
  const member = pick(MEMBERS);
  const isSequence = random() < 0.2;
  const offset = n * 1_000_000_007;
  return {
    id: isSequence
      ? `sequence.${n}`
      : alertId(evidenceId, { offset, ...(member !== undefined && { member }) }, ruleId),
    evidenceId,
    page: Math.floor(n / 7),
    slot: n % 7,
    ruleId,
    time: random() < 0.1 ? NaN : Math.floor(random() * 1e12),
    reason: pick(TEXTS),
    host: pick(TEXTS),
    user: pick(TEXTS),
    process: pick(TEXTS),
    object: pick(TEXTS),
    offset,
    line: n + 1,
    ...(member !== undefined && { member }),
    source: "ecs",
    extension: random() < 0.5,
    ...(random() < 0.5 && { carved: true as const }),
    ...(random() < 0.6 && { did: pick(["reg.exe set …\\X = 2", "An event"]) }),
    ...(random() < 0.3 && { name: "From the event" }),
    ...(random() < 0.3 && { severity: "critical" as const }),
    ...(random() < 0.3 && { risk: 0 }),
    ...(random() < 0.3 && { ingested: NaN }),
    ...(random() < 0.3 && { arrived: 12 }),
    ...(isSequence && { events: 3, shelf: `rule:${ruleId}`, lost: { code: "gap", message: "…" } as const }),
  };
}

function alerts(count: number): AlertRow[] {
  const random = mulberry32(7);
  return Array.from({ length: count }, (_, n) => alert(n, random));
}

const listOf = (columns: AlertColumns): AlertRow[] => Array.from(columns.all(), (row) => columns.at(row));

describe("alerts in columns", () => {
  it("come out as they went in, and are found by their ids", () => {
    const columns = new AlertColumns();
    const rows = alerts(3000);
    rows.forEach((row, n) => expect(columns.put(row)).toBe(n));
    expect(listOf(columns)).toEqual(rows);
    rows.forEach((row, n) => expect([columns.find(row.id), columns.idAt(n)]).toEqual([n, row.id]));
    expect([columns.find("e.5.unknown"), columns.find("sequence.none"), columns.find("")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("take the place of those with the same id, and lose all that these had", () => {
    const columns = new AlertColumns();
    const rows = alerts(300);
    for (const row of rows) columns.put(row);
    const { id, evidenceId, ruleId, offset, member, shelf, events } = rows[8]!;
    const plain: AlertRow = {
      ...{ id, evidenceId, ruleId, offset, page: 99, slot: 1, time: 5, reason: "new", host: "", user: "" },
      ...{ process: "", object: "", line: 0, source: "", extension: false },
      ...(member !== undefined && { member }),
      ...(shelf !== undefined && { shelf }),
      ...(events !== undefined && { events }),
    };
    expect(columns.put(plain)).toBe(8);
    expect(listOf(columns)).toEqual(rows.with(8, plain));
  });

  it("leave no trace when they are removed, and can come again", () => {
    const columns = new AlertColumns();
    const rows = alerts(300);
    for (const row of rows) columns.put(row);
    for (let n = 0; n < 300; n += 2) columns.remove(n);
    expect(columns.size).toBe(150);
    expect(listOf(columns)).toEqual(rows.filter((_, n) => n % 2 === 1));
    expect(columns.find(rows[4]!.id)).toBeUndefined();
    expect(columns.put(rows[4]!)).toBe(300);
    expect(columns.at(columns.find(rows[4]!.id)!)).toEqual(rows[4]);
  });
});

describe("the id of an alert", () => {
  it("says what it was made from", () => {
    for (const ruleId of ["r", "a.b c", 'with "quotes" 5.x']) {
      for (const member of MEMBERS) {
        const place = { offset: 4096, ...(member !== undefined && { member }) };
        expect(alertKeyOf(alertId("0f-1", place, ruleId))).toEqual({ evidenceId: "0f-1", place, ruleId });
      }
    }
    expect(alertKeyOf("sequence.0a1b")).toBeNull();
  });
});
