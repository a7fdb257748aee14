import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { alertCsv, type AlertExport } from "../../src/export/index.ts";

const HEADER =
  "@timestamp,kibana.alert.rule.name,kibana.alert.workflow_assignee_ids,kibana.alert.severity,kibana.alert.risk_score," +
  "kibana.alert.reason,host.name,user.name,process.name,file.name,source.ip,destination.ip,kibana.alert.original_time," +
  "kibana.alert.uuid,kibana.alert.workflow_status,kibana.alert.rule.rule_id,registry.path,registry.data.strings," +
  "process.executable,user.id,log.file.path,log.offset,log.file.hash.sha256,kibana.alert.rule.version,loupe.version," +
  "loupe.line,loupe.source,loupe.extension,loupe.verdict,loupe.note,loupe.exception,kibana.alert.building_block_type," +
  "loupe.sequence,loupe.schedule_loss,loupe.carved,loupe.time_without_zone,loupe.archive_member,loupe.derived_fields," +
  "process.command_line,process.parent.name,event.code,threat.technique.id,kibana.alert.workflow_tags," +
  "kibana.alert.threshold_result.count,kibana.alert.threshold_result.terms,kibana.alert.new_terms,loupe.history";

const alert: AlertExport = {
  event: flatten({
    "@timestamp": "2026-05-04T09:08:09.1239999+02:00",
    "event.category": ["configuration", "registry"],
    "host.name": "WIN10",
    "user.name": "=cmd|' /C calc'!A0",
    "process.name": "reg.exe",
    "process.executable": "C:\\Windows\\System32\\reg.exe",
    "registry.path": "HKLM\\X\\DumpType",
    "registry.data.strings": ["2", "1"],
    "user.id": "S-1-5-21-1",
    "log.file.path": "/original/agent/path",
  }),
  rule: { rule_id: "r1", name: "Dumps On", severity: "medium", risk_score: 47, version: 109, threat: [] },
  uuid: "u1",
  status: "open",
  verdict: "",
  note: "two\r\nlines",
  tags: ["case-7", "=1+1"],
  exception: "",
  file: { name: "a.ndjson", sha256: "ab".repeat(32) },
  offset: 0,
  line: 1,
  source: "sysmon",
  derived: [],
};
const csv = (alerts: AlertExport[]) => [...alertCsv(alerts, "1.2.3")].join("");

function row(changes: Partial<AlertExport>): Record<string, string> {
  const { data, errors } = Papa.parse<Record<string, string>>(csv([{ ...alert, ...changes }]).slice(1), {
    header: true,
  });
  expect(errors).toEqual([]);
  expect(data).toHaveLength(1);
  return data[0]!;
}

