import { describe, expect, it } from "vitest";
import { RowSelection } from "../../../src/app/list/row-selection.svelte.ts";

const LIST = Uint32Array.of(7, 3, 9, 1, 4);
const rowsOf = (...rows: number[]) => Uint32Array.from(rows);

function marked(act: (selection: RowSelection) => void): number[] {
  const selection = new RowSelection();
  act(selection);
  return [...selection.within(LIST)];
}

describe("the alerts that are marked", () => {
  it("are the one that was clicked", () =>
    expect(
      marked((selection) => {
        selection.toggle(3);
        selection.only(9);
      }),
    ).toEqual([9]));

  it("are those from the last click to the next with Shift, in either direction", () => {
    const range = (from: number, to: number) =>
      marked((selection) => {
        selection.only(from);
        selection.extendTo(to, LIST);
      });
    expect([range(3, 1), range(1, 3), range(7, 7)]).toEqual([[3, 9, 1], [3, 9, 1], [7]]);
  });

  it("extend from the same row again, and from none to one", () => {
    expect(
      marked((selection) => {
        selection.only(9);
        selection.extendTo(1, LIST);
        selection.extendTo(3, LIST);
      }),
    ).toEqual([3, 9, 1]);
    expect(marked((selection) => selection.extendTo(4, LIST))).toEqual([4]);
    expect(marked((selection) => selection.extendTo(8, LIST))).toEqual([]);
  });

  it("are all, or none if all were", () => {
    const selection = new RowSelection();
    selection.toggle(3);
    selection.toggleAll(LIST);
    expect([selection.hasAll(LIST), [...selection.within(LIST)]]).toEqual([true, [...LIST]]);
    selection.toggleAll(rowsOf(3, 9));
    expect([selection.hasAll(LIST), [...selection.within(LIST)]]).toEqual([false, [7, 1, 4]]);
    selection.clear();
    expect([selection.isEmpty, selection.hasAll(rowsOf())]).toEqual([true, false]);
  });

  it("that are not listed are left out, and come back", () => {
    const selection = new RowSelection();
    selection.add(rowsOf(3, 4));
    expect([...selection.within(rowsOf(9, 4))]).toEqual([4]);
    expect([...selection.within(LIST)]).toEqual([3, 4]);
  });
});
