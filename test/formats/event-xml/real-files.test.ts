import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { sniffEventXml } from "../../../src/formats/event-xml/index.ts";
import { readXml } from "./read-xml.ts";

const EVIDENCE = "../shared/evidence";
const EXPORTS = join(EVIDENCE, "expected/libevtx-xml");
const present = existsSync(EXPORTS);

/** The rows of `counts.tsv` by file, each by column name. */
function counts(): Map<string, Map<string, string>> {
  const [header, ...rows] = readFileSync(join(EVIDENCE, "expected/counts.tsv"), "utf8").trim().split("\n");
  const names = header!.split("\t");
  return new Map(
    rows.map((row) => {
      const cells = row.split("\t");
      return [cells[0]!, new Map(names.map((name, i) => [name, cells[i]!]))];
    }),
  );
}

const exports = present
  ? readdirSync(EXPORTS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".gz"))
  : [];

describe.skipIf(!present)("XML that other tools made from real logs", () => {
  it.each(exports)("%s", (name) => {
    const content = gunzipSync(readFileSync(join(EXPORTS, name)));
    const { events, lost } = readXml(content, 1 << 20);
    const row = counts().get(`evtx/${name.replace(/\.xml\.gz$/, "")}`)!;
    // `FAIL(89)` if libevtx gave up after 89 records.
    expect(events).toHaveLength(Number(/\d+/.exec(row.get("libevtx")!)![0]));
    expect(lost).toEqual([]);
    expect(sniffEventXml(content.subarray(0, 65_536))).toBe(events.length > 0);
    for (const event of events) expect(event).toMatchObject({ eventId: /^\d+$/, recordId: /^\d+$/ });
  });

  it.each(["Application", "Security", "System"])(
    "Event Viewer's %s.xml contains what libevtx reads",
    (name) => {
      const viewer = readXml(readFileSync(join(EVIDENCE, `evtx/nicksmet/${name}.xml`)), 4096);
      const libevtx = readXml(gunzipSync(readFileSync(join(EXPORTS, `nicksmet/${name}.evtx.xml.gz`))));
      const row = counts().get(`evtx/nicksmet/${name}.evtx`)!;
      expect(viewer.events).toHaveLength(Number(row.get("recs_live")));
      expect(viewer.problems).toEqual([]);
      const others = new Map(libevtx.events.map((event) => [event.recordId, event]));
      for (const event of viewer.events) {
        const other = others.get(event.recordId)!;
        for (const key of [
          "provider",
          "eventId",
          "channel",
          "computer",
          "userSid",
          "processId",
          "threadId",
        ] as const) {
          expect(event[key]).toBe(other[key]);
        }
        expect(event.eventData?.length).toBe(other.eventData?.length);
      }
    },
  );
});
