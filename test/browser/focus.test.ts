import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MATCHES, ndjson, timed } from "./fixtures/documents.ts";
import { chooseAlert, examine, expectQuiet, fileCount, filter, newCase, until } from "./fixtures/page.ts";
import { toCase, toRules } from "./fixtures/rules.ts";
import { type Loupe, openLoupe, otherBrowser } from "./support/index.ts";

/*
 * Where the keyboard focus is after something was saved, deleted or cancelled, and that no typed text is lost on the
 * way.
 */

const evidence = [{ name: "focus.ndjson", text: ndjson(timed(MATCHES)) }];
const [FIRST, SECOND] = [MATCHES[2]!.host, MATCHES[3]!.host];

describe.each(otherBrowser)("the keyboard focus in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1400, height: 900 });
    await examine(loupe, evidence);
  });
  afterAll(() => loupe?.close());

  /** The focused control, by its test ID or its text. */
  const focused = () =>
    loupe.page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (element === null || element === document.body) return "nothing";
      return element.dataset["testid"] ?? (element.textContent ?? "").trim().slice(0, 30);
    });
  const expectFocus = (wanted: string) =>
    until(async () => (await focused()) === wanted, `${wanted} has the keyboard`).catch(async (error) => {
      throw new Error(`${error.message}, but ${await focused()} has it`);
    });
  const focus = async (testid: string) =>
    (await loupe.element(testid)).evaluate((element) => (element as HTMLElement).focus());
  /** Presses a control with the keyboard. */
  async function press(testid: string): Promise<void> {
    await focus(testid);
    expect(await focused()).toBe(testid);
    await loupe.page.keyboard.press("Enter");
  }
  /** Chooses from the menu of the case with the keyboard. */
  async function chooseInMenu(testid: "rename-case" | "delete-case"): Promise<void> {
    await press("case-menu");
    for (const item of ["rename-case", "export-case-menu", "delete-case"]) {
      await expectFocus(item);
      if (item === testid) break;
      await loupe.page.keyboard.press("ArrowDown");
    }
    await loupe.page.keyboard.press("Enter");
  }
  const type = (text: string) => loupe.page.keyboard.type(text);
  const escape = () => loupe.page.keyboard.press("Escape");
  const isThere = async (testid: string) => (await loupe.page.$(`[data-testid=${testid}]`)) !== null;
  const valueOf = async (testid: string) =>
    (await loupe.element(testid)).evaluate((field) => (field as HTMLInputElement).value);
  const caseName = async () =>
    (await loupe.element("case-list")).evaluate(
      (list) => (list as HTMLSelectElement).selectedOptions[0]!.textContent,
    );
  const isFolded = async (testid: string) =>
    (await loupe.element(testid)).evaluate((fold) => !(fold as HTMLDetailsElement).open);
  const expectFolded = () => until(() => isFolded("exception-form"), "the form is folded");
  async function openForm(): Promise<void> {
    if (await isFolded("exception-form")) {
      await loupe.page.focus("[data-testid=exception-form] > summary");
      await loupe.page.keyboard.press("Enter");
    }
    await until(async () => !(await isFolded("exception-form")), "the form is open");
  }

  describe("with cases", () => {
    it("moves to the name and back, whether or not it is saved", async () => {
      await chooseInMenu("rename-case");
      await expectFocus("case-name");
      await type("Night shift"); // replaces the selected name
      await loupe.page.keyboard.press("Enter");
      await expectFocus("case-list");
      expect(await caseName()).toBe("Night shift");
      await chooseInMenu("rename-case");
      await expectFocus("case-name");
      await type("Something else");
      await escape();
      await expectFocus("case-list");
      expect(await caseName()).toBe("Night shift");
      await chooseInMenu("rename-case");
      await expectFocus("case-name");
      await loupe.page.click("nav form button[type=button]");
      await expectFocus("case-list");
    });

    it("is at the button of the menu after it was closed", async () => {
      await press("case-menu");
      await expectFocus("rename-case");
      await escape();
      await expectFocus("case-menu");
    });

    it("stays at the list of cases when another case is chosen", async () => {
      await loupe.click("new-case");
      await expectFocus("new-case");
      await examine(loupe, evidence);
      await focus("case-list");
      await (
        await loupe.element("case-list")
      ).select(
        await loupe.page.evaluate(
          () =>
            Array.from(document.querySelector<HTMLSelectElement>("[data-testid=case-list]")!.options).find(
              ({ text }) => text === "Night shift",
            )!.value,
        ),
      );
      await until(async () => (await caseName()) === "Night shift", "the other case is open");
      await expectFocus("case-list");
    });

    it("is on the answer that deletes nothing, and at the list of cases after a deletion", async () => {
      await chooseInMenu("delete-case");
      await expectFocus("Keep");
      // The question keeps it: nothing behind it can be reached.
      for (const wanted of ["delete-case-confirm", "Keep", "delete-case-confirm", "Keep"]) {
        await loupe.page.keyboard.press("Tab");
        await expectFocus(wanted);
      }
      await escape();
      await expectFocus("case-list");
      await chooseInMenu("delete-case");
      await expectFocus("Keep");
      await loupe.page.keyboard.press("Enter");
      await expectFocus("case-list");
      expect(await caseName()).toBe("Night shift");
      expect(await loupe.alertCount()).toBe(MATCHES.length);
      await chooseInMenu("delete-case");
      await expectFocus("Keep");
      await press("delete-case-confirm");
      await until(async () => (await fileCount(loupe)) === 0, "the case is gone");
      await expectFocus("case-list");
      expect(await caseName()).not.toBe("Night shift");
    });
  });

  describe("with exceptions", () => {
    beforeAll(async () => {
      await newCase(loupe);
      await examine(loupe, evidence);
      await chooseAlert(loupe, FIRST);
    });

    it("moves from condition to condition, and never to the button that removes the next one", async () => {
      await openForm();
      const conditions = async () => (await loupe.page.$$("[data-testid=exception-field]")).length;
      const before = await conditions();
      await press("exception-add");
      await until(async () => (await conditions()) === before + 1, "one more");
      await expectFocus("exception-field");
      for (let left = before; left >= 0; left--) {
        await loupe.page.focus("button[aria-label='Remove this condition']");
        await loupe.page.keyboard.press("Enter");
        await until(async () => (await conditions()) === left, `${left} are left`);
        await expectFocus(left > 0 ? "exception-field" : "exception-add");
      }
    });

    it("stays in the form until discarding typed text is confirmed", async () => {
      // The proposed conditions have been removed.
      await escape();
      await expectFocus("Keep editing");
      await press("exception-discard");
      await expectFocus("Add rule exception");
      await expectFolded();
      await openForm();
      await focus("exception-why");
      await escape(); // nothing is typed
      await expectFocus("Add rule exception");
      await expectFolded();
      await openForm();
      await focus("exception-why");
      await type("Ticket 7");
      await escape();
      await expectFocus("Keep editing");
      await escape();
      await expectFocus("exception-why");
      expect(await valueOf("exception-why")).toBe("Ticket 7");
      await press("exception-cancel");
      await expectFocus("Keep editing");
      await press("exception-discard");
      await expectFocus("Add rule exception");
      await openForm();
      expect(await valueOf("exception-why")).toBe("");
    });

    it("returns to the alert with its typed text", async () => {
      await focus("exception-why");
      await type("Ticket 8");
      await chooseAlert(loupe, SECOND);
      expect(await valueOf("exception-why")).toBe("");
      await expectFolded();
      await toRules(loupe);
      await toCase(loupe);
      await chooseAlert(loupe, FIRST);
      expect(await isFolded("exception-form")).toBe(false);
      expect(await valueOf("exception-why")).toBe("Ticket 8");
      await loupe.page.click("[data-testid=exception-form] > summary");
      await until(
        async () => (await loupe.text("exception-form")).includes("(draft)"),
        "the fold says that something is in it",
      );
    });

    it("moves to a question before a case with typed text is left", async () => {
      const asks = () =>
        loupe.page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
      expect(await asks()).toBe(true);
      await press("new-case");
      await expectFocus("Stay");
      expect(await loupe.page.$eval("[role=alertdialog]", (dialog) => dialog.textContent)).toMatch(
        /not saved/,
      );
      await escape();
      await expectFocus("case-list");
      expect(await loupe.alertCount()).toBe(MATCHES.length);
      await openForm();
      await press("exception-cancel");
      await press("exception-discard");
      await expectFolded();
      expect(await asks()).toBe(false);
    });

    it("is at the folded form after saving, and at the head of the list after a removal", async () => {
      for (const why of ["Ticket 9", "Ticket 10"]) {
        await openForm();
        await focus("exception-why");
        await type(why);
        await loupe.page.keyboard.press("Enter");
        await expectFocus("Add rule exception");
        await expectFolded();
      }
      const remove = async () => {
        await loupe.page.focus("[data-testid=exception] button");
        await loupe.page.keyboard.press("Enter");
      };
      await remove();
      await expectFocus("1 exception");
      await remove();
      await until(async () => !(await isThere("exception-list")), "no exception is left");
      // The head of the list has disappeared as well, so the nearest control above it has the keyboard.
      await expectFocus("time-range");
    });
  });

  describe("with rules", () => {
    beforeAll(() => toRules(loupe));
    afterAll(() => toCase(loupe));

    it("starts in the form, and returns to the control that opened it", async () => {
      await press("new-rule");
      await expectFocus("own-rule-name");
      await escape();
      await expectFocus("new-rule");
      expect(await isThere("own-rule")).toBe(false);
    });

    it("stays in the form until discarding a typed rule is confirmed", async () => {
      await press("new-rule");
      await expectFocus("own-rule-name");
      await type("Mine");
      await escape();
      await expectFocus("Keep editing");
      await escape();
      await expectFocus("own-rule-name");
      expect(await valueOf("own-rule-name")).toBe("Mine");
      await press("own-rule-cancel");
      await press("own-rule-discard");
      await expectFocus("new-rule");
      expect(await isThere("own-rule")).toBe(false);
      expect(await isThere("left-drafts")).toBe(false);
    });

    it("returns to the draft of a rule", async () => {
      await press("new-rule");
      await expectFocus("own-rule-name");
      await type("Begun");
      await press("choose-rule"); // another rule
      await loupe.element("rule-detail");
      expect(await loupe.text("left-drafts")).toContain("Begun");
      await toCase(loupe);
      await toRules(loupe);
      await loupe.page.focus("[data-testid=left-drafts] button");
      await loupe.page.keyboard.press("Enter");
      await expectFocus("own-rule-name");
      expect(await valueOf("own-rule-name")).toBe("Begun");
      // The view is left, and shown again with the form in it.
      await toCase(loupe);
      await toRules(loupe);
      expect(await valueOf("own-rule-name")).toBe("Begun");
      await focus("own-rule-query");
      await type("any where true");
    });

    it("is at the rule's first control after saving, changed or not", async () => {
      await press("own-rule-save");
      await expectFocus("edit-rule");
      await press("edit-rule");
      await expectFocus("own-rule-name");
      await escape();
      await expectFocus("edit-rule");
      await press("edit-rule");
      await expectFocus("own-rule-name");
      await loupe.page.keyboard.press("End");
      await type(" and saved");
      await press("choose-rule");
      await loupe.element("rule-detail");
      expect(await loupe.text("left-drafts")).toContain("Begun and saved");
      await loupe.page.focus("[data-testid=left-drafts] button");
      await loupe.page.keyboard.press("Enter");
      await expectFocus("own-rule-name");
      await loupe.page.keyboard.press("Enter");
      await expectFocus("edit-rule");
      expect(await loupe.text("rule-detail")).toContain("Begun and saved");
    });

    it("is in the list after a rule is removed", async () => {
      await press("remove-rule");
      await expectFocus("Keep");
      await escape();
      await expectFocus("remove-rule");
      await press("remove-rule");
      await press("remove-rule-confirm");
      await until(async () => !(await isThere("rule-detail")), "it is gone");
      await expectFocus("rule-row");
    });
  });

  describe("with controls that disappear", () => {
    it("moves to a neighbour", async () => {
      await newCase(loupe);
      await press("load-sample");
      expect(await loupe.waitForScan()).toBe("done");
      await until(async () => !(await isThere("load-sample")), "the page is no longer empty");
      // One of the first links of the Overview: which one depends on what was drawn when the button went.
      await until(
        async () => /of 3 hosts|was set up for ful/.test(await focused()),
        "a link of the Overview has the keyboard",
      );
      await filter(loupe, "nothing has this");
      await loupe.page.focus("[data-testid=clear-filter]");
      await loupe.page.keyboard.press("Enter");
      await until(async () => isThere("alert-row"), "all are listed again");
      // It stood beside the one that clears the filter.
      expect(await focused()).toBe("time-range");
    });

    it("moves to a neighbour of a control that is disabled", async () => {
      await toRules(loupe);
      await press("switch-shown-off");
      await expectFocus("switch-shown-on");
      await press("switch-shown-on");
      await expectFocus("switch-shown-off");
      await toCase(loupe);
    });

    it("is nowhere after a click beside every control, whatever disappears then", async () => {
      await filter(loupe, "nothing has this");
      await loupe.page.focus("[data-testid=clear-filter]");
      await loupe.page.click("[data-testid=alert-summary]");
      await expectFocus("nothing");
      await filter(loupe, "");
      await until(async () => isThere("alert-row"), "all are listed again");
      expect(await focused()).toBe("nothing");
    });
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
