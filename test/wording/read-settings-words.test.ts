import { describe, expect, it } from "vitest";
import type { EventFinding, Evidence, EvidenceProblem, SequenceFinding } from "../../src/case/index.ts";
import { caveats, summarySentence } from "../../src/wording/index.ts";
import { locationWords } from "../../src/wording/location-words.ts";
import { dateOrderSentence, recordMarks, zoneSentences } from "../../src/wording/record-marks.ts";
import { carvedWords, wantedWords } from "../../src/wording/read-settings-words.ts";
import { isEventLog, isUnread } from "../../src/case/evidence-state.ts";
import {
  lostWords,
  missingCategoriesWords,
  openedWords,
  stateWords,
} from "../../src/wording/evidence-words.ts";
import { newEvidence } from "../../src/app/case/file-outcome.ts";

const NONE = { shown: null, suppressed: 0, buildingBlocks: 0 };

const TRUNCATED: EvidenceProblem = {
  code: "evtx-truncated",
  severity: "warning",
  data: { kind: "inside-chunk", chunk: 0, missing: 100, lost: false },
  offset: 4096,
};

const file = (change: Partial<Evidence> = {}): Evidence => ({
  ...newEvidence("c", 0, new File([], "a"), "a"),
  state: "done",
  ...change,
});

describe("what the ledger says of how a file is read", () => {
  it("is whether it has been read so", () => {
    expect(isUnread(file())).toBe(false);
    expect(isUnread(file({ reading: {} }))).toBe(false);
    expect(isUnread(file({ reading: { zone: "UTC+02:00" } }))).toBe(true);
    expect(isUnread(file({ reading: { zone: "UTC+02:00" }, readAs: "UTC+02:00" }))).toBe(false);
    expect(isUnread(file({ reading: { zone: "UTC+02:00" }, state: "scanning" }))).toBe(false);
    // A scan that read it otherwise was stopped, and then the wish was taken back.
    expect(isUnread(file({ reading: {}, readAs: null, state: "cancelled" }))).toBe(true);
  });

  it("is how it is to be read", () => {
    const log = { kind: { kind: "evtx", version: "3.1", gzipMembers: 1 } } as const;
    expect(isEventLog(file(log))).toBe(true);
    expect(isEventLog(file({ kind: { kind: "csv", table: "evtxecmd" } }))).toBe(false);
    expect(wantedWords(file({ reading: { zone: "Europe/Berlin" } }))).toBe(
      "with its times read as Europe/Berlin",
    );
    expect(wantedWords(file({ ...log, reading: { carve: true } }))).toBe("with deleted records");
    expect(wantedWords(file({ ...log, reading: { carve: false } }))).toBe("without deleted records");
  });

  it("is how many records were carved, if anybody asked", () => {
    expect(carvedWords(file({ carved: 0 }))).toBe("");
    expect(carvedWords(file({ reading: { carve: true }, carved: 0 }))).toBe(" and no carved records");
    expect(carvedWords(file({ reading: { carve: true }, carved: 0, state: "scanning" }))).toBe("");
    expect(carvedWords(file({ reading: { carve: true }, carved: 1200 }))).toBe(" and 1,200 carved records");
    // Taken back, and not read again yet: its alerts are still those.
    expect(carvedWords(file({ reading: { carve: false }, carved: 1 }))).toBe(" and 1 carved record");
    expect(summarySentence(1, [file({ records: 2, carved: 3 })], NONE)).toMatch(
      /^1 alert · 2 events and 3 carved records · /,
    );
    const blind = { records: 2, missingCategories: ["registry"] };
    expect(missingCategoriesWords(file(blind))).toBe("no registry events");
    expect(missingCategoriesWords(file({ records: 2, missingCategories: ["registry", "process"] }))).toBe(
      "no registry or process events",
    );
    expect(missingCategoriesWords(file({ ...blind, carved: 1 }))).toBe(
      "no registry events apart from carved records",
    );
    expect(missingCategoriesWords(file({ ...blind, state: "scanning" }))).toBe("");
  });
});

describe("what is said of an archive with locked files", () => {
  it("is how many events came from the others, and nothing where none did", () => {
    expect(openedWords(file({ state: "locked", locked: 1 }))).toBe("");
    expect(openedWords(file({ state: "locked", locked: 1, records: 1 }))).toBe(
      "1 event from its other files was examined.",
    );
    expect(openedWords(file({ state: "locked", locked: 1, records: 1200, carved: 2 }))).toBe(
      "1,200 events and 2 carved records from its other files were examined.",
    );
  });
});

