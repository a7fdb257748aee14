import { describe, expect, it } from "vitest";
import { alertRow, isSequence, sequenceRow, sharedFields, type SequenceEvent } from "../../src/case/index.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import { readRules, type Rule } from "../../src/rules/index.ts";
import type { Finding, SeenEvent } from "../../src/scan/index.ts";

const rule: Rule = readRules(
  JSON.stringify({ rule_id: "r", name: "R", type: "eql", query: "any where true", severity: "low" }),
  "r.ndjson",
).rules[0]!;

const seen = (document: Record<string, unknown>, offset = 0): SeenEvent => ({
  place: { offset, length: 10, line: 1 + offset },
  source: "sysmon",
  index: "",
  fields: Object.entries(flatten(document)) as unknown as SeenEvent["fields"],
  raw: "{}",
});
const finding = (document: Record<string, unknown>): Finding => ({ ruleId: "r", ...seen(document, 7) });
const where = { evidenceId: "e", page: 2, slot: 3 };

describe("alertRow", () => {
  it("is identified by file, location and rule, so finding the alert again changes nothing", () => {
    const row = alertRow(finding({ "@timestamp": 5, host: { name: "h" } }), rule, where);
    expect(row).toMatchObject({ id: "e.7.r", page: 2, slot: 3, time: 5, host: "h", offset: 7, line: 8 });
    expect(row).not.toHaveProperty("severity");
    expect(alertRow(finding({}), rule, { ...where, page: 9 }).id).toBe(row.id);
    expect(alertRow(finding({}), { ...rule, rule_id: "s" }, where).id).not.toBe(row.id);
  });

  it("says what happened, in a line of bounded length", () => {
    const process = { name: "reg.exe" };
    const set = {
      event: { category: "registry" },
      process,
      registry: { path: "HKLM\\X", data: { strings: ["2"] } },
    };
    expect(alertRow(finding(set), rule, where).did).toBe("reg.exe set HKLM\\X = 2");
    const long = { ...set, registry: { path: "x".repeat(1000), data: { strings: "y".repeat(1000) } } };
    expect(alertRow(finding(long), rule, where).did).toHaveLength(200);
  });

  it("is marked if its record is carved", () => {
    const place = { offset: 7, length: 10, line: 0, carved: true as const };
    expect(alertRow({ ...finding({}), place }, rule, where).carved).toBe(true);
    expect(alertRow(finding({}), rule, where)).not.toHaveProperty("carved");
  });

  it("applies the rule's overrides", () => {
    const overriding: Rule = {
      ...rule,
      rule_name_override: "message",
      severity_mapping: [{ field: "event.severity", operator: "equals", value: "99", severity: "critical" }],
      risk_score_mapping: [{ field: "event.risk_score", operator: "equals", value: "" }],
    };
    const row = alertRow(
      finding({ message: "Called otherwise", event: { severity: 99, risk_score: 88 } }),
      overriding,
      where,
    );
    expect(row).toMatchObject({ name: "Called otherwise", severity: "critical", risk: 88 });
    expect(row.reason).toContain("created critical alert Called otherwise.");
  });

  it("stores the time by which Elastic's runs search, if it differs", () => {
    const override = { ...rule, timestamp_override: "event.ingested" };
    const at = (document: Record<string, unknown>) => alertRow(finding(document), override, where).ingested;
    expect(at({ "@timestamp": 5, event: { ingested: 9 } })).toBe(9);
    expect(at({ "@timestamp": 5, event: { ingested: 5 } })).toBeUndefined();
    expect(at({ "@timestamp": 5 })).toBeUndefined();
  });

  it("stores the arrival of an event, if it is later than that time", () => {
    const late = { "@timestamp": 5, event: { ingested: 9 } };
    expect(alertRow(finding(late), rule, where).arrived).toBe(9);
    const override = { ...rule, timestamp_override: "event.ingested" };
    expect(alertRow(finding(late), override, where).arrived).toBeUndefined();
    expect(alertRow(finding({ "@timestamp": 5 }), rule, where).arrived).toBeUndefined();
    const created = { ...rule, timestamp_override: "event.created" };
    const flush = { "@timestamp": 5, event: { created: 2 } };
    expect(alertRow(finding(flush), created, where)).toMatchObject({ ingested: 2 });
    expect(alertRow(finding(flush), created, where).arrived).toBeUndefined();
  });

  it("stores that no run finds an event without the timestamp override, if the rule disables the fallback", () => {
    const strict = {
      ...rule,
      timestamp_override: "event.ingested",
      timestamp_override_fallback_disabled: true,
    };
    expect(alertRow(finding({ "@timestamp": 5 }), strict, where).ingested).toBeNaN();
  });
});

