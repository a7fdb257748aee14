import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Keys } from "../../../src/ui/keys/keys.svelte.ts";

/** As much of an element as the keys look at. */
class FakeElement {
  readonly tag: string;
  readonly type: string;
  readonly around: string;
  readonly isContentEditable: boolean;
  constructor(tag: string, { type = "", around = "", editable = false } = {}) {
    [this.tag, this.type, this.around, this.isContentEditable] = [tag, type, around, editable];
  }
  matches(selector: string): boolean {
    return selector.split(", ").includes(this.tag);
  }
  closest(selector: string): FakeElement | null {
    return this.around !== "" && selector.includes(`[role=${this.around}]`) ? this : null;
  }
}
class FakeInput extends FakeElement {}

const BODY = new FakeElement("body");
let now = 0;

function event(key: string, more: Partial<KeyboardEvent> & { readonly target?: unknown } = {}) {
  const pressed = {
    key,
    target: BODY,
    timeStamp: now,
    defaultPrevented: false,
    isComposing: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    ...more,
    preventDefault: () => (pressed.defaultPrevented = true),
  };
  return pressed as unknown as KeyboardEvent;
}

describe("the keys of the page", () => {
  let keys: Keys;
  let done: string[];
  beforeAll(() => {
    vi.stubGlobal("HTMLElement", FakeElement);
    vi.stubGlobal("HTMLInputElement", FakeInput);
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });
  const bind = (...names: readonly string[]) =>
    names.map((name) => ({ keys: name, label: name, run: () => void done.push(name) }));
  /** Presses a key, and returns whether something was done. */
  const press = (key: string, more: Parameters<typeof event>[1] = {}): boolean => {
    const pressed = event(key, more);
    keys.press(pressed);
    return pressed.defaultPrevented;
  };
  beforeEach(() => {
    keys = new Keys();
    done = [];
    now = 1000;
  });

  it("do what they are bound to, and nothing else", () => {
    keys.add("All", bind("?", "Escape"));
    expect([press("?"), press("x"), press("Escape")]).toEqual([true, false, true]);
    expect(done).toEqual(["?", "Escape"]);
  });

  it("leave Enter and the space bar to the control that has the focus", () => {
    keys.add("All", bind("Enter", " ", "x"));
    for (const tag of ["button", "a", "summary"]) {
      const target = new FakeElement(tag) as never;
      expect([press("Enter", { target }), press(" ", { target }), press("x", { target })]).toEqual([
        false,
        false,
        true,
      ]);
    }
    expect(press("Enter", { target: new FakeInput("input", { type: "checkbox" }) as never })).toBe(false);
    expect(press("Enter")).toBe(true);
    expect(done).toEqual(["x", "x", "x", "Enter"]);
  });

  it("do nothing while a question is asked, those with Control included", () => {
    keys.add("All", bind("t", "Control+k"));
    const target = new FakeElement("button", { around: "alertdialog" }) as never;
    expect([press("t", { target }), press("k", { target, ctrlKey: true })]).toEqual([false, false]);
    expect([press("t"), press("k", { ctrlKey: true })]).toEqual([true, true]);
  });

  it("may be two, one after the other, if the second follows in time", () => {
    keys.add("All", bind("g a", "g e", "e"));
    expect(press("g")).toBe(false);
    press("a");
    press("g");
    now += 1499;
    press("e");
    expect(done).toEqual(["g a", "g e"]);
    press("g");
    now += 1500;
    press("e");
    // A key in between ends it.
    for (const key of ["g", "x", "a", "g", "g", "a"]) press(key);
    expect(done).toEqual(["g a", "g e", "e", "g a"]);
  });

  it("of what was added last act, until it is removed", () => {
    keys.add("All", bind("Escape"));
    const remove = keys.add("Detail", [{ keys: "Escape", label: "", run: () => void done.push("detail") }]);
    press("Escape");
    remove();
    press("Escape");
    expect(done).toEqual(["detail", "Escape"]);
  });

  it("do nothing while someone types, except with Control", () => {
    keys.add("All", bind("a", "Control+k"));
    const fields = [
      new FakeInput("input", { type: "search" }),
      new FakeElement("textarea"),
      new FakeElement("select"),
      new FakeElement("div", { editable: true }),
    ];
    for (const target of fields) expect(press("a", { target: target as never })).toBe(false);
    expect(press("k", { target: fields[0] as never, ctrlKey: true })).toBe(true);
    expect(press("a", { target: new FakeInput("input", { type: "checkbox" }) as never })).toBe(true);
  });

  it.each(["dialog", "alertdialog", "menu", "listbox"])("do nothing in a %s over the page", (around) => {
    keys.add("All", bind("Escape"));
    expect(press("Escape", { target: new FakeElement("button", { around }) as never })).toBe(false);
  });

  it("leave alone what belongs to others", () => {
    keys.add("All", bind("a"));
    const others = [{ defaultPrevented: true }, { isComposing: true }, { altKey: true }, { metaKey: true }];
    for (const other of others) press("a", other);
    press("a", { ctrlKey: true });
    expect(done).toEqual([]);
  });

  it("are listed, those of the view first, and the most important ones for the foot", () => {
    keys.add("All", [{ keys: "?", label: "All keys", short: "all keys", run: () => undefined }]);
    keys.add("View", bind("j"));
    keys.add("Nothing", []);
    expect(keys.groups.map(({ title }) => title)).toEqual(["View", "All"]);
    expect(keys.shown.map(({ keys: combination, short }) => [combination, short])).toEqual([
      ["?", "all keys"],
    ]);
    // A key that two parts of the page name does what the inner one says.
    keys.add("Around", [{ keys: "?", label: "Back", short: "back", run: () => undefined }]);
    expect(keys.shown.map(({ short }) => short)).toEqual(["back"]);
  });
});
