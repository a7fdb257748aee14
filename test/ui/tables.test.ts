import { describe, expect, it, vi } from "vitest";
import { opensRow, rowStep } from "../../src/ui/common/row-keys.ts";
import { fittingColumns, gridTemplate, withWidths } from "../../src/ui/common/table-columns.ts";
import { eventColumns, isStacked, stackedTemplate } from "../../src/ui/events/columns.ts";
import { huntColumns, stackedColumns } from "../../src/ui/hunt/table-columns.ts";

const keyed = (key: string, more: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key, ctrlKey: false, altKey: false, metaKey: false, ...more }) as KeyboardEvent;

describe("the keys of a table", () => {
  it("move through its rows, unless a modifier makes them the browser's", () => {
    expect(
      ["ArrowDown", "ArrowUp", "PageUp", "End", "x", "constructor"].map((key) => rowStep(keyed(key))),
    ).toEqual([1, -1, -20, Infinity, undefined, undefined]);
    expect(rowStep(keyed("ArrowDown", { altKey: true }))).toBeUndefined();
  });

  it("open the row that has the focus, and not one with a control that has it", () => {
    const [row, control] = [{} as EventTarget, {} as EventTarget];
    const [open, preventDefault] = [vi.fn(), vi.fn()];
    const press = opensRow(open);
    press(keyed("Enter", { target: control, currentTarget: row, preventDefault }));
    press(keyed("x", { target: row, currentTarget: row, preventDefault }));
    expect(open).not.toHaveBeenCalled();
    press(keyed("Enter", { target: row, currentTarget: row, preventDefault }));
    press(keyed(" ", { target: row, currentTarget: row, preventDefault }));
    expect(open).toHaveBeenCalledTimes(2);
  });
});

describe("the columns of a table", () => {
  const COLUMNS = [
    { id: "a", label: "A", least: 100, share: 0 },
    { id: "b", label: "B", least: 50, share: 2 },
    { id: "c", label: "C", least: 80, share: 1 },
  ];

  it("lose the dispensable ones while they need more than there is", () => {
    const idsAt = (width: number) => fittingColumns(COLUMNS, ["c", "b"], width, 10).map(({ id }) => id);
    expect([240, 239, 160, 159, 0].map((width) => idsAt(width).join(""))).toEqual([
      "abc",
      "ab",
      "ab",
      "a",
      "a",
    ]);
  });

  it("have the width that someone gave them, as far as there is room", () => {
    const given = withWidths(COLUMNS, (id) => ({ a: 40, b: 300 })[id]);
    expect(gridTemplate(given)).toBe("minmax(40px, 40px) minmax(50px, 300px) minmax(80px, 1fr)");
    expect(gridTemplate(COLUMNS, 34)).toBe("34px 100px minmax(50px, 2fr) minmax(80px, 1fr)");
  });
});

describe("the columns of events", () => {
  const ids = (columns: readonly { readonly id: string }[]) => columns.map(({ id }) => id).join(" ");

  it("leave the user to the detail before what happened gets a line of its own", () => {
    expect(ids(eventColumns(640, false))).toBe("time host user kind what");
    expect(ids(eventColumns(640, true))).toBe("time host kind what");
    expect([isStacked(640), isStacked(390)]).toEqual([false, true]);
    expect(stackedTemplate(eventColumns(390, false))).toBe("158px minmax(0, 1fr) minmax(0, 1fr)");
  });

  it("have the chosen fields of a hunt between them", () => {
    expect(ids(huntColumns(["process.name", "what"], false))).toBe(
      "time host user field:process.name field:what what kind",
    );
    expect(ids(stackedColumns(390, false))).toBe("time host what");
  });
});
