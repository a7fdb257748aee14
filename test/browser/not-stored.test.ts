import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ndjson, registryEvent } from "./fixtures/documents.ts";
import { examine, expectQuiet, exportCsv, rowOf, until, readDatabase } from "./fixtures/page.ts";
import { browserNames, openLoupe, type Loupe } from "./support/index.ts";

/* What a full database refused is said in the next session, when it is lost. */

const HOSTS = Array.from({ length: 1200 }, (_, n) => registryEvent({ host: `FULL-${n}` }));

describe.each(browserNames)("a database that fills up in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  it("leaves a file that says, after a reload, how many of its alerts are lost", async () => {
    const tab = await loupe.openTab(() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
        if (this.name === "findings" && (args[0] as { page: number }).page > 0)
          throw new DOMException("The disk is full.", "QuotaExceededError");
        return put.apply(this, args);
      };
    });
    await tab.click("new-case");
    await examine(tab, [{ name: "full.ndjson", text: ndjson(HOSTS) }]);
    expect(await tab.alertCount()).toBe(1200);
    expect((await exportCsv(tab)).rows).toHaveLength(1200);
    await tab.close();

    const next = await loupe.openTab();
    const kept = await next.alertCount();
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(1200);
    const lost = (1200 - kept).toLocaleString("en-US");
    expect(await rowOf(next, "full.ndjson")).toMatchObject({ alerts: String(kept) });
    expect(await next.text("not-stored")).toContain(`${lost} of the 1,200 alerts found in this file`);
    expect(await next.text("evidence-row")).toContain("not all stored");
    expect(await next.text("alert-summary")).toContain(`${lost} alerts not stored`);
    expect(await next.text("alert-summary")).not.toContain("fully read");
    expect(await next.text("case-not-stored")).toMatch(/Not all of this case could be stored/);
    const [file] = (await exportCsv(next, "export-evidence-csv")).rows;
    expect(file).toMatchObject({ alerts: String(kept), alerts_not_stored: String(1200 - kept) });
    await next.click("dismiss-not-stored");
    // A reload at once could come before it is written.
    await until(
      async () => !(await readDatabase(next))["cases"]!.some((record) => record.includes('"unstored":true')),
      "the dismissal is stored",
    );
    await next.reload();
    expect(await next.page.$("[data-testid=case-not-stored]")).toBeNull();
    await next.element("not-stored");
    await next.close();
  });

  it("is closed by the browser, and stores everything once the analyst has freed space", async () => {
    const tab = await loupe.openTab(() => {
      const full = { isFull: false, database: null as IDBDatabase | null };
      Object.assign(globalThis, { full });
      const { transaction } = IDBDatabase.prototype;
      IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
        full.database = this;
        return transaction.apply(this, args);
      };
      const { open } = IDBFactory.prototype;
      IDBFactory.prototype.open = function (this: IDBFactory, ...args) {
        if (full.isFull) throw new DOMException("Internal error opening backing store.", "UnknownError");
        return open.apply(this, args);
      };
    });
    await tab.click("new-case");
    await examine(tab, [{ name: "before.ndjson", text: ndjson(HOSTS.slice(0, 3)) }]);
    await tab.page.evaluate(() => {
      const { full } = globalThis as unknown as { full: { isFull: boolean; database: IDBDatabase } };
      full.isFull = true;
      full.database.close();
      full.database.dispatchEvent(new Event("close"));
    });
    expect(await tab.text("storage-notice")).toMatch(/closed its database.*disk is full.*save again/s);
    await examine(tab, [{ name: "after.ndjson", text: ndjson(HOSTS.slice(3)) }]);
    expect(await tab.alertCount()).toBe(1200);
    await tab.click("export-csv");
    expect(await tab.text("export-failure")).toMatch(/could not be exported.*Free some space/s);
    await tab.click("save-again");
    await until(
      async () => !/Saving/.test(await tab.text("save-again")),
      "the attempt has failed, with no room",
    );
    await tab.page.evaluate(() => {
      (globalThis as unknown as { full: { isFull: boolean } }).full.isFull = false;
    });
    await tab.click("save-again");
    await until(
      async () => (await tab.page.$("[data-testid=storage-notice]")) === null,
      "everything is stored",
    );
    expect((await exportCsv(tab)).rows).toHaveLength(1200);
    await tab.reload();
    expect(await tab.alertCount()).toBe(1200);
    expect((await exportCsv(tab)).rows).toHaveLength(1200);
    await tab.close();
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
