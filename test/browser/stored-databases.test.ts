import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type DispositionPage,
  idOfName,
  type PackedRowPage,
  unpackDispositions,
} from "../../src/case/index.ts";
import { unpackRowPage } from "../../src/case/pack-rows.ts";
import { storedValue } from "../support/stored-json.ts";
import {
  evidenceOf,
  keptDatabase,
  placePage,
  readStored,
  type ShownCase,
  type Stored,
} from "./fixtures/database.ts";
import { ndjson, registryEvent } from "./fixtures/documents.ts";
import { giveBack, MAIN_CASE, shownCase } from "./fixtures/kept-cases.ts";
import { examine, expectQuiet, until } from "./fixtures/page.ts";
import { drop, scanAgain, tomlFile } from "./fixtures/rules.ts";
import { browserNames, type Loupe, openLoupe, runsOnce } from "./support/index.ts";

const V2 = keptDatabase("version-2");

/*
 * Databases of every version, written by the pages of their time: an analyst who opens a newer page finds the cases
 * unchanged and can continue with them.
 */

/** Opens a case from the list, unless it is open. */
async function openCase(loupe: Loupe, name: string): Promise<void> {
  const { chosen, cases } = await loupe.page.evaluate(() => {
    const list = document.querySelector<HTMLSelectElement>("[data-testid=case-list]")!;
    return {
      chosen: list.value,
      cases: Array.from(list.options, ({ value, textContent }) => ({ id: value, name: textContent })),
    };
  });
  const id = cases.find((entry) => entry.name === name)?.id;
  if (id === undefined) throw new Error(`there is no case “${name}”: ${await loupe.describe()}`);
  if (id === chosen) return;
  await loupe.page.select("[data-testid=case-list]", id);
  const isOpen = () =>
    loupe.page.evaluate(
      (wanted) =>
        document.querySelector<HTMLSelectElement>("[data-testid=case-list]")?.value === wanted &&
        document.querySelector("[data-testid=nav-evidence]")?.getAttribute("data-count") !== "0",
      id,
    );
  await until(isOpen, `the case “${name}” is open`);
}

/** A later page may show more of an alert, and more diagnostics of a rule, but never less. */
function expectShown(now: ShownCase, then: ShownCase): void {
  expect(now.alerts).toHaveLength(then.alerts.length);
  expect(now.alerts).toMatchObject(then.alerts);
  expect(now.ledger).toHaveLength(then.ledger.length);
  expect(now.ledger).toMatchObject(then.ledger);
  expect(now.rules).toMatchObject(then.rules);
}

