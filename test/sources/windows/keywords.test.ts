import { describe, expect, it } from "vitest";
import { auditOutcome, keywordsWithOutcome, readKeywords } from "../../../src/sources/windows/keywords.ts";
import { mapped } from "../support.ts";

const SUCCESS = { names: ["Audit Success"], outcome: "success" };
const FAILURE = { names: ["Audit Failure"], outcome: "failure" };

describe("readKeywords", () => {
  it.each([
    ["0x8020000000000000", SUCCESS],
    ["-9214364837600034816", SUCCESS],
    ["9232379236109516800", SUCCESS],
    // The same after a pipeline in JavaScript, in Python and in Java.
    ["-9214364837600035000", SUCCESS],
    ["9232379236109517000", SUCCESS],
    ["-9.214364837600035e+18", SUCCESS],
    ["-9.214364837600035E18", SUCCESS],
    ["0x8010000000000000", FAILURE],
    ["-9218868437227405312", FAILURE],
    [String(JSON.parse("-9218868437227405312")), FAILURE],
    ["", { names: [], outcome: undefined }],
    ["Classic", { names: [], outcome: undefined }],
  ])("reads %s", (text, keywords) => expect(readKeywords(text)).toMatchObject(keywords));

  it("says whether the number was rounded", () => {
    const texts = ["0x8020000000000000", "-9214364837600034816", "-9214364837600035000", "-9.2e+18", ""];
    expect(texts.map((text) => readKeywords(text).isRounded)).toEqual([false, false, true, true, false]);
  });
});

describe("a word beside the keywords", () => {
  it("is known in the spellings of Windows and NXLog", () => {
    expect(["AUDIT_SUCCESS", "Audit Failure", "Echec de l'audit", "INFO"].map(auditOutcome)).toEqual([
      "success",
      "failure",
      undefined,
      undefined,
    ]);
  });

  it("decides the audit bits that are not exact, and leaves the others", () => {
    expect(readKeywords(keywordsWithOutcome("0x8040000000000000", "success"))).toMatchObject({
      names: ["Audit Success", "Correlation Hint"],
      outcome: "success",
    });
    expect(readKeywords(keywordsWithOutcome("-9218868437227405000", "success"))).toMatchObject(SUCCESS);
    expect(readKeywords(keywordsWithOutcome(undefined, "failure"))).toMatchObject(FAILURE);
    expect(readKeywords(keywordsWithOutcome("not a number", "failure"))).toMatchObject(FAILURE);
    expect(keywordsWithOutcome("-9214364837600035000", "success")).toBe("-9214364837600035000");
  });

  const audit = (change: object): object => ({
    EventID: 4688,
    Channel: "Security",
    SourceName: "Microsoft-Windows-Security-Auditing",
    EventTime: "2024-03-27 10:57:48",
    Hostname: "s1",
    ...change,
  });

  it.each([
    [{ Keywords: "-9214364837600035000", EventType: "AUDIT_SUCCESS" }, "success", "Audit Success"],
    [{ Keywords: -9214364837600035000, EventType: "AUDIT_SUCCESS" }, "success", "Audit Success"],
    [{ Keywords: "-9218868437227405000", EventType: "AUDIT_SUCCESS" }, "success", "Audit Success"],
    // Exact bits are Windows' own words.
    [{ Keywords: "0x8010000000000000", EventType: "AUDIT_SUCCESS" }, "failure", "Audit Failure"],
    [{ EventType: "AUDIT_FAILURE" }, "failure", "Audit Failure"],
    [{ Keywords: "Audit Failure" }, "failure", "Audit Failure"],
  ])("decides the outcome of NXLog's record with %j", (change, outcome, keyword) => {
    const { event } = mapped(audit(change));
    expect(event["event.outcome"]).toBe(outcome);
    expect(event["winlog.keywords"]).toEqual([keyword]);
  });

  it("decides the outcome of Get-WinEvent's record", () => {
    const { event } = mapped({
      Id: 4688,
      LogName: "Security",
      ProviderName: "Microsoft-Windows-Security-Auditing",
      TimeCreated: "2024-03-27T10:57:48Z",
      Keywords: "-9218868437227405000",
      KeywordsDisplayNames: ["Audit Success"],
    });
    expect(event["event.outcome"]).toBe("success");
    expect(event["winlog.keywords"]).toEqual(["Audit Success"]);
  });
});
