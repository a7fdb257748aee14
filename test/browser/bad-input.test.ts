import { appendFileSync, mkdtempSync, openSync, writeSync, closeSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noiseBytes, sha256 } from "./fixtures/bytes.ts";
import { DUMP_TYPE, ndjson, noise, registryEvent } from "./fixtures/documents.ts";
import { slowFile } from "./fixtures/files.ts";
import {
  alertedHosts,
  chooseAlert,
  type Csv,
  examine,
  expectQuiet,
  exportCsv,
  newCase,
  openFile,
  rowOf,
  unfoldedText,
  until,
  visibleText,
} from "./fixtures/page.ts";
import { browserNames, type Evidence, type Loupe, oneCore, openLoupe, runsOnce } from "./support/index.ts";

/*
 * Whatever a file contains, however it is lost and however little the browser stores: there is a clear message at the
 * file, no other file is affected, and no alert found so far is lost.
 */

const match = (host: string) => registryEvent({ host });
/** Added with every bad file, and must be scanned normally. */
const good: Evidence = { name: "good.ndjson", text: ndjson([match("GOOD"), ...noise(2)]) };
const line = (document: unknown) => `${JSON.stringify(document)}\n`;
const bytesOf = (...parts: (string | Uint8Array)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));

interface Bad {
  readonly what: string;
  readonly file: Evidence;
  /** The text of the row before anything is unfolded. */
  readonly says: RegExp;
  readonly row: Record<string, string>;
  readonly alerts?: readonly string[];
}

const damaged = gzipSync(ndjson([match("GZ-1"), ...noise(4000)]));
const crc = Buffer.from(gzipSync(ndjson([match("GZ-CRC"), ...noise(20)])));
crc[crc.length - 8]! ^= 0xff;

const headerOnly = {
  Id: 9999,
  ProviderName: "Microsoft-Windows-Security-Auditing",
  LogName: "Security",
  TimeCreated: "2024-05-14T02:01:17Z",
  MachineName: "WS01",
  Message: "Etwas ist geschehen.",
};

