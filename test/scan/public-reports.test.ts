import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { problemSentence } from "../../src/wording/index.ts";
import { eventOf } from "../../src/scan/index.ts";
import { scan } from "../support/scan.ts";

/* Inputs written from public bug reports of other tools, each with its right answer (shared/evidence/reports). */

const ROOT = join(import.meta.dirname, "../../../shared/evidence/reports");
const present = existsSync(ROOT);

interface Answer {
  readonly alerts: number;
  readonly events?: number;
  readonly headerOnly?: number;
  readonly lost?: number;
  /** What a problem of the file says. */
  readonly says?: RegExp;
  /** The time of the first event. */
  readonly time?: string;
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  "01-header-only-in-silence/gw4657-fr.csv": { alerts: 1 },
  "01-header-only-in-silence/ez-cut-payload.csv": { alerts: 1, says: /only some of the values/ },
  "01-header-only-in-silence/evtxtoelk.json": { alerts: 1 },
  "02-second-half-passed-over/tar2-xml-evtxdump.tar.gz": { alerts: 1, events: 2 },
  "02-second-half-passed-over/t-evtx-then-ndjson.tar.gz": { alerts: 2, events: 10 },
  "02-second-half-passed-over/ndjson.tar.gz": { alerts: 3 },
  "03-no-registry-event-at-all-untrue/winlogbeat6.ndjson": { alerts: 1 },
  "03-no-registry-event-at-all-untrue/kibana-esql.csv": { alerts: 1 },
  "04-outcome-turned-round/nxlog-keywords-rounded.ndjson": { alerts: 0, events: 1 },
  "05-local-times-not-understood/sentinel-securityevent.csv": {
    alerts: 0,
    events: 1,
    time: "2024-05-14T02:01:17.250Z",
  },
  "07-messages/kibana-console.txt": { alerts: 1 },
  "07-messages/eventlog.xlsx": { alerts: 0, events: 0, lost: 1, says: /Excel workbook.*CSV/s },
  "07-messages/git-lfs.evtx": { alerts: 0, events: 0, lost: 1, says: /Git LFS.*not downloaded/s },
  "08-damage-behind-the-values/xml-truncated-rendering.xml": {
    alerts: 2,
    says: /message of this event is damaged/,
  },
  "09-values-one-field-too-early/shift-forwarded.xml": {
    alerts: 0,
    events: 1,
    says: /do not fit their names/,
  },
  "10-declared-encoding-ignored/xml-latin1.xml": { alerts: 1 },
  "11-current-pipelines/pairs.json": { alerts: 0, events: 11 },
  "11-current-pipelines/sysmon7-library.xml": { alerts: 0, events: 1 },
};

/** Folders in which every file not listed above has one alert. */
const ONE_ALERT: Readonly<Record<string, Answer>> = {
  "05-local-times-not-understood": { alerts: 1, events: 1, time: "2024-03-13T15:40:13.988Z" },
  "06-full-events-in-forms-not-read": { alerts: 1, events: 1 },
};

const files = present
  ? readdirSync(ROOT, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "README.md")
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(ROOT.length + 1)
          .replaceAll("\\", "/"),
      )
  : [];

describe.skipIf(!present)("an input from a public bug report", () => {
  it.each(files)("gets its right answer: %s", async (file) => {
    const answer = ANSWERS[file] ?? ONE_ALERT[file.split("/")[0]!];
    if (answer === undefined) throw new Error(`no answer is known for ${file}`);
    const { alerts, events, headerOnly = 0, lost = 0, says, time } = answer;
    const found = await scan(readFileSync(join(ROOT, file)));
    expect(found.findings).toHaveLength(alerts);
    expect(found).toMatchObject({ headerOnly, lost, ...(events !== undefined && { events }) });
    const sentences = found.problems.map(problemSentence).join("\n");
    if (says !== undefined) expect(sentences).toMatch(says);
    if (time !== undefined) expect(new Date(found.inventory.firstEvent!).toISOString()).toBe(time);
  });

  it("keeps the outcome that a word beside a rounded number names", async () => {
    const text = readFileSync(join(ROOT, "04-outcome-turned-round/nxlog-keywords-rounded.ndjson"), "utf8");
    const { toEcs } = await import("../../src/sources/index.ts");
    const { event } = toEcs({ value: JSON.parse(text) as object })!;
    expect(event).toMatchObject({ "event.outcome": "success", "winlog.keywords": ["Audit Success"] });
  });

  it("has the letters of a declared encoding", async () => {
    const file = readFileSync(join(ROOT, "10-declared-encoding-ignored/xml-latin1.xml"));
    const { findings } = await scan(file);
    expect(JSON.stringify(eventOf(findings[0]!))).not.toContain("\uFFFD");
  });
});
