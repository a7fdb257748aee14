import { describe, expect, it } from "vitest";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { evidenceLines, evidenceText, hasEvidence, mapped, seedMatches, sysmonRecord } from "../support.ts";

const FLAT = [
  "azure-2021-TimeCreated-Z-local",
  "eventlog-startuptype-4657",
  "nxlog-2019",
  "nxlog-2020-EventTypeOrignal",
  "nxlog-2020-no-EventType",
  "wef-2020-TimeCreated-local",
];
const NEAR_MISSES = ["wer-near-misses", "dump-related-near-misses", "sysmon-14-all", "security-4657-all"];

/**
 * Fields that the pipeline of that time lacked or took from elsewhere: the names of the data set and the action came
 * later, the operating system and the id of the host came from the agent, the version of ECS is not part of an event, the
 * community ID needs SHA-1, and only the Windows integration keeps the details of a registry event. Lists are compared
 * without their order, which came from a hash map.
 */
const DIFFERS = [
  "data_stream.dataset",
  "ecs.version",
  "event.action",
  "event.created",
  "event.dataset",
  "host.id",
  "host.os.family",
  "host.os.type",
  "network.community_id",
  "winlog.event_data.Details",
];

describe.skipIf(!hasEvidence)("documents of Winlogbeat before and after its pipeline", () => {
  it.each(["sysmon-11-registry", "sysmon-12-processcreate", "sysmon-13-clipboardchange", "sysmon-9.01"])(
    "%s are mapped as by the pipeline",
    (name) => {
      const folder = "ecs-pairs/winlogbeat";
      const raw = JSON.parse(evidenceText(`${folder}/collection/${name}.evtx.golden.json`)) as unknown[];
      const ecs = JSON.parse(evidenceText(`${folder}/ingest/${name}.golden.json`)) as unknown[];
      expect(raw.length).toBe(ecs.length);
      raw.forEach((value, i) => {
        const { event, source, extension } = mapped(value);
        expect(comparable(event)).toEqual(comparable(flatten(ecs[i])));
        expect(source).toBe("winlogbeat");
        expect(extension).toContain("no ingest pipeline");
        // The output of the pipeline is kept as it is.
        expect(mapped(ecs[i])).toMatchObject({ source: "winlogbeat", event: flatten(ecs[i]) });
      });
    },
  );
});

function comparable(event: object): [string, unknown][] {
  return Object.entries(event)
    .filter(([field]) => !DIFFERS.includes(field))
    .map(([field, value]): [string, unknown] => [
      field,
      Array.isArray(value) ? [...(value as unknown[])].map(String).sort() : [String(value)],
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

describe.skipIf(!hasEvidence)("real events", () => {
  it.each(FLAT)("of %s keep their values and raise no alert", (name) => {
    for (const record of evidenceLines(`json/flat-winlog/${name}.jsonl`)) {
      const { event, extension } = mapped(record);
      expect(event["event.code"]).toBe(String(record["EventID"]));
      expect(event["host.name"]).toBe(record["Hostname"]);
      if (record["Channel"] === "Microsoft-Windows-Sysmon/Operational") {
        const time = String(record["UtcTime"]).replace(" ", "T");
        expect(event["@timestamp"]).toBe(`${time}Z`);
        expect(event["registry.path"]).toBe(record["TargetObject"]);
        expect(event["process.executable"]).toBe(record["Image"]);
        expect(event["user.id"]).toBe(record["UserID"]);
        expect(extension === undefined).toBe(record["UserID"] !== undefined);
        const hasMessage = record["Message"] !== undefined;
        expect(event["process.pid"] !== undefined).toBe(hasMessage);
        expect(["SetValue", "CreateKey", "DeleteKey", "DeleteValue", undefined]).toContain(
          event["winlog.event_data.EventType"],
        );
        expect(event["winlog.event_data.EventType"] !== undefined).toBe(hasMessage);
      }
      expect(seedMatches(event)).toBe(false);
    }
  });

  it.each(NEAR_MISSES)("of %s raise no alert", (name) => {
    const records = evidenceLines(`json/${name}.ndjson`);
    for (const record of records) {
      const { event } = mapped(record);
      expect(event["event.category"]).toContain("registry");
      expect(event["registry.path"]).toBeDefined();
      expect(seedMatches(event)).toBe(false);
    }
  });

  it("of audited registry values have the hive, key, value, data and process", () => {
    for (const record of evidenceLines("json/security-4657-all.ndjson")) {
      const { event, extension, source } = mapped(record);
      expect(source).toBe("windows-security");
      expect(extension).toContain("4657");
      const kernel = String(record["ObjectName"]);
      const path = kernel.replace("\\REGISTRY\\MACHINE", "HKLM").replace("\\REGISTRY\\USER", "HKU");
      expect(event["registry.path"]).toBe(`${path}\\${String(record["ObjectValueName"])}`);
      const data = record["NewValue"];
      expect(event["registry.data.strings"]).toEqual(data === "-" || data === "" ? undefined : [data]);
      expect(event["registry.data.type"]).toMatch(/^REG_|^undefined$/);
      expect(event["user.id"]).toBe(record["SubjectUserSid"]);
      expect(event["process.executable"]).toBe(record["ProcessName"]);
      // NXLog of 2019 writes its own process ID to ProcessID, in place of the event's, which is only in the message.
      const pid = record["ProcessId"] ?? /Process ID:\s+(0x[0-9a-f]+)/.exec(String(record["Message"]))?.[1];
      expect(event["process.pid"]).toBe(Number(pid));
      expect(event["event.outcome"]).toBe("success");
    }
  });

  it("of real event logs keep every value and raise no alert", () => {
    for (const record of evidenceLines("expected/registry-events.ndjson")) {
      const data = record["EventData"] as Record<string, string>;
      const { event } = mapped(sysmonRecord(String(record["EventID"]), data));
      expect(event["registry.path"]).toBe(data["TargetObject"]);
      expect(event["process.executable"]).toBe(data["Image"]);
      expect(event["@timestamp"]).toBe(`${data["UtcTime"]!.replace(" ", "T")}Z`);
      expect(event["winlog.event_data.EventType"]).toBe(data["EventType"]);
      expect(seedMatches(event)).toBe(false);
    }
  });
});
