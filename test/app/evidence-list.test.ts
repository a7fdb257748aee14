import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { readEvidenceConditions } from "../../src/app/evidence/evidence-fields.ts";
import { condition } from "../../src/app/filter/index.ts";
import {
  attentionOf,
  EvidenceList,
  type EvidenceListState,
  readEvidenceState,
  writeEvidenceState,
} from "../../src/app/evidence/index.ts";
import type { Evidence, EvidenceProblem } from "../../src/case/index.ts";

const file = (path: string, order: number, change: Partial<Evidence> = {}): Evidence => ({
  ...newEvidence("c", order, new File(["x"], path), path),
  id: path,
  state: "done",
  records: 5,
  ...change,
});

const inventoryOf = (...hosts: string[]): Evidence["inventory"] => ({
  sources: [["sysmon", 5]],
  categories: [["registry", 5]],
  hosts,
  moreHosts: false,
  firstEvent: null,
  lastEvent: null,
  undated: 5,
  sampled: false,
  decoded: 5,
});

const assumedZone: EvidenceProblem = {
  code: "assumed-zone",
  severity: "warning",
  data: { zone: "UTC", fromAnalyst: false },
  offset: 0,
};

const FILES = [
  file("b.evtx", 0, {
    alerts: 2,
    size: 10,
    kind: { kind: "evtx", version: "3.1" },
    inventory: inventoryOf("WS-1"),
  }),
  file("a.csv", 1, {
    alerts: 9,
    size: 5,
    lost: 1,
    inventory: inventoryOf("ws-2", "WS-1"),
    problems: [assumedZone],
  }),
  file("C.evtx", 2, { size: 90, kind: { kind: "evtx", version: "3.1" } }),
  file("nothing.txt", 3, { state: "unreadable", records: 0, size: 1 }),
];

