import { describe, expect, it } from "vitest";
import { columnsOf, fitting, gridTemplate, withWidths } from "../../src/ui/alerts/columns.ts";

const ALL = [
  "severity",
  "time",
  "rule",
  "host",
  "user",
  "process",
  "what",
  "risk",
  "source",
  "file",
  "status",
];

describe("the columns of a narrow list", () => {
  const idsAt = (width: number) => fitting(columnsOf(ALL, []), width).map(({ id }) => id);

  it("are all of them where they fit", () => expect(idsAt(2000)).toEqual(ALL));

  it("keep severity and status to the end, the status as a mark", () => {
    for (let width = 2000; width >= 100; width -= 10)
      expect(idsAt(width)).toEqual(expect.arrayContaining(["severity", "what", "status"]));
    expect(idsAt(390)).toEqual(["severity", "time", "what", "status"]);
    const status = (width: number) => fitting(columnsOf(ALL, []), width).find(({ id }) => id === "status");
    expect([status(2000)?.isMark, status(390)?.isMark]).toEqual([undefined, true]);
  });

  it("lose where it is from before who did it and what it is about", () => {
    const gone: string[] = [];
    for (let width = 2000; width >= 100; width -= 10) {
      const left = idsAt(width);
      gone.push(...ALL.filter((id) => !left.includes(id) && !gone.includes(id)));
    }
    expect(gone).toEqual(["file", "source", "process", "risk", "user", "host", "rule", "time"]);
  });
});

describe("the width of a column", () => {
  it("is the one that someone gave it, as far as there is room, but for a mark", () => {
    const few = columnsOf(["time", "host", "status"], []);
    const given = new Map([
      ["host", 300],
      ["status", 200],
    ]);
    const template = (width: number) =>
      gridTemplate(withWidths(fitting(few, width), (id) => given.get(id)))
        .split(/ (?![^(]*\))/)
        .slice(1);
    expect(template(1000)).toEqual(["152px", "minmax(112px, 300px)", "minmax(104px, 200px)"]);
    expect(template(310).at(-1)).toBe("32px");
  });
});
