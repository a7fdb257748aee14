import { describe, expect, it } from "vitest";
import { type RowNumbers, sortRows } from "../../src/columns/index.ts";
import {
  AlertColumns,
  type AlertFinding,
  alertRow,
  exportAlerts,
  type ExportedAlert,
  type ExportSources,
} from "../../src/case/index.ts";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { mulberry32 } from "../bench/random.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";

const rule = ownRule({ name: "R", language: "eql", query: "any where true", severity: "low" }, "r");
const evidence = { ...newEvidence("c", 0, new File(["x"], "a"), "a"), id: "e", sha256: "0".repeat(64) };

/** Alerts in pages of three. */
function alerts(count: number) {
  const pages: AlertFinding[][] = [];
  const columns = new AlertColumns();
  for (let i = 0; i < count; i++) {
    const [page, slot] = [Math.floor(i / 3), i % 3];
    const finding: AlertFinding = {
      kind: "event",
      ruleId: "r",
      place: { offset: i, length: 1, line: i + 1 },
      source: "ecs",
      index: "",
      fields: [["host.name", `host-${i}`]],
      raw: "{}",
    };
    (pages[page] ??= []).push(finding);
    columns.add(alertRow(finding, rule, { evidenceId: "e", page, slot }));
  }
  const read: number[] = [];
  const sources: ExportSources = {
    columns,
    findings: (_owner, page) => {
      read.push(page);
      return Promise.resolve(pages[page]);
    },
    evidence: () => evidence,
    rule: () => rule,
    disposition: () => undefined,
    exception: () => undefined,
    missed: () => undefined,
  };
  return { sources, read };
}

async function exported(
  rows: RowNumbers,
  sources: ExportSources,
  write: (alert: ExportedAlert) => string,
): Promise<string[]> {
  const texts: string[] = [];
  for await (const part of exportAlerts(rows, sources, write)) texts.push(...part);
  return texts;
}

describe("an export of alerts", () => {
  it("keeps the order of the rows, and reads each page once", async () => {
    const { sources, read } = alerts(20_001);
    const random = mulberry32(1);
    const order = sortRows(
      Uint32Array.from({ length: 20_001 }, (_, row) => row),
      () => random(),
    );
    const hosts = await exported(order, sources, ({ event }) => String(event["host.name"]));
    expect(hosts).toEqual(Array.from(order, (row) => `host-${row}`));
    expect(read.sort((a, b) => a - b)).toEqual(Array.from({ length: 6667 }, (_, page) => page));
  });

  it("has no UUID while the hash of the file is unknown", async () => {
    const { sources } = alerts(1);
    const uuids = (of: ExportSources) => exported(Uint32Array.of(0), of, ({ uuid }) => uuid);
    expect(await uuids(sources)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(await uuids({ ...sources, evidence: () => ({ ...evidence, sha256: "" }) })).toEqual([""]);
  });

  it("fails if a listed alert is not stored, because a table without it would look complete", async () => {
    const { sources } = alerts(1);
    const nothing = { ...sources, findings: () => Promise.resolve(undefined) };
    await expect(exported(Uint32Array.of(0), nothing, () => "")).rejects.toThrow("not in the database");
  });
});
