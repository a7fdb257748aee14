import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MATCHES, ndjson, timed } from "./fixtures/documents.ts";
import { chooseAlert, examine, expectQuiet, filter, newCase, until } from "./fixtures/page.ts";
import { toCase, toRules } from "./fixtures/rules.ts";
import { browserNames, openLoupe, type Loupe } from "./support/index.ts";

/* Where the keyboard is after something was saved, deleted or given up; and that nothing typed is lost on the way. */

const evidence = [{ name: "focus.ndjson", text: ndjson(timed(MATCHES)) }];
const [FIRST, SECOND] = [MATCHES[2]!.host, MATCHES[3]!.host];

describe.each(browserNames)("the keyboard in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await examine(loupe, evidence);
  });
  afterAll(() => loupe?.close());

  /** The control that has the keyboard, by its test id or its text. */
  const focused = () =>
    loupe.page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (element === null || element === document.body) return "nothing";
      return element.dataset["testid"] ?? (element.textContent ?? "").trim().slice(0, 30);
    });
  const expectFocus = (wanted: string) =>
    until(async () => (await focused()) === wanted, `${wanted} has the keyboard`, 5000).catch(
      async (error) => {
        throw new Error(`${error.message}, but ${await focused()} has it`);
      },
    );
  const focus = async (testid: string) =>
    (await loupe.element(testid)).evaluate((element) => (element as HTMLElement).focus());
  /** Presses a control with the keyboard. */
  async function press(testid: string): Promise<void> {
    await focus(testid);
    expect(await focused()).toBe(testid);
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

  describe("of a case", () => {
    it("goes into the name and back, whether it is saved or not", async () => {
      await press("rename-case");
      await expectFocus("case-name");
      await type("Night shift"); // over the name that is selected
      await loupe.page.keyboard.press("Enter");
      await expectFocus("rename-case");
      expect(await caseName()).toBe("Night shift");
      await press("rename-case");
      await expectFocus("case-name");
      await type("Something else");
      await escape();
      await expectFocus("rename-case");
      expect(await caseName()).toBe("Night shift");
      await press("rename-case");
      await loupe.page.click("header form button[type=button]");
      await expectFocus("rename-case");
    });

    it("stays at the cases when another is chosen", async () => {
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

    it("is at the answer that deletes nothing, and at the cases once one is deleted", async () => {
      await press("delete-case");
      await expectFocus("Keep");
      await escape();
      await expectFocus("delete-case");
      await press("delete-case");
      await expectFocus("Keep");
      await loupe.page.keyboard.press("Enter");
      await expectFocus("delete-case");
      // The question is given up wherever the keyboard is.
      await press("delete-case");
      await focus("rules-button");
      await escape();
      await expectFocus("delete-case");
      expect(await caseName()).toBe("Night shift");
      await press("delete-case");
      await press("delete-case-confirm");
      await until(async () => (await loupe.evidenceRows()).length === 0, "the case is gone");
      await expectFocus("case-list");
      expect(await caseName()).not.toBe("Night shift");
    });
  });

  describe("of an exception", () => {
    beforeAll(async () => {
      await newCase(loupe);
      await examine(loupe, evidence);
      await chooseAlert(loupe, FIRST);
    });

    it("goes from condition to condition, and never to what removes the next one", async () => {
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

    it("asks before typed text is thrown away", async () => {
      // The conditions that were proposed have been removed.
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

    it("finds what was typed with its alert", async () => {
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

    it("is asked before the case with what was typed is left", async () => {
      const asks = () =>
        loupe.page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
      expect(await asks()).toBe(true);
      await press("new-case");
      await expectFocus("Stay");
      expect(await loupe.page.$eval("header [role=group]", (group) => group.textContent)).toMatch(
        /not saved/,
      );
      await escape();
      await expectFocus("new-case");
      expect(await loupe.alertCount()).toBe(MATCHES.length);
      await openForm();
      await press("exception-cancel");
      await press("exception-discard");
      await expectFolded();
      expect(await asks()).toBe(false);
    });

    it("is at the fold once it is saved, and at the head of the list once one is removed", async () => {
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
      // The list's head has gone too: the next control is the list of alerts.
      await expectFocus("sort-time");
    });
  });

  describe("of a rule", () => {
    beforeAll(() => toRules(loupe));
    afterAll(() => toCase(loupe));

    it("begins in the form, and goes back to what opened it", async () => {
      await press("new-rule");
      await expectFocus("own-rule-name");
      await escape();
      await expectFocus("new-rule");
      expect(await isThere("own-rule")).toBe(false);
    });

    it("asks before a typed rule is thrown away", async () => {
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

    it("finds a rule again that was begun", async () => {
      await press("new-rule");
      await expectFocus("own-rule-name");
      await type("Begun");
      await press("choose-rule"); // another one
      await loupe.element("rule-detail");
      expect(await loupe.text("left-drafts")).toContain("Begun");
      await toCase(loupe);
      await toRules(loupe);
      await loupe.page.focus("[data-testid=left-drafts] button");
      await loupe.page.keyboard.press("Enter");
      await expectFocus("own-rule-name");
      expect(await valueOf("own-rule-name")).toBe("Begun");
      // The view is left and shown again with the form in it.
      await toCase(loupe);
      await toRules(loupe);
      expect(await valueOf("own-rule-name")).toBe("Begun");
      await focus("own-rule-query");
      await type("any where true");
    });

    it("is at the rule's first control once it is saved, changed or not", async () => {
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

    it("is in the list once a rule is removed", async () => {
      await press("remove-rule");
      await expectFocus("Keep");
      await escape();
      await expectFocus("remove-rule");
      await press("remove-rule");
      await press("remove-rule-confirm");
      await until(async () => !(await isThere("rule-detail")), "it is gone");
      await expectFocus("choose-rule");
    });
  });

  describe("of what goes away", () => {
    it("passes to a neighbour", async () => {
      await newCase(loupe);
      await press("load-sample");
      expect(await loupe.waitForScan()).toBe("done");
      await until(async () => !(await isThere("load-sample")), "the page is no longer empty");
      await expectFocus("evidence-folder-input");
      await filter(loupe, "nothing has this");
      await loupe.page.focus("[role=search] button");
      await loupe.page.keyboard.press("Enter");
      await until(async () => isThere("alert-row"), "all are listed again");
      expect(await focused()).toBe("as-scheduled");
    });

    it("passes to a neighbour of what is switched off", async () => {
      await toRules(loupe);
      await press("switch-shown-off");
      await expectFocus("switch-shown-on");
      await press("switch-shown-on");
      await expectFocus("switch-shown-off");
      await toCase(loupe);
    });

    it("is nowhere when somebody clicks beside every control, whatever goes away then", async () => {
      await filter(loupe, "nothing has this");
      await loupe.page.focus("[role=search] button");
      await loupe.page.click("h1");
      await expectFocus("nothing");
      await filter(loupe, "");
      await until(async () => isThere("alert-row"), "all are listed again");
      expect(await focused()).toBe("nothing");
    });
  });

  it("asked nothing of the network and broke no policy", () => expectQuiet(loupe));
});
