import { describe, expect, it } from "vitest";
import { eventCoverageWords } from "../../src/wording/index.ts";

const indexed = (events: number) => ({ generation: 1, events });

describe("the words for what the event index has", () => {
  it("are one number if it has everything", () => {
    const files = [
      { state: "done", records: 1200, indexed: indexed(1200) },
      { state: "done", records: 34, indexed: indexed(34) },
    ] as const;
    expect(eventCoverageWords(files, 1234)).toEqual({ numbers: "1,234 events", why: "" });
    expect(eventCoverageWords([], 0)).toEqual({ numbers: "0 events", why: "" });
  });

  it("say why it has fewer", () => {
    const files = [
      { state: "done", records: 1000, indexed: indexed(900) },
      { state: "scanning", records: 20 },
      { state: "done", records: 3 },
      { state: "done", records: 10, carved: 1, indexed: indexed(10) },
    ] as const;
    expect(eventCoverageWords(files, 905)).toEqual({
      numbers: "1,034 events, 905 indexed",
      why:
        "Not listed here: 20 in files that are still being read; 3 in files that have no index yet (scan them again); " +
        "100 that were read after their file was indexed; 5 that do not fit into memory or that the browser no longer " +
        "has; 1 deleted event that was carved.",
    });
  });
});
