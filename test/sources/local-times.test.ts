import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scan } from "../support/scan.ts";
import { EVIDENCE, evidenceText, mapped } from "./support.ts";
import { eventOf } from "../../src/scan/index.ts";

/* Local times of tables, and zones in the names of columns. */

describe("a column that names its zone", () => {
  const row = (change: object): object => ({
    EventID: "4688",
    Channel: "Security",
    Computer: "WS01",
    EventSourceName: "Microsoft-Windows-Security-Auditing",
    ...change,
  });

  it("is read in that zone, whatever the zone of the file", () => {
    const { event, assumedZone } = mapped(row({ "TimeGenerated [UTC]": "5/14/2024, 2:01:17.250 AM" }), 120);
    expect(event["@timestamp"]).toBe("2024-05-14T02:01:17.250Z");
    expect(assumedZone).toBeUndefined();
    expect(Object.keys(event).some((field) => field.includes("TimeGenerated"))).toBe(false);
  });

  it("is local if the portal says so", () => {
    const { event, assumedZone } = mapped(
      row({ "TimeGenerated [Local Time]": "5/14/2024, 4:01:17.250 AM" }),
      120,
    );
    expect(event["@timestamp"]).toBe("2024-05-14T02:01:17.250Z");
    expect(assumedZone).toBe("once");
  });

  it("is read in Sentinel's device tables, each of its times", () => {
    const { event, assumedZone } = mapped(
      {
        "TimeGenerated [UTC]": "14.5.2024, 02:01:17,250",
        "InitiatingProcessCreationTime [UTC]": "14.5.2024, 02:01:16,5",
        DeviceName: "ws01",
        RegistryKey: "HKEY_LOCAL_MACHINE\\SOFTWARE",
        ActionType: "RegistryValueSet",
      },
      120,
    );
    expect(event["@timestamp"]).toBe("2024-05-14T02:01:17.250Z");
    expect(event["process.start"]).toBe("2024-05-14T02:01:16.500Z");
    expect(assumedZone).toBeUndefined();
  });
});

const REPORT = "reports/05-local-times-not-understood";
describe.skipIf(!existsSync(join(EVIDENCE, REPORT)))("public reports of local times", () => {
  const files = existsSync(join(EVIDENCE, REPORT)) ? readdirSync(join(EVIDENCE, REPORT)) : [];
  it.each(files.filter((name) => name.startsWith("ah-locale-")))("%s is read", async (name) => {
    const { findings, problems } = await scan(evidenceText(`${REPORT}/${name}`));
    expect(findings.map((finding) => eventOf(finding)["@timestamp"])).toEqual(["2024-03-13T15:40:13.988Z"]);
    expect(problems.map(({ code }) => code)).toEqual(["assumed-zone"]);
  });

  it("Sentinel's CSV is read", async () => {
    const { inventory } = await scan(evidenceText(`${REPORT}/sentinel-securityevent.csv`));
    expect(inventory.firstEvent).toBe(Date.UTC(2024, 4, 14, 2, 1, 17, 250));
  });
});
