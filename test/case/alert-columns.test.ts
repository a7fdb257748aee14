import { describe, expect, it } from "vitest";
import { AlertColumns, type AlertRow } from "../../src/case/index.ts";
import { packRowPage, packRows, unpackRowPage, unpackRows } from "../../src/case/pack-rows.ts";
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

describe("packed rows", () => {
  it("come out as they went in, also after a structured clone", () => {
    const rows = alerts(2000);
    const packed = packRows(rows);
    expect(packed.codes).toBeInstanceOf(Uint16Array);
    expect(unpackRows(packed)).toEqual(rows);
    expect(unpackRows(structuredClone(packed))).toEqual(rows);
    const page = { caseId: "c", evidenceId: "e", page: 3, writtenAt: 7, rows };
    expect(unpackRowPage(packRowPage(page))).toEqual(page);
    expect(unpackRows(packRows([]))).toEqual([]);
  });

  it("keep hostile texts, and more texts than two bytes can number", () => {
    const [plain] = alerts(1);
    const hostile = [
      "\ud800",
      "\udc00x",
      "\0",
      "ﬀ\u2028",
      "__proto__",
      "constructor",
      "=1+1",
      "<b>",
      "𝒳".repeat(400),
    ];
    const rows = Array.from({ length: 12_000 }, (_, n): AlertRow => {
      const offset = n * 3;
      const ruleId = hostile[n % hostile.length]!;
      const texts = {
        host: `h${n}`,
        user: `u${n}`,
        process: `p${n}`,
        object: `o${n}`,
        reason: `r${n}${ruleId}`,
        ruleId,
      };
      return {
        ...plain!,
        ...texts,
        did: `d${n}`,
        evidenceId: "e",
        offset,
        id: alertId("e", { ...plain!, offset }, ruleId),
      };
    });
    expect(rows[0]!.shelf).toBeUndefined();
    const packed = packRows(rows);
    expect(packed.codes).toBeInstanceOf(Uint32Array);
    expect(unpackRows(packed)).toEqual(rows);
  });

  it("of a page that was stored before a text existed are without it", () => {
    const rows = alerts(50).map(({ did: _, ...row }): AlertRow => row);
    const packed = packRows(rows);
    const { count } = packed;
    const shorter = { ...packed, codes: packed.codes.slice(0, packed.codes.length - count) };
    expect(unpackRows(shorter)).toEqual(rows);
  });

  it("take no more room when they are added again", () => {
    const columns = new AlertColumns();
    // More than a column of sentences knows.
    const rows = Array.from({ length: 70_000 }, (_, n): AlertRow => {
      const offset = n;
      const [plain] = alerts(1);
      return {
        ...plain!,
        evidenceId: "e",
        offset,
        reason: `r${n}`,
        id: alertId("e", { ...plain!, offset }, "r"),
      };
    });
    const packed = packRows(rows);
    columns.addPacked(packed);
    const { size } = columns.text("reason").texts;
    expect([...columns.addPacked(packed).subarray(0, 3)]).toEqual([0, 1, 2]);
    expect([columns.size, columns.text("reason").texts.size]).toEqual([70_000, size]);
    expect(columns.at(69_999).reason).toBe("r69999");
  });

  it("are added like the rows themselves: in place of those with the same id, and without those of other rules", () => {
    const random = mulberry32(11);
    const pages = Array.from({ length: 30 }, (_, page) =>
      // Some alerts come again on a later page, with other texts.
      Array.from({ length: 40 }, () => ({ ...alert(Math.floor(random() * 500), random), page })),
    );
    const accepts = (ruleId: string): boolean => ruleId !== "r.2";
    const [direct, packed] = [new AlertColumns(), new AlertColumns()];
    packed.reserve(700);
    pages.forEach((rows, page) => {
      const numbers = rows.filter(({ ruleId }) => accepts(ruleId)).map((row) => direct.put(row));
      expect([...packed.addPacked(packRows(rows), accepts)]).toEqual(numbers);
      if (page % 10 !== 9) return;
      for (const columns of [direct, packed]) columns.remove(page);
    });
    expect(listOf(packed)).toEqual(listOf(direct));
    expect([packed.length, packed.size]).toEqual([direct.length, direct.size]);
    for (const row of listOf(direct)) expect(packed.find(row.id)).toBe(direct.find(row.id));
  });
});