describe("the headline", () => {
  it("tells files of which nothing could be read from records, and what is counted but not listed", () => {
    const read = file({ state: "done", records: 10, lost: 0 });
    expect(summarySentence(1, [read], NONE)).toBe("1 alert · 10 events · 1 file · fully read");
    const damaged = file({ state: "done", records: 5, lost: 2 });
    const broken = file({ state: "unreadable", records: 0, lost: 1 });
    expect(summarySentence(0, [read, damaged, broken], NONE)).toBe(
      "No alerts · 15 events · 3 files · 1 file unreadable · 2 records unreadable",
    );
    const at = { severity: "error", offset: 9 } as const;
    const early = { ...at, code: "bad-gzip", data: { kind: "cut-short" } } as const;
    const gzip = file({ state: "done", records: 5, lost: 3, problems: [early] });
    expect(summarySentence(0, [gzip], NONE)).toBe(
      "No alerts · 5 events · 1 file · 2 records unreadable · 1 compressed file ends early",
    );
    expect(lostWords(gzip)).toBe("2 records unreadable, compressed data ends early");
    expect(lostWords({ ...gzip, lost: 1 })).toBe("compressed data ends early");
    expect([lostWords(read), lostWords(damaged), lostWords(broken)]).toEqual([
      "",
      "2 records unreadable",
      "",
    ]);
    expect(summarySentence(0, [read, broken], NONE)).toBe(
      "No alerts · 10 events · 2 files · 1 file unreadable",
    );
    expect(summarySentence(5, [read], { ...NONE, suppressed: 1, buildingBlocks: 3 })).toBe(
      "5 alerts · 10 events · 1 file · 1 suppressed by exceptions · 3 building blocks hidden · fully read",
    );
  });

  it("tells files that are still being read from files that were not read to the end", () => {
    const read = file({ state: "done", records: 10 });
    const sentence = (...states: Evidence["state"][]) =>
      summarySentence(1, [read, ...states.map((state) => ({ ...read, state }))], NONE);
    expect(sentence("waiting", "scanning", "proving")).toBe(
      "1 alert · 40 events · 4 files · 3 files still being read",
    );
    expect(sentence("cancelled")).toBe("1 alert · 20 events · 2 files · 1 file not read to the end");
  });
});

describe("the headline of a filtered list", () => {
  const read = file({ state: "done", records: 10 });

  it("says how many alerts of how many are shown", () => {
    expect(summarySentence(1200, [read], { ...NONE, shown: 2 })).toBe(
      "Showing 2 of 1,200 alerts · 10 events · 1 file · fully read",
    );
    expect(summarySentence(1, [read], { ...NONE, shown: 0 })).toMatch(/^Showing 0 of 1 alert · /);
  });

  it("is that of the case where there is no alert to filter", () => {
    expect(summarySentence(0, [read], { ...NONE, shown: 0 })).toMatch(/^No alerts · /);
  });
});

describe("the caveats of an empty list", () => {
  const tail = "so rules for them could not match there (were they collected?)";
  const blind = (path: string, ...missingCategories: string[]): Evidence =>
    file({ path, records: 1, missingCategories });

  it("count the files without events of a category, once for categories that the same files lack", () => {
    const evidence = [
      blind("a", "registry", "process"),
      blind("b", "process", "registry"),
      blind("c", "file"),
    ];
    expect(caveats(evidence, [])).toEqual([
      {
        text: `No file events in 1 of 3 files, ${tail}`,
        files: ["c"],
        more: 0,
        paths: ["c"],
        category: "file",
      },
      {
        text: `No process or registry events in 2 of 3 files, ${tail}`,
        files: ["a", "b"],
        more: 0,
        paths: ["a", "b"],
        category: "process",
      },
    ]);
    expect(caveats([blind("a", "registry"), blind("b", "registry")], [])[0]!.text).toBe(
      `No registry events in all 2 files with events, ${tail}`,
    );
    expect(caveats([blind("a", "registry"), file()], []).map(({ text }) => text)).toEqual([
      "No events",
      `No registry events in the only file with events, ${tail}`,
    ]);
  });

  it("are a handful for hundreds of files", () => {
    const evidence = Array.from({ length: 311 }, (_, i) => blind(`f${i}`, ...(i < 280 ? ["registry"] : [])));
    expect(caveats(evidence, [])).toEqual([
      {
        text: `No registry events in 280 of 311 files, ${tail}`,
        files: ["f0", "f1", "f2", "f3", "f4"],
        more: 275,
        paths: Array.from({ length: 280 }, (_, i) => `f${i}`),
        category: "registry",
      },
    ]);
  });

  it("name files that are truncated", () => {
    expect(caveats([file({ path: "a", records: 1, problems: [TRUNCATED] })], [])).toEqual([
      { text: "Truncated: what is missing was not examined", files: ["a"], more: 0, paths: ["a"] },
    ]);
  });
});