const BAD: readonly Bad[] = [
  {
    what: "a log whose values are in a message that cannot be read",
    file: { name: "winevent.ndjson", text: ndjson([headerOnly, headerOnly]) },
    says: /header only.*2 events with only a header[^]*wevtutil/s,
    row: { records: "2", headerOnly: "2", problems: "0", alerts: "0" },
  },
  {
    what: "an empty file",
    file: { name: "empty.ndjson", text: "" },
    says: /empty|no bytes|0 bytes/i,
    row: { records: "0", alerts: "0" },
  },
  {
    what: "a file of white space",
    file: { name: "white.ndjson", text: " \n\t\r\n\n" },
    says: /white space|blank|empty/i,
    row: { records: "0", alerts: "0" },
  },
  {
    what: "a binary file",
    file: { name: "binary.ndjson", bytes: noiseBytes(300_000) },
    says: /binary|no kind|not .*(know|read)/i,
    row: { records: "0", alerts: "0", state: "unreadable" },
  },
  {
    what: "an event log",
    file: { name: "Security.evtx", bytes: bytesOf("ElfFile\0", noiseBytes(70_000, 2)) },
    says: /EVTX|event log/i,
    row: { records: "0", alerts: "0", state: "unreadable" },
  },
  {
    what: "an event log with another file name",
    file: { name: "logs.json", bytes: bytesOf("ElfFile\0", noiseBytes(70_000, 3)) },
    says: /EVTX|event log/i,
    row: { records: "0", alerts: "0", state: "unreadable" },
  },
  {
    what: "a zip archive",
    file: { name: "logs.ndjson", bytes: bytesOf("PK\x03\x04", noiseBytes(5000, 4)) },
    says: /zip/i,
    row: { records: "0", alerts: "0", state: "unreadable" },
  },
  {
    what: "text that is not a log",
    file: { name: "notes.txt", text: "Dear diary,\ntoday nothing happened.\n" },
    says: /JSON|log|read|CSV/i,
    row: { records: "0", alerts: "0" },
  },
  {
    what: "a torn last line",
    file: {
      name: "torn.ndjson",
      text: line(match("TORN-1")) + line(match("TORN-2")) + '{"@timestamp":"2024-05-',
    },
    says: /line 3\b/,
    row: { records: "2", alerts: "2", problems: "1" },
    alerts: ["TORN-1", "TORN-2"],
  },
  {
    what: "a malformed line",
    file: {
      name: "malformed.ndjson",
      text:
        line(match("MAL-1")) +
        '{"host": {"name": "x"}, "oops": }\n' +
        line(match("MAL-2")) +
        "]]]\n" +
        "plain text\n" +
        line(match("MAL-3")),
    },
    says: /line 2\b/,
    row: { records: "3", alerts: "3", problems: "3" },
    alerts: ["MAL-1", "MAL-2", "MAL-3"],
  },
  {
    what: "blank lines, which are not a problem",
    file: {
      name: "blank.ndjson",
      text: `\n\n${line(match("BLANK-1"))}\r\n   \n${line(match("BLANK-2"))}\n\n`,
    },
    says: /2 alerts/,
    row: { records: "2", alerts: "2", problems: "0", state: "done" },
    alerts: ["BLANK-1", "BLANK-2"],
  },
  {
    what: "a line longer than a record may be",
    file: {
      name: "long-line.ndjson",
      bytes: bytesOf(
        line(match("LONG-1")),
        '{"@timestamp":"2024-05-14T02:00:00Z","message":"',
        Buffer.alloc(40 * 1024 * 1024, "a"),
        '"}\n',
        line(match("LONG-2")),
      ),
    },
    says: /line 2\b[^]*(long|large|bytes|MiB)/,
    row: { alerts: "2", problems: "1" },
    alerts: ["LONG-1", "LONG-2"],
  },
  {
    what: "a long last line without an end",
    file: {
      name: "endless-line.ndjson",
      bytes: bytesOf(line(match("ENDLESS-1")), '{"message":"', Buffer.alloc(40 * 1024 * 1024, "a")),
    },
    says: /line 2\b/,
    row: { records: "1", alerts: "1", problems: "1" },
    alerts: ["ENDLESS-1"],
  },
  {
    what: "bytes that are not UTF-8 in a matching record",
    file: {
      name: "latin1.ndjson",
      bytes: bytesOf(
        line(match("LATIN-1")),
        Buffer.from(line(registryEvent({ host: "LATIN-2", userName: "M\u00fcller\u00ff" })), "latin1"),
        line(match("LATIN-3")),
      ),
    },
    says: /UTF-8/,
    row: { records: "3", alerts: "3" },
    alerts: ["LATIN-1", "LATIN-2", "LATIN-3"],
  },
  {
    what: "nesting of 100,000 levels",
    file: {
      name: "deep.ndjson",
      text:
        line(match("DEEP-1")) +
        `{"@timestamp":"2024-05-14T02:00:00Z","a":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}\n` +
        `{"@timestamp":"2024-05-14T02:00:00Z","a":${"[".repeat(100_000)}${"]".repeat(100_000)}}\n` +
        line(match("DEEP-2")),
    },
    says: /line 2\b[^]*(nest|deep|level)/i,
    row: { alerts: "2", problems: "2" },
    alerts: ["DEEP-1", "DEEP-2"],
  },
  {
    what: "keys that would reach a prototype",
    file: {
      name: "proto.ndjson",
      text:
        `{"__proto__":{"polluted":"yes","host.os.type":"windows"},"constructor":{"prototype":{"polluted":"yes"}},${JSON.stringify(match("PROTO-1")).slice(1)}\n` +
        // Its other fields are below __proto__ only, so the rule must not match.
        `{"@timestamp":"2024-05-14T02:00:00Z","host":{"name":"PROTO-2"},"__proto__":${JSON.stringify(match("PROTO-X"))}}\n` +
        line({ ...match("PROTO-3"), hasOwnProperty: "x", toString: "y", valueOf: 1 }),
    },
    says: /2 alerts/,
    row: { records: "3", alerts: "2", problems: "0" },
    alerts: ["PROTO-1", "PROTO-3"],
  },
  {
    what: "the same key twice",
    file: {
      name: "twice.ndjson",
      text:
        line(match("TWICE-1")) +
        `${JSON.stringify(registryEvent({ host: "TWICE-2", data: ["1"] })).replace('"registry":{', '"registry":{"data":{"strings":["2"]},')}\n` +
        `${JSON.stringify(registryEvent({ host: "TWICE-3", data: ["2"] })).replace('"registry":{', '"registry":{"data":{"strings":["1"]},')}\n`,
    },
    says: /twice|duplicate|repeated|more than once/i,
    row: { records: "3", alerts: "3" },
    alerts: ["TWICE-1", "TWICE-2", "TWICE-3"],
  },
  {
    what: "JSON without events",
    file: { name: "settings.json", text: '{"name":"loupe","version":1}\n[1,2]\n"text"\n' },
    says: /no event|none is an event|nothing to look at/i,
    row: { records: "0", alerts: "0" },
  },
  {
    what: "a torn array",
    file: {
      name: "torn-array.json",
      text: JSON.stringify([match("ARR-1"), match("ARR-2"), match("ARR-3")]).slice(0, -60),
    },
    says: /end|torn|cut|incomplete/i,
    row: { records: "2", alerts: "2", problems: "1" },
    alerts: ["ARR-1", "ARR-2"],
  },
  {
    what: "a truncated gzip file",
    file: { name: "cut.ndjson.gz", bytes: damaged.subarray(0, damaged.length - 3000) },
    says: /gzip|compressed|cut|end/i,
    row: { alerts: "1" },
    alerts: ["GZ-1"],
  },
  {
    what: "a gzip file with a wrong checksum",
    file: { name: "crc.ndjson.gz", bytes: crc },
    says: /gzip|checksum|CRC|damaged/i,
    row: { alerts: "1" },
    alerts: ["GZ-CRC"],
  },
  {
    what: "gzip of something unreadable",
    file: { name: "inner.gz", bytes: gzipSync(noiseBytes(10_000, 7)) },
    says: /binary|no kind|not .*(know|read)/i,
    row: { records: "0", alerts: "0" },
  },
];

