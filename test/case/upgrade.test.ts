import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { alertId } from "../../src/case/alert-id.ts";
import {
  type EarlierEvidence,
  type EarlierFindingPage,
  type EarlierRowPage,
  type EarlierTermMatchPage,
  isNumbered,
  renamedAlerts,
  upgradeEvidence,
  upgradeFindings,
  upgradeRows,
  upgradeTermMatches,
} from "../../src/case/upgrade.ts";
import { eventOf } from "../../src/scan/index.ts";
import { problemSentence } from "../../src/wording/index.ts";
import { storedValue } from "../support/stored-json.ts";

/* Data of older versions, exactly as they stored it. */

const VERSIONS = ["version-1", "version-2-early", "version-2"] as const;

function stored<T>(version: (typeof VERSIONS)[number], store: string): T[] {
  const path = new URL(`../fixtures/database/${version}.json`, import.meta.url);
  const { stores } = JSON.parse(readFileSync(path, "utf8")) as {
    stores: Record<string, [unknown, unknown][]>;
  };
  return (stores[store] ?? []).map(([, value]) => storedValue(value) as T);
}

const everyRecord = <T>(store: string): T[] => VERSIONS.flatMap((version) => stored<T>(version, store));

describe("a stored finding", () => {
  const pages = everyRecord<EarlierFindingPage>("findings");

  it("gets a kind, and its events stay unchanged", () => {
    const kinds = { event: 0, sequence: 0 };
    for (const old of pages) {
      const now = upgradeFindings(old);
      expect(now.findings).toHaveLength(old.findings.length);
      now.findings.forEach((finding, i) => {
        const before = old.findings[i]!;
        kinds[finding.kind]++;
        expect(finding.ruleId).toBe(before.ruleId);
        if (finding.kind === "event") {
          if ("events" in before) throw new Error("a sequence has become an event");
          expect(eventOf(finding)).toEqual(eventOf(before));
          expect({ ...finding, kind: 0, fields: 0 }).toEqual({ ...before, kind: 0, fields: 0 });
        } else {
          if (!("events" in before)) throw new Error("an event has become a sequence");
          expect(finding.events).toMatchObject(
            before.events.map((event) => event && { ...event, seen: event.seen && { raw: event.seen.raw } }),
          );
        }
      });
    }
    expect(kinds).toEqual({ event: 33, sequence: 8 });
  });

  it("has its event as one text, unless JSON cannot represent it", () => {
    const packed = pages
      .flatMap((page) => upgradeFindings(page).findings)
      .flatMap((finding) => (finding.kind === "event" ? [finding.fields] : []));
    const pairs = packed.filter((fields) => typeof fields !== "string");
    // The event with the score 1e999, in each of the three databases.
    expect(pairs).toHaveLength(3);
    for (const fields of pairs) expect(Object.fromEntries(fields)).toHaveProperty(["host.name"], "INFINITE");
  });

  it("has locations for the records of a sequence, without the data used to search them", () => {
    const places = pages
      .flatMap((page) => upgradeFindings(page).findings)
      .flatMap((finding) => (finding.kind === "sequence" ? finding.events : []))
      .flatMap((event) => event?.seen?.place ?? []);
    expect(places).toHaveLength(16);
    for (const place of places) {
      expect(Object.keys(place).sort().join()).toMatch(/^length,line,(member,)?offset$/);
    }
  });

  it("of a sequence may have events that are missing or could not be read", () => {
    const place = { offset: 1, length: 2, line: 3 };
    const event = { evidenceId: "e", place, seen: null, time: NaN };
    const [now] = upgradeFindings({
      caseId: "c",
      evidenceId: "rule:r",
      page: 0,
      findings: [{ ruleId: "r", events: [event, null] }],
    }).findings;
    expect(now).toEqual({ kind: "sequence", ruleId: "r", events: [event, null] });
  });

  it("with a kind stays unchanged", () => {
    const old = upgradeFindings(pages[0]!);
    expect(upgradeFindings(old)).toEqual(old);
  });
});