describe("the list of files", () => {
  let ledger: { shown: readonly Evidence[]; files: readonly Evidence[] };
  let list: EvidenceList;
  const names = (): string[] => list.listed.map(({ path }) => path);
  beforeEach(() => {
    ledger = { shown: FILES, files: FILES };
    list = new EvidenceList(ledger);
  });

  it("is in the order in which files were added, until one sorts", () => {
    expect(list.listed).toBe(FILES);
    list.sortBy("name");
    expect(names()).toEqual(["a.csv", "b.evtx", "C.evtx", "nothing.txt"]);
    list.sortBy("name");
    expect(names()).toEqual(["nothing.txt", "C.evtx", "b.evtx", "a.csv"]);
    list.sortBy("name");
    expect(names()).toEqual(["b.evtx", "a.csv", "C.evtx", "nothing.txt"]);
    // Of numbers, the largest come first.
    list.sortBy("size");
    expect(names()).toEqual(["C.evtx", "b.evtx", "a.csv", "nothing.txt"]);
    list.sortBy("alerts");
    expect(names()).toEqual(["a.csv", "b.evtx", "C.evtx", "nothing.txt"]);
  });

  it("has what lacks a value last, whatever the direction", () => {
    list.sortBy("hosts");
    expect(names()).toEqual(["b.evtx", "a.csv", "C.evtx", "nothing.txt"]);
    list.sortBy("hosts");
    expect(names()).toEqual(["a.csv", "b.evtx", "C.evtx", "nothing.txt"]);
  });

  it("keeps every row in its place while counts change and files come", () => {
    list.sortBy("alerts");
    const changed = [{ ...FILES[0]!, alerts: 50 }, ...FILES.slice(1), file("0.csv", 4, { alerts: 99 })];
    const later = new EvidenceList({ shown: changed, files: FILES });
    later.state = list.state;
    expect(later.listed.map(({ path }) => path)).toEqual([
      "a.csv",
      "b.evtx",
      "C.evtx",
      "nothing.txt",
      "0.csv",
    ]);
    expect(later.isOutOfOrder).toBe(true);
    expect(list.isOutOfOrder).toBe(false);
    const again = new EvidenceList({ shown: changed, files: changed });
    again.state = list.state;
    expect(again.listed.map(({ path }) => path)).toEqual([
      "0.csv",
      "b.evtx",
      "a.csv",
      "C.evtx",
      "nothing.txt",
    ]);
    expect(again.isOutOfOrder).toBe(false);
  });

  it("contains every word that is typed, in whatever case, at once", () => {
    list.text = "3.1 B";
    expect(names()).toEqual(["b.evtx"]);
    list.text = "host: *s-2";
    expect(names()).toEqual(["a.csv"]);
    list.text = 'host: "s-2"';
    expect(names()).toEqual([]);
    list.text = "-name: *evtx";
    expect(names()).toEqual(["a.csv", "nothing.txt"]);
    expect(list.keepTyped()).toBe(true);
    expect([list.text, names()]).toEqual(["", ["a.csv", "nothing.txt"]]);
    list.turn(0);
    expect(names()).toEqual(["b.evtx", "C.evtx"]);
    list.remove(0);
    expect(list.isNarrowed).toBe(false);
  });

  it("has one of the included values of a field, and no excluded one", () => {
    list.toggle("host", "ws-1", false);
    expect(names()).toEqual(["b.evtx", "a.csv"]);
    list.toggle("host", "WS-2", true);
    expect(names()).toEqual(["b.evtx"]);
    expect([list.stateOf("host", "WS-1"), list.stateOf("host", "ws-2")]).toEqual(["included", "excluded"]);
    list.toggle("host", "ws-1", false);
    expect(names()).toEqual(["b.evtx", "C.evtx", "nothing.txt"]);
    // Files without a host.
    list.only("host", [""]);
    expect(names()).toEqual(["C.evtx", "nothing.txt"]);
  });

  it("counts the values of a field among the files that pass the other filters", () => {
    const counts = (field: string) =>
      Object.fromEntries(list.facets.find((facet) => facet.field === field)!.values);
    expect(counts("state")).toEqual({ read: 2, "time zone?": 1, unreadable: 1 });
    expect(counts("problem")).toEqual({ "": 2, any: 2, question: 1, unreadable: 2, warning: 1 });
    list.toggle("state", "read", false);
    expect(counts("state")).toEqual({ read: 2, "time zone?": 1, unreadable: 1 });
    expect(counts("format")).toEqual({ "EVTX 3.1": 2 });
    list.onlyProblems();
    expect(names()).toEqual(["a.csv", "nothing.txt"]);
  });

  it("keeps the selected file while it is filtered out, and moves on from the start", () => {
    list.open("C.evtx");
    list.text = "csv";
    expect([list.selected?.path, list.selectedAt]).toEqual(["C.evtx", -1]);
    list.move(1);
    expect(list.selected?.path).toBe("a.csv");
    list.clear();
    list.move(1);
    expect(list.selected?.path).toBe("C.evtx");
    list.move(Infinity);
    list.move(1);
    expect(list.selected?.path).toBe("nothing.txt");
    // The file after one that is removed, or before the last.
    list.leave("nothing.txt");
    expect([list.selected?.path, list.showsDetail]).toEqual(["C.evtx", false]);
    list.leave("b.evtx");
    expect(list.selected?.path).toBe("a.csv");
  });

  it("comes back from a link, of which whatever makes no sense is as at first", () => {
    const first: EvidenceListState = { conditions: [], text: "", order: null, fileId: "" };
    expect(writeEvidenceState(list.state)).toBe("");
    list.toggle("state", "time zone?", false);
    list.toggle("host", "WS & Co=1", true);
    list.text = "-host: x*";
    list.sortBy("events");
    list.open("a.csv");
    expect(readEvidenceState(writeEvidenceState(list.state))).toEqual(list.state);
    expect(readEvidenceState("q=&sort=-__proto__&%")).toEqual(first);
    expect(readEvidenceState(`q=${"a+".repeat(600)}`)).toEqual(first);
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readEvidenceState(text)));
  });
});

describe("what someone types", () => {
  it("has the syntax of every query bar", () => {
    expect(readEvidenceConditions('hosts: ws -format: ev* # file: "a b"')).toEqual([
      condition("host", "ws"),
      condition("format", "ev*", { isNot: true, isPattern: true }),
      condition("name", "a b", { isOff: true }),
    ]);
    expect(readEvidenceConditions("C:\\Windows")).toEqual([condition("", "C:\\Windows")]);
    expect(readEvidenceConditions(" ")).toEqual([]);
  });
});

describe("what needs the analyst", () => {
  it("is a question until it is answered, and what could not be read or stored", () => {
    const asks = file("a", 0, { problems: [assumedZone] });
    expect(attentionOf(asks)).toEqual(["question", "warning"]);
    expect(attentionOf({ ...asks, reading: { zone: "UTC+02:00" }, problems: [] })).toEqual([]);
    expect(attentionOf(file("a", 0, { state: "locked", locked: 2, lost: 2 }))).toEqual(["question"]);
    expect(attentionOf(file("a", 0, { state: "cancelled" }))).toEqual(["incomplete"]);
    expect(attentionOf(file("a", 0, { headerOnly: 3 }))).toEqual(["header only"]);
    expect(attentionOf(file("a", 0, { unstored: { alerts: 1, termMatches: false } }))).toEqual([
      "not stored",
    ]);
    const note: EvidenceProblem = {
      code: "unread-time",
      severity: "info",
      data: { count: 1, text: "x" },
      offset: 0,
    };
    expect(attentionOf(file("a", 0, { problems: [note] }))).toEqual([]);
  });
});