describe.each(browserNames)("bad input in %s", (name) => {
  let loupe: Loupe;
  const folder = mkdtempSync(join(tmpdir(), "loupe-bad-"));
  beforeAll(async () => {
    loupe = await openLoupe(name, { stub: oneCore });
  });
  afterAll(async () => {
    await loupe?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  describe("of every kind, in one case", () => {
    let alerts: Csv["rows"] = [];
    beforeAll(async () => {
      await newCase(loupe);
      await examine(loupe, [...BAD.map(({ file }) => file), good]);
      alerts = (await exportCsv(loupe)).rows;
    });

    const hostsIn = (file: string) =>
      alerts.filter((alert) => alert["log.file.path"] === file).map((alert) => alert["host.name"]);

    it.each(BAD)("is reported: $what", async ({ file, says, row, alerts: hosts = [] }) => {
      expect(await rowOf(loupe, file.name)).toMatchObject(row);
      expect(await unfoldedText(loupe, file.name)).toMatch(says);
      expect(hostsIn(file.name).sort()).toEqual([...hosts].sort());
    });

    it("leaves the other file and the page as they were", async () => {
      expect(await rowOf(loupe, good.name)).toMatchObject({
        state: "done",
        records: "3",
        alerts: "1",
        problems: "0",
      });
      expect(hostsIn(good.name)).toEqual(["GOOD"]);
      expect(await loupe.alertCount()).toBe(
        BAD.reduce((sum, { alerts: hosts = [] }) => sum + hosts.length, 1),
      );
      expect(await loupe.page.evaluate(() => ({}) as Record<string, unknown>)).toEqual({});
      expect(await loupe.page.evaluate(() => "polluted" in {})).toBe(false);
    });
  });

  describe("alone", () => {
    beforeEach(() => newCase(loupe));

    it("has a hundred bad lines located, and the rest counted", async () => {
      const text = Array.from({ length: 250 }, (_, n) =>
        n % 2 ? line(match(`H${n}`)) : `{"bad": ${n},}\n`,
      ).join("");
      await examine(loupe, [{ name: "many-bad.ndjson", text }]);
      expect(await rowOf(loupe, "many-bad.ndjson")).toMatchObject({
        records: "125",
        alerts: "125",
        problems: "125",
      });
      await openFile(loupe, "many-bad.ndjson");
      await loupe.page.click("[data-testid=file-tab-problems]");
      await loupe.page.waitForFunction(() => document.querySelectorAll("[data-testid=problem]").length > 3);
      const problems = await loupe.page.evaluate(() =>
        Array.from(document.querySelectorAll("[data-testid=problem]"), (item) => item.textContent ?? ""),
      );
      expect(problems.length).toBe(100);
      problems.forEach((problem, i) => expect(problem).toContain(`line ${2 * i + 1},`));
      expect(await unfoldedText(loupe, "many-bad.ndjson")).toMatch(/125/);
    });

    it("marks a file that is cut, or has no events, unlike a whole one", async () => {
      const hits = [{ _index: "i", _source: match("HIT") }];
      const part = { hits: { total: { value: 9, relation: "eq" }, hits } };
      await examine(loupe, [
        good,
        { name: "part.json", text: JSON.stringify(part) },
        { name: "empty.ndjson", text: "" },
        { name: "none.json", text: "[]" },
      ]);
      await loupe.show("evidence");
      const marks = await loupe.page.evaluate(() =>
        Array.from(document.querySelectorAll<HTMLElement>("[data-testid=evidence-row]"), (row) => {
          const mark = row.querySelector<HTMLElement>(".cell .state")!;
          return {
            of: row.dataset["completeness"],
            text: mark.innerText,
            color: getComputedStyle(mark).color,
          };
        }),
      );
      const [whole, ...others] = marks;
      expect(whole).toMatchObject({ of: "whole", text: expect.stringMatching(/ read$/) });
      expect(others.map(({ of }) => of)).toEqual(["cut", "empty", "empty"]);
      for (const { text, color } of others) {
        expect(text).not.toMatch(/ read$/);
        expect(color).not.toBe(whole!.color);
      }
      expect(await loupe.text("alert-summary")).not.toMatch(/fully read/);
    });

    it("marks errors, warnings and notes differently", async () => {
      const twice = line(match("TWICE")).replace("{", '{"twice":1,"twice":2,');
      await examine(loupe, [
        { name: "bad.ndjson", text: `{"bad": 1,}\n${line(match("AFTER"))}` },
        { name: "twice.ndjson", text: twice },
        { name: "empty.ndjson", text: "" },
      ]);
      const marks: (string | undefined)[][] = [];
      for (const name of ["bad.ndjson", "twice.ndjson", "empty.ndjson"]) {
        await openFile(loupe, name);
        marks.push(
          ...(await loupe.page.evaluate(() =>
            Array.from(document.querySelectorAll<HTMLElement>("[data-testid=problem]"), (item) => [
              item.dataset["severity"],
              getComputedStyle(item).borderLeftColor,
            ]),
          )),
        );
      }
      expect(marks.map(([severity]) => severity).sort()).toEqual(["error", "info", "warning"]);
      expect(new Set(marks.map(([, color]) => color)).size).toBe(3);
    });

    it("has numbers beyond 2^53 kept exactly", async () => {
      const exact = JSON.stringify(
        registryEvent({
          host: "BIG",
          extra: { winlog: { record_id: "@@1", keywords: "@@2", score: "@@3" } },
        }),
      )
        .replace('"@@1"', "123456789012345678")
        .replace('"@@2"', "-9223372036854775808")
        .replace('"@@3"', "18446744073709551615");
      await examine(loupe, [{ name: "big.ndjson", text: `${exact}\n` }]);
      await chooseAlert(loupe, "BIG");
      const event = await loupe.text("event-fields");
      for (const number of ["123456789012345678", "-9223372036854775808", "18446744073709551615"]) {
        expect(event).toContain(number);
        expect(await loupe.text("raw-record")).toContain(number);
      }
    });

    it("is reported as identical if added twice, and counted both times", async () => {
      await examine(loupe, [good, { ...good, name: "copy.ndjson" }, good]);
      expect(
        (await loupe.evidenceRows()).map(({ name: file, records, alerts }) => [file, records, alerts]),
      ).toEqual([
        ["good.ndjson", "3", "1"],
        ["copy.ndjson", "3", "1"],
        ["good.ndjson", "3", "1"],
      ]);
      expect(await unfoldedText(loupe, "copy.ndjson")).toMatch(/identical to/i);
      expect(await loupe.alertCount()).toBe(3);
      const { rows } = await exportCsv(loupe);
      expect(rows.length).toBe(3);
    });
  });

  describe("that changes during the scan", () => {
    beforeEach(() => newCase(loupe));
    const onDisk = (file: string, content: string | Uint8Array) => {
      const path = join(mkdtempSync(join(folder, "e-")), file);
      writeFileSync(path, content);
      return path;
    };

    it("is reported if it disappears or grows before it is read", async () => {
      // They keep both workers busy.
      const slow = [1, 2].map((n) => onDisk(`slow-${n}.ndjson`, slowFile(25, `SLOW${n}`).bytes!));
      const doomed = onDisk("doomed.ndjson", ndjson([match("DOOMED"), ...noise(5)]));
      const growing = onDisk("growing.ndjson", ndjson([match("GROW-1"), ...noise(5)]));
      const after = onDisk("good.ndjson", good.text!);
      await loupe.addPaths([...slow, doomed, growing, after]);
      rmSync(doomed);
      appendFileSync(growing, line(match("GROW-2")));
      expect(await loupe.waitForScan()).toBe("done");
      const row = await rowOf(loupe, "doomed.ndjson");
      expect(row["state"]).toBe("unreadable");
      expect(Number(row["problems"])).toBeGreaterThan(0);
      const text = await unfoldedText(loupe, "doomed.ndjson");
      expect(text).toMatch(/no longer|not there|moved|deleted|gone/i);
      expect(text).not.toMatch(/empty/i); // it had content: that it could not be read is a different problem
      const hosts = await alertedHosts(loupe);
      expect(hosts.filter((host) => !host.startsWith("GROW-"))).toEqual([
        "GOOD",
        "SLOW1-first",
        "SLOW1-last",
        "SLOW2-first",
        "SLOW2-last",
      ]);
      // Either its current content is read, or the row reports the change: the earlier part alone never passes
      // silently.
      if (!hosts.includes("GROW-2")) {
        expect(await unfoldedText(loupe, "growing.ndjson")).toMatch(/chang|written|grew|grown|longer/i);
      }
      expect(await loupe.text("scan-state")).not.toMatch(/fully read/i);
    });

    it("is reported if it is appended to while it is read", async () => {
      const { bytes } = slowFile(30, "APP");
      const path = onDisk("appended.ndjson", bytes!);
      await loupe.addPaths([path, onDisk("good.ndjson", good.text!)]);
      await until(async () => (await loupe.alertCount()) > 0, "its first alert");
      appendFileSync(path, line(match("APPENDED")));
      expect(await loupe.waitForScan()).toBe("done");
      const hosts = await alertedHosts(loupe);
      expect(hosts).toEqual(expect.arrayContaining(["GOOD", "APP-first"]));
      if (!hosts.includes("APPENDED")) {
        expect(await unfoldedText(loupe, "appended.ndjson")).toMatch(/chang|written|grew|grown|longer/i);
      }
    });

    it("is reported if it is rewritten while it is read, and keeps its alerts", async () => {
      // Large enough that the validation pass is still to come when the first alert is listed.
      const { bytes } = slowFile(80, "REW");
      const path = onDisk("rewritten.ndjson", bytes!);
      await loupe.addPaths([path, onDisk("good.ndjson", good.text!)]);
      await until(async () => (await loupe.alertCount()) > 0, "its first alert");
      // A part already read is overwritten in place, so the scanned content no longer belongs to the SHA-256.
      const file = openSync(path, "r+");
      writeSync(file, "#".repeat(2000), 0);
      closeSync(file);
      expect(await loupe.waitForScan()).toBe("done");
      expect(await alertedHosts(loupe)).toEqual(expect.arrayContaining(["GOOD", "REW-first"]));
      expect(await unfoldedText(loupe, "rewritten.ndjson")).toMatch(/chang|written to/i);
    });
  });

  // A browser that throws is made up here, and so the same in both. Transactions are each browser's own.
  describe("when the browser stores nothing", () => {
    let script: string | undefined;

    /** Reloads the page with a browser that is changed before the first script runs. */
    async function withStub(stub: () => void): Promise<void> {
      const { identifier } = await loupe.page.evaluateOnNewDocument(stub);
      script = identifier;
      await loupe.reload();
      await newCase(loupe);
    }
    async function withoutStub(): Promise<void> {
      if (script !== undefined) await loupe.page.removeScriptToEvaluateOnNewDocument(script);
      script = undefined;
      await loupe.reload();
    }

    /** @param alerts in a file: more than one page of them, where some are stored before the browser refuses */
    async function expectWhole(notice: RegExp, alerts: number): Promise<void> {
      const documents = Array.from({ length: alerts }, (_, n) => match(`KEEP-${n + 1}`));
      const evidence: Evidence = { name: "keep.ndjson", text: ndjson(documents) };
      await examine(loupe, [evidence, good]);
      expect(await visibleText(loupe)).toMatch(notice);
      expect(await loupe.alertCount()).toBe(alerts + 1);
      expect(
        (await loupe.evidenceRows()).map((row) => [row["state"], row["alerts"], row["problems"]]),
      ).toEqual([
        ["done", String(alerts), "0"],
        ["done", "1", "0"],
      ]);
      const { rows } = await exportCsv(loupe);
      expect(rows.length).toBe(alerts + 1);
      expect(rows.map((row) => row["log.file.hash.sha256"])).toContain(sha256(Buffer.from(evidence.text!)));
      await chooseAlert(loupe, `KEEP-${alerts}`);
      expect(await loupe.text("raw-record")).toContain(`KEEP-${alerts}`);
      expect(await loupe.text("event-fields")).toContain(DUMP_TYPE);
    }

    it.runIf(runsOnce(name))(
      "the page reports a full database after some writes, and keeps all alerts",
      async () => {
        await withStub(() => {
          const put = IDBObjectStore.prototype.put;
          let writes = 0;
          IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
            if (++writes > 6) throw new DOMException("The disk is full.", "QuotaExceededError");
            return put.apply(this, args);
          };
        });
        try {
          await expectWhole(/full|refuses to save|space/i, 450);
        } finally {
          await withoutStub();
        }
      },
    );

    it("the page reports transactions that abort for lack of space, and keeps all alerts", async () => {
      await withStub(() => {
        const put = IDBObjectStore.prototype.put;
        let writes = 0;
        IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
          const request = put.apply(this, args);
          if (++writes > 6) request.addEventListener("success", () => request.transaction?.abort());
          return request;
        };
      });
      try {
        await expectWhole(/full|refuses to save|space/i, 450);
      } finally {
        await withoutStub();
      }
    });

    it.runIf(runsOnce(name))("the page reports that there is no IndexedDB", async () => {
      await withStub(() => {
        Object.defineProperty(globalThis, "indexedDB", { value: undefined, configurable: true });
      });
      try {
        await expectWhole(/only in this tab|gone when|no database/i, 20);
      } finally {
        await withoutStub();
      }
    });

    it.runIf(runsOnce(name))(
      "the page reports that IndexedDB refuses to open, as in private windows",
      async () => {
        await withStub(() => {
          IDBFactory.prototype.open = function () {
            throw new DOMException(
              "A mutation operation was attempted on a database that did not allow mutations.",
              "InvalidStateError",
            );
          };
        });
        try {
          await expectWhole(/only in this tab|gone when|no database/i, 20);
        } finally {
          await withoutStub();
        }
      },
    );

    it.runIf(runsOnce(name))("the page reports an error of IndexedDB", async () => {
      await withStub(() => {
        IDBFactory.prototype.open = function () {
          const request = new EventTarget() as IDBOpenDBRequest;
          const error = new DOMException("Internal error opening backing store.", "UnknownError");
          Object.defineProperties(request, { error: { value: error }, result: { value: undefined } });
          setTimeout(() => request.dispatchEvent(new Event("error")));
          return request;
        };
      });
      try {
        await expectWhole(/only in this tab|gone when|no database/i, 20);
      } finally {
        await withoutStub();
      }
    });
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