describe("a stored page of rows", () => {
  it("of version 1 gets the IDs of today's scans, and counts as older than every change of a rule", () => {
    const [old] = stored<EarlierRowPage>("version-1", "rows").filter(({ rows }) => rows.length > 1);
    const now = upgradeRows(old!);
    const { evidenceId } = old!;
    expect(old!.rows.map(({ id }) => id)).toEqual(old!.rows.map((_, i) => `${evidenceId}.${i}`));
    expect(now.rows.map(({ id }) => id)).toEqual(
      old!.rows.map((row) => alertId(evidenceId, { offset: row.offset }, row.ruleId)),
    );
    expect(now.writtenAt).toBe(0);
    const withoutIds = (page: EarlierRowPage) => page.rows.map((row) => ({ ...row, id: "" }));
    expect(withoutIds(now)).toEqual(withoutIds(old!));
    expect(renamedAlerts(old!)).toEqual(old!.rows.map(({ id }, i) => [id, now.rows[i]!.id]));
    expect(renamedAlerts(now)).toEqual([]);
  });

  it("of version 2 stays unchanged, including sequences and archive members", () => {
    const pages = stored<EarlierRowPage>("version-2", "rows");
    expect(pages.flatMap(({ rows }) => rows).some(({ shelf }) => shelf !== undefined)).toBe(true);
    for (const old of pages) expect(upgradeRows(old)).toBe(old);
    const row = { ...pages[0]!.rows[0]!, member: "a/b.ndjson" };
    const inArchive = { ...row, id: alertId(row.evidenceId, row, row.ruleId) };
    expect(renamedAlerts({ ...pages[0]!, rows: [inArchive] })).toEqual([]);
  });
});

it("isNumbered recognises the alerts that version 1 numbered", () => {
  const ids = everyRecord<EarlierRowPage>("rows").flatMap(({ rows }) => rows.map(({ id }) => id));
  const numbered = ids.filter(isNumbered);
  expect(numbered).toHaveLength(14);
  expect(ids.length).toBeGreaterThan(numbered.length);
  expect(isNumbered(alertId("b12dbc65-d5bb-4fd9-a020-257971c54c7e", { offset: 7 }, "86"))).toBe(false);
});

describe("a stored file", () => {
  const files = everyRecord<EarlierEvidence>("evidence");

  it("has the time zone in which its times were read", () => {
    const zones = files.map((old) => [old.name, upgradeEvidence(old).zone]);
    expect(zones.filter(([, zone]) => zone !== null)).toEqual([
      ["local.csv", { name: "UTC", told: false }],
      ["local.csv", { name: "UTC+02:00", told: true }],
      ["local.csv", { name: "UTC", told: false }],
    ]);
    // In the first one only a note contained it.
    expect(files.filter(({ zone }) => zone === undefined).map(({ name }) => name)).toContain("local.csv");
  });

  it("is otherwise unchanged", () => {
    for (const old of files) {
      const { zone, kind, problems } = upgradeEvidence(old);
      expect(upgradeEvidence(old)).toEqual({ ...old, zone, kind, problems });
    }
  });

  it("keeps the sentences of its problems, and gets severity error for losses", () => {
    const old = files.flatMap((file) => file.problems);
    expect(old.length).toBeGreaterThan(0);
    const upgraded = files.flatMap((file) => upgradeEvidence(file).problems);
    expect(upgraded.map(problemSentence)).toEqual(
      old.map((problem) => "message" in problem && problem.message),
    );
    expect(upgraded.map(({ severity }) => severity === "error")).toEqual(
      old.map((problem) => "lost" in problem && problem.lost),
    );
  });

  it("has its format as data", () => {
    expect(files.map(({ kind }) => kind).filter((kind) => kind !== undefined)).toEqual([]);
    const kinds = new Map(files.map((old) => [old.name, upgradeEvidence(old).kind]));
    expect(kinds.get("local.csv")).toEqual({ kind: "csv", table: "discover" });
    expect(kinds.get("remnants.evtx")).toEqual({ kind: "evtx", version: "3.1" });
    expect([...kinds.values()].find((kind) => kind?.kind === "archive")).toEqual({
      kind: "archive",
      files: 2,
      members: [{ kind: { kind: "ndjson" }, count: 1 }],
    });
    expect(upgradeEvidence({ ...files[0]!, format: "" }).kind).toBeNull();
  });
});

describe("stored term matches", () => {
  const [early] = stored<EarlierTermMatchPage>("version-2-early", "sightings");

  it("get the file's read settings if they have none", () => {
    expect(early).not.toHaveProperty("reading");
    expect(upgradeTermMatches(early!, { reading: { zone: "UTC+02:00" } })).toEqual({
      ...early,
      reading: { zone: "UTC+02:00" },
    });
    expect(upgradeTermMatches(early!, {})).toEqual({ ...early, reading: {} });
    expect(upgradeTermMatches(early!, undefined)).toEqual({ ...early, reading: {} });
  });

  it("keep their own read settings", () => {
    const old = { ...early!, reading: { carve: true } };
    expect(upgradeTermMatches(old, { reading: {} })).toBe(old);
  });
});
