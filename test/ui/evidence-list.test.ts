import { describe, expect, it } from "vitest";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import type { Evidence } from "../../src/case/index.ts";
import { listedEvidence } from "../../src/ui/evidence/evidence-list.ts";

const file = (path: string, order: number, change: Partial<Evidence> = {}): Evidence => ({
  ...newEvidence("c", order, new File(["x"], path), path),
  state: "done",
  ...change,
});

const FILES = [
  file("b.evtx", 0, { alerts: 2, size: 10, format: "EVTX" }),
  file("a.csv", 1, { alerts: 9, size: 5, lost: 1 }),
  file("C.evtx", 2, { size: 90 }),
];
const all = { sought: "", onlyProblems: false, order: "added" } as const;
const names = (filter: Partial<Parameters<typeof listedEvidence>[1]>) =>
  listedEvidence(FILES, { ...all, ...filter }).map(({ path }) => path);

describe("the listed files", () => {
  it("are the same array while nothing is filtered", () => {
    expect(listedEvidence(FILES, all)).toBe(FILES);
  });

  it("contain every word, in whatever case", () => {
    expect(names({ sought: "EVTX b" })).toEqual(["b.evtx"]);
    expect(names({ sought: "nothing" })).toEqual([]);
  });

  it("are those of which something could not be read, if one asks for them", () => {
    expect(names({ onlyProblems: true })).toEqual(["a.csv"]);
  });

  it("come in the order that one asks for", () => {
    expect(names({ order: "name" })).toEqual(["a.csv", "b.evtx", "C.evtx"]);
    expect(names({ order: "alerts" })).toEqual(["a.csv", "b.evtx", "C.evtx"]);
    expect(names({ order: "size" })).toEqual(["C.evtx", "b.evtx", "a.csv"]);
    expect(FILES.map(({ order }) => order)).toEqual([0, 1, 2]);
  });
});
