import { describe, expect, it } from "vitest";
import {
  type AlertFinding,
  alertRow,
  type AlertRow,
  exportAlerts,
  type ExportSources,
} from "../../src/case/index.ts";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";

const rule = ownRule({ name: "R", language: "eql", query: "any where true", severity: "low" }, "r");
const evidence = { ...newEvidence("c", 0, new File(["x"], "a"), "a"), id: "e", sha256: "0".repeat(64) };

/** Alerts in pages of three. */
function alerts(count: number) {
  const pages: AlertFinding[][] = [];
  const rows: AlertRow[] = [];
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
    rows.push(alertRow(finding, rule, { evidenceId: "e", page, slot }));
  }
  const read: number[] = [];
  const sources: ExportSources = {
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
  return { rows, sources, read };
}

describe("an export of alerts", () => {
  it("keeps the order of the rows, and reads each page once", async () => {
    const { rows, sources, read } = alerts(7);
    const order = [6, 0, 3, 1, 5, 2, 4].map((i) => rows[i]!);
    const hosts = await exportAlerts(order, sources, ({ event }) => event["host.name"]);
    expect(hosts).toEqual(order.map(({ host }) => host));
    expect(read.sort()).toEqual([0, 1, 2]);
  });

  it("has no UUID while the hash of the file is unknown", async () => {
    const { rows, sources } = alerts(1);
    const uuids = (of: ExportSources) => exportAlerts(rows, of, ({ uuid }) => uuid);
    expect(await uuids(sources)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(await uuids({ ...sources, evidence: () => ({ ...evidence, sha256: "" }) })).toEqual([""]);
  });

  it("fails if a listed alert is not stored, because a table without it would look complete", async () => {
    const { rows, sources } = alerts(1);
    const nothing = { ...sources, findings: () => Promise.resolve(undefined) };
    await expect(exportAlerts(rows, nothing, () => "")).rejects.toThrow("not in the database");
  });
});