describe("sequenceRow", () => {
  const event = (evidenceId: string, offset: number, record: SeenEvent | null): SequenceEvent => ({
    evidenceId,
    place: { offset, length: 10, line: 4 },
    seen: record,
    time: offset * 1000,
  });
  const start = seen({ host: { name: "h" }, process: { name: "a.exe" }, user: { name: "u" } });
  const end = seen({ host: { name: "h" }, process: { name: "b.exe" }, user: { name: "u" } });
  const sequence = {
    kind: "sequence" as const,
    ruleId: "r",
    events: [event("e1", 1, start), null, event("e2", 2, end)],
  };
  const where = { owner: "rule:r", page: 0, slot: 0, lost: null };

  it("has the location of its last event, and the values that its events share", () => {
    expect(isSequence(sequence)).toBe(true);
    const row = sequenceRow(sequence, rule, where);
    expect(row).toMatchObject({
      evidenceId: "e2",
      offset: 2,
      time: 2000,
      host: "h",
      user: "u",
      process: "",
      events: 2,
      shelf: "rule:r",
    });
    expect(row).not.toHaveProperty("lost");
  });

  it("says what happened in each of its events that could be read", () => {
    const ended = (name: string) => seen({ event: { category: "process", type: "end" }, process: { name } });
    const events = [event("e1", 1, ended("a.exe")), null, event("e2", 2, ended("b.exe"))];
    expect(sequenceRow({ ...sequence, events }, rule, where).did).toBe("a.exe ended; b.exe ended");
    const unread = { ...sequence, events: [event("e1", 1, null), event("e2", 2, null)] };
    expect(sequenceRow(unread, rule, where)).not.toHaveProperty("did");
  });

  it("is identified by the locations of its events", () => {
    const { id } = sequenceRow(sequence, rule, where);
    expect(sequenceRow(sequence, rule, { ...where, page: 5 }).id).toBe(id);
    const other = { ...sequence, events: [event("e1", 0, start), null, event("e2", 2, end)] };
    expect(sequenceRow(other, rule, where).id).not.toBe(id);
  });

  it("is marked if one of its events is carved, whether or not it was read again", () => {
    const carved = { offset: 2, length: 10, line: 0, carved: true as const };
    const unread = {
      ...sequence,
      events: [event("e1", 1, start), { ...event("e2", 2, null), place: carved }],
    };
    expect(sequenceRow(unread, rule, where).carved).toBe(true);
    const read = { ...sequence, events: [event("e1", 1, start), event("e2", 2, { ...end, place: carved })] };
    expect(sequenceRow(read, rule, where).carved).toBe(true);
    expect(sequenceRow(sequence, rule, where)).not.toHaveProperty("carved");
  });

  it("has the number of all events of a group, and one alert for each group of the same events", () => {
    const group = (value: string) => ({ terms: [{ field: "host.name", value }], count: 500, from: 0, to: 1 });
    const row = sequenceRow({ ...sequence, group: group("h") }, rule, where);
    expect(row).toMatchObject({ events: 500, host: "h" });
    expect(row.did).not.toContain(";");
    expect(sequenceRow({ ...sequence, group: group("g") }, rule, where).id).not.toBe(row.id);
    expect(sequenceRow(sequence, rule, where).id).not.toBe(row.id);
  });

  it("is like that of a single event for what is new, with the rule's overrides", () => {
    const group = {
      terms: [{ field: "process.name", value: "a.exe" }],
      count: 1,
      from: 0,
      to: 0,
      history: 60_000,
      covered: 0,
    };
    const naming = { ...rule, rule_name_override: "process.name" };
    const row = sequenceRow({ ...sequence, events: [event("e1", 1, start)], group }, naming, where);
    expect(row).toMatchObject({ name: "a.exe", process: "a.exe" });
    expect(row.did).toMatch(/^First a\.exe: /);
    expect(row).not.toHaveProperty("events");
  });

  it("accepts events that could not be read", () => {
    const unread = { ...sequence, events: [event("e1", 1, null), event("e2", 2, null)] };
    expect(sequenceRow(unread, rule, where)).toMatchObject({ host: "", source: "", events: 2 });
  });
});

describe("sharedFields", () => {
  it("keeps equal values, and compares lists as a whole", () => {
    const shared = sharedFields([
      flatten({ a: 1, b: [1, 2], c: "x", __proto__x: 1 }),
      flatten({ a: 1, b: [2, 1], c: "y", __proto__x: 1 }),
    ]);
    expect(shared).toEqual(flatten({ a: 1, __proto__x: 1 }));
    expect(sharedFields([])).toEqual(flatten({}));
  });
});
