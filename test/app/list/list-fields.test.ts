import { DecidedRows } from "../../../src/app/case/decided-rows.ts";
import { describe, expect, it } from "vitest";
import type { Threat } from "../../../src/rules/index.ts";
import type { ListField } from "../../../src/app/list/field-names.ts";
import { setsWith, textsOfSet } from "../../../src/app/list/field-values.ts";
import { type FieldSources, listFieldValues } from "../../../src/app/list/list-fields.ts";
import { anyRule, columnsOf, sourcesOf } from "./columns-of.ts";

const entry = (id: string, name = id) => ({ id, name, reference: "" });
const threat: Threat = {
  framework: "MITRE ATT&CK",
  tactic: entry("TA0006", "Credential Access"),
  technique: [{ ...entry("T1003"), subtechnique: [entry("T1003.001")] }],
};
const RULES = [
  anyRule("r", {
    name: "Dump",
    severity: "high",
    threat: [threat, { ...threat, tactic: entry("TA0005", "Evasion") }],
  }),
  anyRule("s", { name: "Other" }),
];

/** The values of each row. */
function valuesOf(field: ListField, sources: FieldSources): (readonly string[])[] {
  const values = listFieldValues(field, sources);
  return Array.from(sources.columns.all(), (row) => textsOfSet(values, values.sets[row]!));
}

describe("the values that alerts have at hand", () => {
  const columns = columnsOf([
    { host: "A", user: "u", process: "p.exe", time: Date.UTC(2026, 2, 14, 23, 59) },
    { host: "b", ruleId: "s", severity: "critical", name: "Own", time: NaN },
    { ruleId: "s", evidenceId: "f", source: "sysmon", time: -1 },
    { ruleId: "gone", time: 9e15 },
  ]);
  const decided = new DecidedRows();
  const decide = (row: number, more: object): void =>
    decided.set(row, { status: "open", verdict: "", note: "", changedAt: 0, ...more });
  decide(1, { status: "closed", verdict: "false positive", tags: ["x", "y"] });
  decide(2, { tags: [] });
  const sources = sourcesOf(columns, RULES, { decided });

  it.each<[ListField, readonly (readonly string[])[]]>([
    ["host.name", [["A"], ["b"], [""], [""]]],
    ["user.name", [["u"], [""], [""], [""]]],
    ["process.name", [["p.exe"], [""], [""], [""]]],
    ["source", [["ecs"], ["ecs"], ["sysmon"], ["ecs"]]],
    ["rule.id", [["r"], ["s"], ["s"], ["gone"]]],
    ["rule.name", [["Dump"], ["Own"], ["Other"], [""]]],
    ["severity", [["high"], ["critical"], ["low"], ["low"]]],
    ["threat.tactic.name", [["Credential Access", "Evasion"], [""], [""], [""]]],
    ["threat.technique.id", [["T1003", "T1003.001"], [""], [""], [""]]],
    ["evidence", [["e.evtx"], ["e.evtx"], ["f.evtx"], ["e.evtx"]]],
    ["day", [["2026-03-14"], [""], ["1969-12-31"], [""]]],
    ["status", [["open"], ["closed"], ["open"], ["open"]]],
    ["verdict", [[""], ["false positive"], [""], [""]]],
    ["tag", [[""], ["x", "y"], [""], [""]]],
  ])("%s", (field, expected) => expect(valuesOf(field, sources)).toEqual(expected));

  it("are compared without their case, and any value of a row counts", () => {
    const values = listFieldValues("threat.tactic.name", sources);
    const sets = setsWith(values, (text) => text === "evasion");
    expect(Array.from(columns.all(), (row) => sets[values.sets[row]!])).toEqual([1, 0, 0, 0]);
  });

  it("are those of the rule's names where no alert has its own", () => {
    const plain = sourcesOf(columnsOf([{}, { ruleId: "s" }]), RULES);
    expect(valuesOf("rule.name", plain)).toEqual([["Dump"], ["Other"]]);
  });
});