const VERSIONS = [
  "version-1",
  "version-2-early",
  "version-2",
  "version-3",
  "version-4",
  "version-5",
  "version-6",
  "version-7",
  "version-8",
];

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

  // The upgrades are the same code in both browsers, so one of them is given the first and the last.
  describe.each(runsOnce(browserName) ? VERSIONS : [VERSIONS[0]!, VERSIONS.at(-1)!])("of %s", (name) => {
    const kept = keptDatabase(name);

    it("opens, with every case unchanged", async () => {
      await place.replaceDatabase(loupe, kept);
      await place.comeBack(loupe);
      expect(await loupe.page.$("[data-testid=storage-notice]")).toBeNull();
      for (const [caseName, then] of Object.entries(kept.shown)) {
        await openCase(loupe, caseName);
        expectShown(await shownCase(loupe), then);
      }
      const { version, stores } = await readStored(loupe);
      expect(version).toBe(9);
      for (const [store, records] of Object.entries(kept.stores)) {
        if (store !== "judgements") expect(stores[store], `records of ${store}`).toHaveLength(records.length);
      }
      // These have not changed at all; typed arrays are among them.
      for (const store of ["exceptions", "exceptionItems", "ruleFiles", "ruleSets", "rules"] as const)
        expect(stores[store]).toEqual(kept.stores[store] ?? []);
      expect(stores["sightings"]).toMatchObject(kept.stores["sightings"] ?? []);
      const findings = stores["findings"]!.flatMap(([, page]) => (page as { findings: Stored[] }).findings);
      for (const finding of findings)
        expect(finding).toMatchObject({ kind: expect.stringMatching(/^(?:event|sequence)$/) });
      // Dispositions are stored for alerts that exist.
      const alerts = stores["rows"]!.flatMap(
        ([, page]) => unpackRowPage(storedValue(page) as PackedRowPage).rows,
      );
      const ids = new Set(alerts.map(({ id }) => id));
      const decided = stores["dispositions"]!.flatMap(([, page]) =>
        unpackDispositions(storedValue(page) as DispositionPage),
      );
      // Earlier versions had a record for each alert; since version 8 they are in pages, which stay as they are.
      if (name === "version-8") expect(stores["dispositions"]).toEqual(kept.stores["dispositions"]);
      else expect(decided).toHaveLength((kept.stores["judgements"] ?? kept.stores["dispositions"]!).length);
      for (const [name] of decided) expect(ids).toContain(idOfName(name));
      expect(stores).not.toHaveProperty("judgements");
    });

    it.runIf(runsOnce(browserName))(
      "can be scanned again: each alert is there once, with its disposition",
      async () => {
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
      },
    );
  });

  describe("that cannot be opened", () => {
    let script: string | undefined;
    /** Changes the browser before the first script of every later page. */
    async function stub(change: () => void): Promise<void> {
      const { identifier } = await loupe.page.evaluateOnNewDocument(change);
      script = identifier;
    }
    async function unstub(): Promise<void> {
      if (script !== undefined) await loupe.page.removeScriptToEvaluateOnNewDocument(script);
      script = undefined;
    }
    afterEach(unstub);

    /** The page explains why, and uses a case in memory meanwhile. */
    async function expectCaseInMemory(why: string, words: RegExp): Promise<void> {
      const notice = await loupe.element("storage-notice");
      expect(
        await notice.evaluate((element) => {
          const { state, why } = (element as HTMLElement).dataset;
          return { state, why };
        }),
      ).toEqual({ state: "memory", why });
      expect(await loupe.text("storage-notice")).toMatch(words);
      await examine(loupe, [{ name: "now.ndjson", text: ndjson([registryEvent({ host: "NOW" })]) }]);
      expect(await loupe.alertCount()).toBe(1);
    }

    async function expectUpgraded(): Promise<void> {
      expect(await loupe.page.$("[data-testid=storage-notice]")).toBeNull();
      await openCase(loupe, MAIN_CASE);
      expectShown(await shownCase(loupe), V2.shown[MAIN_CASE]!);
      expect((await readStored(loupe)).version).toBe(9);
    }

    it("because a newer page wrote it: it is left alone, and the reason is shown", async () => {
      const newer = {
        version: 99,
        stores: { ...V2.stores, later: [["key", { kind: "unheard of" }]] },
      } as const;
      await place.replaceDatabase(loupe, newer);
      await place.comeBack(loupe);
      await expectCaseInMemory("newer", /newer version of Loupe has stored your cases.*changed nothing/s);
      expect(await readStored(loupe)).toEqual(newer);
    });

    it("because a newer page takes it over while this one is open: the reason is shown", async () => {
      await place.replaceDatabase(loupe, V2);
      await place.comeBack(loupe);
      expect(await loupe.page.$("[data-testid=storage-notice]")).toBeNull();
      await loupe.page.evaluate(async () => {
        const opening = indexedDB.open("loupe", 99);
        await new Promise((resolve, reject) => {
          opening.onsuccess = resolve;
          opening.onerror = reject;
        });
        opening.result.close();
      });
      expect(await loupe.text("storage-notice")).toMatch(/newer version of Loupe/);
    });

    it("because another tab has it open: the reason is shown, and it opens once the tab is closed", async () => {
      await place.replaceDatabase(loupe, V2);
      // Like a tab frozen by the browser, this one does not close the database on request.
      const other = await loupe.page.browserContext().newPage();
      await other.goto(pathToFileURL(place.html).href);
      await other.evaluate(async () => {
        const opening = indexedDB.open("loupe");
        await new Promise((resolve) => (opening.onsuccess = resolve));
        Object.assign(globalThis, { held: opening.result });
      });
      await loupe.page.bringToFront();
      await place.comeBack(loupe);
      await expectCaseInMemory("blocked", /open in another tab.*Close the other tab/s);
      await other.close();
      await place.leave(loupe);
      expect(await readStored(loupe)).toEqual({ version: V2.version, stores: V2.stores });
      await place.comeBack(loupe);
      await expectUpgraded();
    });

    it("because its upgrade fails half-way: it is unchanged, and opens the next time", async () => {
      await place.replaceDatabase(loupe, V2);
      await stub(() => {
        const put = IDBObjectStore.prototype.put;
        let writes = 0;
        IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
          if (++writes > 5) throw new DOMException("The disk is full.", "QuotaExceededError");
          return put.apply(this, args);
        };
      });
      await place.comeBack(loupe);
      await expectCaseInMemory(
        "not-upgraded",
        /could not be converted.*They are unchanged.*QuotaExceededError: The disk is full/s,
      );
      expect(await readStored(loupe)).toEqual({ version: V2.version, stores: V2.stores });
      await unstub();
      await loupe.reload();
      await expectUpgraded();
    });

    it("because the page is closed during its upgrade: it is unchanged, and opens the next time", async () => {
      await place.replaceDatabase(loupe, V2);
      await stub(() => {
        const put = IDBObjectStore.prototype.put;
        let writes = 0;
        IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
          if (++writes < 5) return put.apply(this, args);
          // From here on the upgrade goes on for ever: a transaction lives as long as there are requests.
          const again = () => (this.count().onsuccess = again);
          again();
          document.documentElement.dataset["stuck"] = "";
          return { addEventListener: () => undefined } as unknown as IDBRequest<IDBValidKey>;
        };
      });
      await place.load(loupe);
      await loupe.page.waitForSelector("html[data-stuck]");
      expect(await loupe.text("upgrade-progress")).toMatch(
        /Converting your cases.*: \d+ of \d+ records\. Keep this tab open/,
      );
      await unstub();
      await place.leave(loupe);
      expect(await readStored(loupe)).toEqual({ version: V2.version, stores: V2.stores });
      await place.comeBack(loupe);
      await expectUpgraded();
    });
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
