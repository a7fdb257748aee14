import { describe, expect, it } from "vitest";
import type { Evidence } from "../../src/case/index.ts";
import { hashMissing, hashWords } from "../../src/wording/hash-words.ts";
import { hashUnknown, newEvidence, stopped } from "../../src/app/case/file-outcome.ts";

const file = (change: Partial<Evidence>): Evidence => ({
  ...newEvidence("c", 0, new File(["x"], "a"), "a"),
  ...change,
});

describe("what stands in the place of a SHA-256", () => {
  it("is the hash where it is known, whatever was stopped besides", () => {
    const hashed = file({ sha256: "ab", state: "cancelled", problems: [stopped("before-hash")] });
    expect([hashMissing(hashed), hashWords(hashed)]).toEqual(["", "ab"]);
  });

  it("is nothing final while it is still to come", () => {
    for (const state of ["waiting", "scanning", "proving", "done", "unreadable", "failed"] as const)
      expect([hashMissing(file({ state })), hashWords(file({ state }))]).toEqual(["", "not known yet"]);
  });

  it("says why there is none", () => {
    const wasStopped = "not computed: stopped";
    expect(hashMissing(file({ state: "cancelled" }))).toBe(wasStopped);
    expect(hashMissing(file({ state: "done", problems: [stopped("before-hash")] }))).toBe(wasStopped);
    const again = file({ state: "done", problems: [hashUnknown(new Error("gone"))] });
    expect(hashMissing(again)).toBe("not computed: the file could not be read again");
    expect(hashWords(again)).toBe(hashMissing(again));
  });

  it("takes a failure of the scan's own reading for none: the hash is tried all the same", () => {
    expect(
      hashMissing(
        file({ state: "unreadable", problems: [{ ...hashUnknown(new Error("gone")), severity: "error" }] }),
      ),
    ).toBe("");
  });
});
