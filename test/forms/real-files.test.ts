import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BlobReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { describe, expect, it } from "vitest";
import { readRecords } from "../../src/formats/index.ts";
import { toEcs } from "../../src/sources/index.ts";
import { scan } from "../support/scan.ts";

/* Every real file outside the repository is read completely, and only the one made to raises an alert. */

const ROOT = "../shared/evidence";
const present = existsSync(ROOT);
const POSITIVE = "evtx/sysmon-dumptype-synthetic.evtx";

/** Not evidence, but the output of another reader in a format of its own. */
const LIST = "expected/registry-events.ndjson";

/** Inputs made to show one fault each, with expected results of their own; not real logs. */
const MADE = /^(?:attacks|reports)\//;

const files = present
  ? readdirSync(ROOT, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(?:evtx|xml|xml\.gz|json|jsonl|ndjson|log)$/.test(name))
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => name !== LIST && !MADE.test(name))
      .sort()
  : [];

/** Rows of `counts.tsv` by file. */
function counts(): Map<string, Map<string, string>> {
  const [header, ...rows] = readFileSync(join(ROOT, "expected/counts.tsv"), "utf8").trim().split("\n");
  const columns = header!.split("\t");
  return new Map(
    rows.map((row) => {
      const cells = row.split("\t");
      return [cells[0]!, new Map(cells.map((cell, i) => [columns[i]!, cell]))];
    }),
  );
}

const table = present ? counts() : new Map<string, Map<string, string>>();

/** Damaged logs with more events after the damage than a reader counts that stops there. */
const BEHIND_DAMAGE = new Map([
  ["evtx/omerbenamram/sample-with-zero-data-size-event.evtx", 114],
  ["evtx/omerbenamram/sample_with_a_bad_chunk_magic.evtx", 113],
  [
    "evtx/omerbenamram/2-vss_0-Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational.evtx",
    21,
  ],
]);

/** The number of events in the file. */
function expected(name: string): number {
  const row = table.get(name);
  if (row !== undefined) return Number(row.get("recs_live")) + (BEHIND_DAMAGE.get(name) ?? 0);
  if (name.startsWith("expected/libevtx-xml/")) {
    const source = `evtx/${name.slice("expected/libevtx-xml/".length, -".xml.gz".length)}`;
    return Number(/\d+/.exec(table.get(source)!.get("libevtx")!)![0]);
  }
  if (name.startsWith("evtx/nicksmet/")) {
    return Number(table.get(name.replace(/xml$/, "evtx"))!.get("recs_live"));
  }
  // Winlogbeat's documents for the same log.
  if (name.startsWith("ecs-pairs/winlogbeat/collection/") && name.endsWith(".evtx"))
    return expected(`${name}.golden.json`);
  if (name === POSITIVE) return 2;
  const text = readFileSync(join(ROOT, name), "utf8");
  if (/\.(?:jsonl|ndjson|log)$/.test(name))
    return text.split("\n").filter((line) => line.trim() !== "").length;
  const value = JSON.parse(text) as unknown;
  return Array.isArray(value) ? value.length : 1;
}

describe.skipIf(!present)("a real file", () => {
  it("is there", () => expect(files.length).toBeGreaterThan(100));

  it.each(files)("%s", async (name) => {
    const { findings, events, readable } = await scan(readFileSync(join(ROOT, name)));
    expect({ events, readable }).toEqual({ events: expected(name), readable: true });
    expect(findings).toHaveLength(name === POSITIVE ? 1 : 0);
  });
});

describe.skipIf(!present)("a recorded attack, in an archive", () => {
  it.each(["empire_monologue_netntlm_downgrade", "rdp_interactive_taskmanager_lsass_dump"])(
    "%s",
    async (name) => {
      const archive = new ZipReader(new BlobReader(new Blob([readFileSync(join(ROOT, `json/${name}.zip`))])));
      const entries = (await archive.getEntries()).filter((entry) => !entry.directory);
      expect(entries).toHaveLength(1);
      const content = await entries[0]!.getData!(new Uint8ArrayWriter());
      const { findings, events, lost } = await scan(content as BlobPart);
      const lines = new TextDecoder().decode(content).trimEnd().split("\n");
      expect({ events, lost }).toEqual({ events: lines.length, lost: 0 });
      expect(findings).toEqual([]);
    },
  );
});

describe.skipIf(!present)("a log as EVTX and as Event Viewer's XML", () => {
  /** The texts rendered by the exporting machine, and the fields derived from them. */
  const RENDERED = [
    "message",
    "event.action",
    "log.level",
    "winlog.keywords",
    "winlog.opcode",
    "winlog.task",
  ];

  const withoutReturns = (value: unknown): unknown =>
    typeof value === "string" ? value.replaceAll("\r", "") : value;

  async function eventsOf(name: string): Promise<Map<string, Record<string, unknown>>> {
    const events = new Map<string, Record<string, unknown>>();
    for await (const { records } of readRecords(new Blob([readFileSync(join(ROOT, name))]))) {
      for (const record of records) {
        const { event } = toEcs(record)!;
        const fields = Object.entries(event).filter(([field]) => !RENDERED.includes(field));
        // The XML files have lost their carriage returns.
        events.set(
          String(event["winlog.record_id"]),
          Object.fromEntries(fields.map(([field, value]) => [field, withoutReturns(value)])),
        );
      }
    }
    return events;
  }

  it.each(["Application", "Security", "System"])("%s has the same ECS events in both", async (log) => {
    const [binary, text] = [
      await eventsOf(`evtx/nicksmet/${log}.evtx`),
      await eventsOf(`evtx/nicksmet/${log}.xml`),
    ];
    expect(binary.size).toBeGreaterThan(10);
    expect(binary).toEqual(text);
  });
});
