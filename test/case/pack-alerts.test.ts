import { describe, expect, it } from "vitest";
import {
  type AlertFinding,
  alertRow,
  buffersOfAlerts,
  packAlerts,
  type PackedAlerts,
  placedRows,
  storedFindings,
  unpackFindings,
} from "../../src/case/index.ts";
import { unpackRows } from "../../src/case/pack-rows.ts";
import { packEvent, type Finding } from "../../src/scan/index.ts";
import { ruleOf } from "../rules/run/helpers.ts";

const RULES = new Map(
  ["r", "s"].map((id) => [id, ruleOf({ rule_id: id, name: `Rule ${id}`, severity: "low" })]),
);

/** Texts as evidence may have them: half a surrogate pair, characters of three bytes, what JSON escapes. */
const finding = (
  n: number,
  fields = packEvent({ "@timestamp": n, "host.name": `h\ud800ä€${n % 3}"` }),
): Finding => ({
  ruleId: n % 4 === 0 ? "s" : "r",
  place: { offset: n * 100, length: 90, line: n + 1, ...(n % 5 === 0 && { member: "a/b.evtx" }) },
  ...{
    source: "sysmon",
    index: "",
    fields,
    raw: `{"n":${n},"x":"\ud800"}`,
    ...(n === 7 && { extension: "x" }),
  },
});
const findings = (count: number): Finding[] => Array.from({ length: count }, (_, n) => finding(n));

async function stored(packed: PackedAlerts): Promise<readonly AlertFinding[]> {
  const page = { caseId: "c", evidenceId: "e", page: 3, findings: storedFindings(packed) };
  return (await unpackFindings(page)).findings;
}

/** As if another thread had packed them. */
async function handedOver(found: readonly Finding[]): Promise<PackedAlerts> {
  const packed = await packAlerts(found, "e", RULES);
  return structuredClone(packed, { transfer: buffersOfAlerts(packed) });
}

describe("alerts that a worker has packed", () => {
  it.each([3, 200])("have the rows and findings that the page would make of them: %i", async (count) => {
    const found = findings(count);
    const packed = await handedOver(found);
    expect("bytes" in packed.findings).toBe(count > 100);
    const rows = unpackRows(placedRows(packed, "e", 3, null));
    expect(rows).toEqual(
      found.map((one, slot) => alertRow(one, RULES.get(one.ruleId)!, { evidenceId: "e", page: 3, slot })),
    );
    expect(await stored(packed)).toEqual(found.map((one) => ({ kind: "event", ...one })));
  });

  it.each([3, 200])("of a split have the lines of the file: %i", async (count) => {
    const packed = { ...(await handedOver(findings(count))), linesBefore: 1000 };
    const lines = Array.from({ length: count }, (_, n) => n + 1001);
    expect(unpackRows(placedRows(packed, "e", 3, null)).map(({ line }) => line)).toEqual(lines);
    expect((await stored(packed)).map((one) => (one.kind === "event" ? one.place.line : -1))).toEqual(lines);
  });

  it("leave out those that are not wanted, or were handed over before, and keep their slots", async () => {
    const packed = { ...(await handedOver(findings(60))), skipped: 10 };
    const rows = placedRows(packed, "e", 0, ({ ruleId, evidenceId, place }) => {
      expect([evidenceId, place.member]).toEqual(["e", place.offset % 500 === 0 ? "a/b.evtx" : undefined]);
      return ruleId === "s";
    });
    const slots = unpackRows(rows).map(({ slot, offset, ruleId }) => [slot, offset, ruleId]);
    expect(slots).toEqual([12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56].map((n) => [n, n * 100, "s"]));
  });

  it("are stored as they are where JSON cannot write an event", async () => {
    const found = [...findings(50), finding(50, packEvent({ "x.y": Infinity }))];
    const packed = await handedOver(found);
    expect("bytes" in packed.findings).toBe(false);
    expect((await stored(packed)).at(-1)).toMatchObject({ fields: [["x.y", Infinity]] });
  });
});
