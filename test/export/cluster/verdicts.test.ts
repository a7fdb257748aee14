import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  bulkOfFile,
  FieldPlan,
  type FieldUses,
  fieldUsesOf,
  indexTemplate,
} from "../../../src/export/cluster/index.ts";
import { readTogether } from "../../../src/rules/files/index.ts";
import { scanFile, type ScanRule, ScanRules } from "../../../src/scan/index.ts";
import { FORMS } from "../../forms/forms.ts";
import { ACTIVITIES } from "../../forms/activities.ts";
import { ownScanRules } from "../../forms/rules.ts";
import { bulkActions, Indices } from "../../support/elasticsearch.ts";

/* What is handed over has the same alerts as the evidence, and Elasticsearch refuses none of it. No cluster is run here. */

interface Case {
  readonly rules: ScanRules;
  readonly uses: FieldUses;
  readonly template: unknown;
}

function caseOf(rules: readonly ScanRule[]): Case {
  const uses = fieldUsesOf(rules);
  const template = indexTemplate(new FieldPlan(uses), "1.2.3");
  return { rules: new ScanRules(rules, 0), uses, template };
}

/** The alerts of each rule. */
async function alertsOf(blob: Blob, { rules }: Case): Promise<Map<string, number>> {
  const alerts = new Map<string, number>();
  await scanFile(blob, rules, {
    batch(findings) {
      for (const { ruleId } of findings) alerts.set(ruleId, (alerts.get(ruleId) ?? 0) + 1);
    },
  });
  return new Map([...alerts].sort());
}

async function handedOver(blob: Blob, { uses }: Case, partUnits?: number) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const summary = await bulkOfFile(
    blob,
    { path: "file", sha256: "ab", uses, readSettings: {}, passwords: [], ...(partUnits && { partUnits }) },
    { part: (bytes) => void parts.push(bytes), progress: () => undefined },
  );
  return { summary, parts };
}

/** How many alerts there are, before and after. */
async function sameAlerts(blob: Blob, of: Case, indices: Indices): Promise<number> {
  const { summary, parts } = await handedOver(blob, of);
  const ids = new Set<string>();
  for (const part of parts)
    for (const action of bulkActions(new TextDecoder().decode(part))) {
      indices.add(action);
      ids.add(action.id);
    }
  expect(ids.size).toBe(summary.events);
  const before = await alertsOf(blob, of);
  expect(await alertsOf(new Blob(parts), of)).toEqual(before);
  return [...before.values()].reduce((sum, alerts) => sum + alerts, 0);
}

describe("the events of a case for a cluster", () => {
  it("have the same alerts in every form of export", async () => {
    const own = caseOf(ownScanRules());
    let alerts = 0;
    for (const form of FORMS) {
      const activities = ACTIVITIES.map(([activity]) => activity).filter(
        (each) => form.holds?.(each) ?? true,
      );
      alerts += await sameAlerts(
        new Blob([form.write(activities) as BlobPart]),
        own,
        new Indices(own.template),
      );
    }
    expect(alerts).toBeGreaterThan(FORMS.length);
  });

  it("are the same bytes twice, whatever the size of the parts", async () => {
    const own = caseOf(ownScanRules());
    const form = FORMS.find(({ name }) => name === "EVTX")!;
    const blob = new Blob([form.write(ACTIVITIES.map(([activity]) => activity)) as BlobPart]);
    const whole = await handedOver(blob, own);
    const again = await handedOver(blob, own);
    const small = await handedOver(blob, own, 3000);
    const bytesOf = ({ parts }: { parts: readonly Uint8Array[] }): Buffer => Buffer.concat(parts);
    expect(whole.parts).toHaveLength(1);
    expect(bytesOf(again).equals(bytesOf(whole))).toBe(true);
    expect(small.parts.length).toBeGreaterThan(2);
    for (const part of small.parts) bulkActions(new TextDecoder().decode(part));
    expect(bytesOf(small).equals(bytesOf(whole))).toBe(true);
    expect(JSON.stringify(caseOf(ownScanRules().reverse()).template)).toBe(JSON.stringify(own.template));
  });
});

const EVIDENCE = "../shared/evidence";
const PACK = "../shared/rules/elastic-windows.zip";
const FILES = [
  "evtx/sysmon-dumptype-synthetic.evtx",
  "evtx/mdecrevoisier/ID4688-User_creation_via_commandline.evtx",
  "evtx/mdecrevoisier/ID4688,6416,4648-SystemNightMare.evtx",
  "expected/libevtx-xml/omerbenamram/sysmon.evtx.xml.gz",
  "attacks/1-gzip-without-its-end/traps.ndjson.gz",
  "attacks/4-response-taken-for-csv/fields-response-8-bytes.json",
  "reports/02-second-half-passed-over/t-evtx-then-ndjson.tar.gz",
  "ecs-pairs/endpoint/schema-example.registry_modification.json",
  "ecs-pairs/m365/test-device.registry-subset.log",
  "ecs-pairs/winlogbeat/ingest/sysmon-11-registry.golden.json",
];
const present = existsSync(EVIDENCE) && existsSync(PACK);

describe("real evidence for a cluster", () => {
  it.skipIf(!present)(
    `has the same alerts of Elastic's rules${present ? "" : " (skipped: there is no evidence beside the repository)"}`,
    async () => {
      const file = new File([readFileSync(PACK)], "rules.zip");
      const read = await readTogether([{ file, path: "rules.zip", isArchive: true }]);
      const rules = read.flatMap((each) => each.rules).map(({ rule }) => ({ rule, exceptions: [] }));
      expect(rules.length).toBeGreaterThan(500);
      const pack = caseOf(rules);
      // All together, as in one cluster. A few of each kind: all of the evidence takes minutes.
      const indices = new Indices(pack.template);
      let alerts = 0;
      for (const path of FILES)
        alerts += await sameAlerts(new Blob([readFileSync(join(EVIDENCE, path))]), pack, indices);
      expect(alerts).toBeGreaterThan(FILES.length / 2);
    },
  );
});
