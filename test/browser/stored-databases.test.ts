import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evidenceOf, keptDatabase, placePage, readStored, type ShownCase } from "./fixtures/database.ts";
import { giveBack, MAIN_CASE, shownCase } from "./fixtures/kept-cases.ts";
import { expectQuiet, until } from "./fixtures/page.ts";
import { drop, scanAgain, tomlFile } from "./fixtures/rules.ts";
import { browserNames, type Loupe, openLoupe } from "./support/index.ts";

/*
 * Databases of every version so far, as the pages of their time wrote them: an analyst who opens a newer page finds the
 * cases as they were left, and can go on with them.
 */

/** Opens a case of the list, unless it is open. */
async function openCase(loupe: Loupe, name: string): Promise<void> {
  const { chosen, cases } = await loupe.page.evaluate(() => {
    const list = document.querySelector<HTMLSelectElement>("[data-testid=case-list]")!;
    return {
      chosen: list.value,
      cases: Array.from(list.options, ({ value, textContent }) => ({ id: value, name: textContent })),
    };
  });
  const id = cases.find((one) => one.name === name)?.id;
  if (id === undefined) throw new Error(`there is no case “${name}”: ${await loupe.describe()}`);
  if (id === chosen) return;
  await loupe.page.select("[data-testid=case-list]", id);
  const isOpen = () =>
    loupe.page.evaluate(
      (wanted) =>
        document.querySelector<HTMLSelectElement>("[data-testid=case-list]")?.value === wanted &&
        document.querySelector("[data-testid=evidence-row]") !== null,
      id,
    );
  await until(isOpen, `the case “${name}” is open`);
}

/** A later page may show more of an alert, and may have more to say of a rule, but nothing less. */
function expectShown(now: ShownCase, then: ShownCase): void {
  expect(now.alerts).toHaveLength(then.alerts.length);
  expect(now.alerts).toMatchObject(then.alerts);
  expect(now.ledger).toHaveLength(then.ledger.length);
  expect(now.ledger).toMatchObject(then.ledger);
  expect(now.rules).toMatchObject(then.rules);
}

describe.each(browserNames)("a stored database in %s", (browserName) => {
  const place = placePage();
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(browserName, { html: place.html });
    await loupe.page.setViewport({ width: 1600, height: 1400 });
  });
  afterAll(async () => {
    await loupe?.close();
    place.remove();
  });

  describe.each(["version-1", "version-2-early", "version-2"])("of %s", (name) => {
    const kept = keptDatabase(name);

    it("opens, and every case in it is as it was left", async () => {
      await place.replaceDatabase(loupe, kept);
      await place.comeBack(loupe);
      expect(await loupe.page.$("[data-testid=storage-notice]")).toBeNull();
      for (const [caseName, then] of Object.entries(kept.shown)) {
        await openCase(loupe, caseName);
        expectShown(await shownCase(loupe), then);
      }
      const stored = await readStored(loupe);
      for (const [store, records] of Object.entries(kept.stores))
        expect(stored.stores[store], `records of ${store}`).toHaveLength(records.length);
    });

    it("can be scanned again: each alert is there once, with what was decided about it", async () => {
      const then = kept.shown[MAIN_CASE]!;
      await openCase(loupe, MAIN_CASE);
      await drop(loupe, [tomlFile({ id: "later", query: 'registry where host.name == "TRUE"' })]);
      await giveBack(
        loupe,
        evidenceOf(kept).filter((file) => then.ledger.some((row) => row["name"] === file.name)),
      );
      await scanAgain(loupe);
      const now = await shownCase(loupe);
      const isLater = (alert: Readonly<Record<string, string>>) =>
        alert["kibana.alert.rule.rule_id"] === "later";
      expect(now.alerts.filter(isLater).map((alert) => alert["host.name"])).toEqual(["TRUE"]);
      expect(now.alerts.filter((alert) => !isLater(alert))).toMatchObject(then.alerts);
      await loupe.reload();
      expect(await shownCase(loupe)).toEqual(now);
    });
  });

  it("asked nothing of the network and broke no policy", () => expectQuiet(loupe));
});