describe("the mark of a file", () => {
  it.each<[string, Partial<Evidence>, string]>([
    ["a whole one", { records: 1 }, "read"],
    ["one with unreadable records", { records: 1, lost: 1 }, "partly readable"],
    [
      "one with events of which only the header could be read",
      { records: 1, headerOnly: 1 },
      "partly readable",
    ],
    ["a truncated one that lost no record", { records: 1, problems: [TRUNCATED] }, "incomplete"],
    ["one without events", {}, "no events"],
    ["one with carved records only", { carved: 1 }, "read"],
    [
      "an archive that waits for a password",
      { state: "locked", locked: 1, lost: 1 },
      "waiting for a password",
    ],
    ["one that is being read", { state: "scanning" }, "scanning"],
  ])("of %s", (_what, change, word) => {
    expect(stateWords(file(change)).word).toBe(word);
  });

  it("is the sign of a whole file for no other", () => {
    const whole = stateWords(file({ records: 1 })).sign;
    for (const change of [{}, { records: 1, lost: 1 }, { records: 1, problems: [TRUNCATED] }])
      expect(stateWords(file(change)).sign).not.toBe(whole);
  });

  it("is counted in the headline, which then does not say that all was read", () => {
    const whole = file({ records: 10 });
    const cut = file({ records: 10, problems: [TRUNCATED] });
    expect(summarySentence(0, [whole, cut, file()], NONE)).toBe(
      "No alerts · 20 events · 3 files · 1 file incomplete · 1 file without events",
    );
  });
});

describe("what an alert says of its records", () => {
  const log = { offset: 5, length: 1, line: 0, chunk: 0, recordId: "6" };
  const carved = { ...log, carved: true as const };
  const one = (change: Partial<EventFinding>): EventFinding => ({
    kind: "event",
    ruleId: "r",
    place: log,
    source: "ecs",
    index: "",
    fields: [],
    raw: "",
    ...change,
  });

  it("is that one is carved", () => {
    expect(locationWords(carved)).toBe("carved record 6, chunk 0, byte 5");
    expect(locationWords({ offset: 5, length: 1, line: 0, carved: true })).toBe("carved record, byte 5");
    expect(recordMarks(one({}))).toEqual({});
    expect(recordMarks(one({ place: carved }))).toEqual({ carved: "carved" });
    const event = (place: typeof log) => ({ evidenceId: "e", place, seen: null, time: 0 });
    const sequence: SequenceFinding = {
      kind: "sequence",
      ruleId: "r",
      events: [event(log), null, event(carved)],
    };
    expect(recordMarks(sequence)).toEqual({ carved: "1 of 2 records" });
  });

  it("is what zone its time was taken for, and whether that is sure", () => {
    const told = { name: "Europe/Berlin", told: true, occurs: "once" } as const;
    const assumed = { name: "UTC", told: false, occurs: "once" } as const;
    expect(zoneSentences(assumed)).toContain("UTC is assumed");
    expect(zoneSentences(told)).toBe(
      "Its time has no time zone; it was read as Europe/Berlin, as you set for the file.",
    );
    expect(zoneSentences({ ...told, occurs: "twice" })).toContain("occurred twice there");
    expect(zoneSentences({ ...told, occurs: "never" })).toContain("the zone may be wrong");
    expect(recordMarks(one({ zone: { ...told, occurs: "twice" } }))).toEqual({
      zone: "Europe/Berlin, as told, shown twice there",
    });
    const event = (zone: NonNullable<EventFinding["zone"]>) => ({
      evidenceId: "e",
      place: log,
      seen: one({ zone }),
      time: 0,
    });
    const sequence: SequenceFinding = {
      kind: "sequence",
      ruleId: "r",
      events: [event(told), event(assumed), event(told)],
    };
    expect(recordMarks(sequence)).toEqual({ zone: "Europe/Berlin, as told; UTC, assumed" });
  });
});

describe("a date whose day and month can be swapped", () => {
  it("is explained beside its record", () => {
    expect(dateOrderSentence({ order: "day-first", by: "analyst" })).toContain("day first, as you set");
    expect(dateOrderSentence({ order: "month-first", by: "file" })).toContain("month first, as other dates");
    expect(dateOrderSentence({ order: "day-first", by: "usual" })).toContain("Set the order");
  });

  it("is marked in tables of alerts if nothing decided it", () => {
    const seen = (dateOrder: EventFinding["dateOrder"]): EventFinding =>
      ({ place: { offset: 0, length: 1, line: 1 }, dateOrder }) as unknown as EventFinding;
    expect(recordMarks(seen({ order: "day-first", by: "usual" })).zone).toBe("day and month may be swapped");
    expect(recordMarks(seen({ order: "day-first", by: "file" })).zone).toBeUndefined();
    expect(recordMarks(seen(undefined)).zone).toBeUndefined();
  });

  it("is part of how a file is to be read, and so is an encoding", () => {
    expect(wantedWords(file({ reading: { encoding: undefined } }))).toBe("with the default settings");
    expect(wantedWords(file({ reading: { encoding: "shift_jis" } }))).toBe("with its text read as shift_jis");
    expect(wantedWords(file({ reading: { zone: "UTC", dateOrder: "month-first" } }))).toBe(
      "with its times read as UTC and with the month first in its dates",
    );
  });
});