describe("alertCsv", () => {
  it("has a header with Elastic's field names, also without alerts", () => {
    expect(csv([])).toBe("\uFEFF" + HEADER.replace(/[^,]+/g, '"$&"'));
  });

  it("fills each column", () => {
    const cells = row({});
    expect(Object.keys(cells).join(",")).toBe(HEADER);
    expect(cells).toMatchObject({
      "@timestamp": "2026-05-04T07:08:09.123Z",
      "kibana.alert.rule.name": "Dumps On",
      "kibana.alert.workflow_assignee_ids": "",
      "kibana.alert.severity": "medium",
      "kibana.alert.risk_score": "47",
      "kibana.alert.reason":
        "configuration, registry event with process reg.exe, by =cmd|' /C calc'!A0 on WIN10 created medium alert Dumps On.",
      "host.name": "WIN10",
      "user.name": "'=cmd|' /C calc'!A0",
      "process.name": "reg.exe",
      "file.name": "",
      "source.ip": "",
      "destination.ip": "",
      "kibana.alert.original_time": "2026-05-04T07:08:09.123Z",
      "kibana.alert.uuid": "u1",
      "kibana.alert.workflow_status": "open",
      "kibana.alert.rule.rule_id": "r1",
      "registry.path": "HKLM\\X\\DumpType",
      "registry.data.strings": "2, 1",
      "process.executable": "C:\\Windows\\System32\\reg.exe",
      "user.id": "S-1-5-21-1",
      "log.file.path": "a.ndjson",
      "log.offset": "0",
      "log.file.hash.sha256": "ab".repeat(32),
      "kibana.alert.rule.version": "109",
      "loupe.version": "1.2.3",
      "loupe.line": "1",
      "loupe.source": "sysmon",
      "loupe.extension": "",
      "loupe.verdict": "",
      "loupe.note": "two\r\nlines",
      "loupe.exception": "",
      "loupe.archive_member": "",
      "loupe.derived_fields": "",
    });
    const derived = ["host.id", "process.entity_id"];
    expect(row({ derived })["loupe.derived_fields"]).toBe("host.id, process.entity_id");
    expect(row({ member: "=logs/a.evtx" })["loupe.archive_member"]).toBe("'=logs/a.evtx");
  });

  it("fills the columns of the case", () => {
    const decided = {
      status: "closed",
      verdict: "false positive",
      exception: "Lab",
      extension: "4657",
    } as const;
    expect(row(decided)).toMatchObject({
      "kibana.alert.workflow_status": "closed",
      "loupe.verdict": "false positive",
      "loupe.exception": "Lab",
      "loupe.extension": "4657",
    });
  });

  it.each([
    [1777878489123, "2026-05-04T07:08:09.123Z"],
    ["1777878489123", "2026-05-04T07:08:09.123Z"],
    ["some day", "some day"],
    [undefined, ""],
  ])("writes the time %j as %j", (time, written) => {
    const event = flatten({ "@timestamp": time });
    expect(row({ event })).toMatchObject({ "@timestamp": written, "kibana.alert.original_time": written });
  });

  it("leaves cells empty for a rule without a version and a record without a line, and never reads a prototype", () => {
    const { rule_id, name, severity, risk_score, threat } = alert.rule;
    const rest = Object.fromEntries(
      Object.entries(alert).filter(([key]) => key !== "line"),
    ) as unknown as AlertExport;
    const event = Object.create({ "host.name": "inherited" }) as Record<string, string>;
    const cells = csv([{ ...rest, rule: { rule_id, name, severity, risk_score, threat }, event }]);
    expect(cells).not.toContain("inherited");
    expect(
      cells.endsWith(
        `"${"ab".repeat(32)}","","1.2.3","","sysmon","","","two\r\nlines","","","","","","","","","","","","","case-7, =1+1","","","",""`,
      ),
    ).toBe(true);
  });

  it("says what the events of a threshold or new terms alert have in common", () => {
    const terms = [
      { field: "host.id", value: "h1" },
      { field: "process.name", value: "=cmd" },
    ];
    const counted = { terms, count: 12, from: 0, to: 1000 };
    expect(row({ group: counted })).toMatchObject({
      "kibana.alert.threshold_result.count": "12",
      "kibana.alert.threshold_result.terms": "host.id: h1; process.name: =cmd",
      "kibana.alert.new_terms": "",
      "loupe.history": "",
    });
    const isNew = { ...counted, count: 1, history: 604_800_000 };
    expect(row({ group: { ...isNew, covered: 86_400_000 } })).toMatchObject({
      "kibana.alert.threshold_result.count": "",
      "kibana.alert.threshold_result.terms": "",
      "kibana.alert.new_terms": "host.id: h1; process.name: =cmd",
      "loupe.history": "86400 of 604800 s",
    });
    expect(row({ group: { ...isNew, covered: null } })["loupe.history"]).toBe("unknown of 604800 s");
  });

  it("has the time of a sequence's last event and the locations of its events", () => {
    const event = flatten({ "host.name": "WIN10" });
    const cells = row({
      event,
      time: 1777878489123,
      sequence: "t a.ndjson byte 0; t b.ndjson byte 5",
      lost: "cap",
      carved: "1 of 2 records",
      zone: "UTC+02:00, as told",
    });
    expect(cells).toMatchObject({
      "@timestamp": "2026-05-04T07:08:09.123Z",
      "kibana.alert.original_time": "2026-05-04T07:08:09.123Z",
      "loupe.sequence": "t a.ndjson byte 0; t b.ndjson byte 5",
      "loupe.schedule_loss": "cap",
      "loupe.carved": "1 of 2 records",
      "loupe.time_without_zone": "UTC+02:00, as told",
    });
  });

  it("returns the same bytes for the same alerts", () => {
    expect(csv([alert, alert])).toBe(csv([alert, alert]));
  });
});
