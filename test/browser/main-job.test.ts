import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ALICE,
  DUMP_TYPE,
  DUMP_TYPE_KERNEL,
  MATCHES,
  NEAR_MISSES,
  ndjson,
  noise,
  registryEvent,
  SVCHOST,
  timed,
} from "./fixtures/documents.ts";
import {
  alertedHosts,
  chooseAlert,
  examine,
  expectQuiet,
  exportCsv,
  filter,
  ledgerText,
  listedCells,
  newCase,
  ORDER,
  rowOf,
  toggleColumns,
  until,
  visibleText,
} from "./fixtures/page.ts";
import { sha256 } from "./fixtures/bytes.ts";
import { browserNames, openLoupe, type Loupe, runsOnce } from "./support/index.ts";

/*
 * The main job: open the page, drop evidence of all five sources, see exactly the alerts that Elastic would raise,
 * each with its guide, and export them.
 */

const RULE = "Full User-Mode Dumps Enabled System-Wide";
const RULE_ID = "220be143-5c67-4fdb-b6ce-dd6826d024fd";
const events = timed([...MATCHES, ...NEAR_MISSES]);
const evidence = { name: "five-sources.ndjson", text: ndjson([...noise(50), ...events]) };
const wanted = MATCHES.map(({ host }) => host).sort();

/** The columns that the list has at first and can be sorted by. */
const SORTED = ["time", "rule", "host", "user", "what", "severity", "status"];
/** Those that can be chosen, and their names. */
const CHOSEN: Readonly<Record<string, string>> = {
  process: "Process",
  risk: "Risk",
  source: "Source",
  file: "File",
};

/** The words that each step must contain, by the points in the rule's documentation. */
const GUIDE: Readonly<Record<string, readonly (readonly RegExp[])[]>> = {
  investigation: [
    [/LocalDumps/, /DumpType/, /\b2\b/, /0x00000002/],
    [/last.write|modif|chang/i, /process/i, /account|user/i],
    [/process/i, /svchost\.exe/, /S-1-5-18/, /S-1-5-19/, /S-1-5-20/],
    [/dump/i, /credential/i, /sent|exfiltrat|copied/i, /account|user|process/i],
    [/Sysmon/, /Defender for Endpoint/],
  ],
  "false-positive": [
    [/svchost/, /exclu/i, /SID|user/i],
    [/debug/i, /subkey/i, /exception|exclusion/i],
    [/maintenance/i, /exception/i],
    [/tool/i, /monitoring/i, /exclusion|exception/i],
    [/update|patch/i, /vendor/i],
  ],
  response: [
    [/network/i, /isolate/i],
    [/process/i, /lsass/i],
    [/DumpType|LocalDumps|setting/i, /need|required|legitimate/i],
    [/credential/i, /privileged/i],
    [/SOC/, /incident response/i],
    [/network/i, /alert|monitor/i],
    [/protection/i, /detect/i, /block/i],
  ],
};

describe.each(browserNames)("the main job in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1600, height: 2400 });
  });
  afterAll(() => loupe?.close());

  describe("the empty page", () => {
    it("says what it does, where to drop files, and that no data leaves the page", async () => {
      const text = await visibleText(loupe);
      expect(text).toMatch(/[^.]*\bWindows logs\b[^.]*\./); // one sentence
      expect(text).toMatch(/nothing is uploaded/i);
      expect(text).toMatch(/nothing leaves this page/i);
      expect(text).toMatch(/drop/i);
      expect(await loupe.alertCount()).toBe(0);
    });

    it("starts a worker before the first file is dropped", async () => {
      await until(() => Promise.resolve(loupe.page.workers().length > 0), "a worker runs");
    });

    it("loads its sample with one click, and labels it as synthetic before and after", async () => {
      expect(await visibleText(loupe)).toMatch(/synthetic/i);
      await loupe.click("load-sample");
      expect(await loupe.waitForScan()).toBe("done");
      const files = await loupe.evidenceRows();
      expect(files).toHaveLength(4);
      for (const file of files) {
        expect(file["name"]).toMatch(/synthetic/i);
        expect(file["state"]).toBe("done");
      }
      expect(files.map((file) => file["problems"])).toEqual(["0", "0", "0", "1"]);
      const { rows } = await exportCsv(loupe);
      expect(rows.length).toBe(await loupe.alertCount());
      expect(rows.map((alert) => [alert["host.name"], alert["@timestamp"], alert["loupe.source"]])).toEqual([
        ["SAMPLE-WS01", "2024-05-14T02:06:17.250Z", "elastic-defend"],
        ["SAMPLE-SRV01", "2024-05-14T02:15:52.250Z", "sysmon"],
        ["SAMPLE-WS02", "2024-05-14T03:02:41.250Z", "winlogbeat"],
      ]);
      await loupe.show("overview");
      // One value that is not full dumps yet, one writer that the rule excludes, a cleared log, and missing records.
      expect(await loupe.text("near-misses")).toMatch(/svchost\.exe.*DumpType = 1/s);
      expect(await loupe.text("blind-spots")).toMatch(/log was cleared.*212 records are missing/s);
    });
  });

  describe("evidence of all five sources", () => {
    beforeAll(async () => {
      await newCase(loupe);
      await examine(loupe, [evidence]);
      await loupe.show("alerts");
    });

    it("raises exactly the alerts that Elastic would", async () => {
      expect(await alertedHosts(loupe)).toEqual(wanted);
      expect(await loupe.alertCount()).toBe(wanted.length);
      expect(await rowOf(loupe, evidence.name)).toMatchObject({
        state: "done",
        records: String(50 + events.length),
        alerts: String(wanted.length),
        problems: "0",
      });
    });

    it("says what the number of alerts refers to", async () => {
      const sentence = await loupe.text("alert-summary");
      expect(sentence).toContain(`${wanted.length} alerts`);
      expect(sentence).toContain(`${50 + events.length} events`);
      expect(sentence).toMatch(/1 file/);
    });

    it("lists them with the columns that Kibana has, some of them once they are chosen", async () => {
      const head = () =>
        loupe.page.evaluate(() =>
          Array.from(document.querySelectorAll("[role=columnheader]"), (cell) =>
            // The head of the severities has a sign, and its word is for screen readers.
            (cell.textContent ?? "").replace(/[◆▲▼]/g, "").trim(),
          ),
        );
      const others = Object.values(CHOSEN);
      const first = ["", "Severity", "2024 (UTC)", "Rule", "Host", "User", "What happened", "Status"];
      expect(await head()).toEqual(first);
      const [plain] = await listedCells(loupe);
      expect(plain).not.toHaveProperty("process");
      await toggleColumns(loupe, others);
      expect(await head()).toEqual([
        "",
        "Severity",
        "2024 (UTC)",
        "Rule",
        "Host",
        "User",
        "Process",
        "What happened",
        "Risk",
        "Source",
        "File",
        "Status",
      ]);
      const rows = await listedCells(loupe);
      expect(rows.length).toBe(wanted.length);
      expect(rows[0]).toMatchObject({
        ...plain,
        rule: RULE,
        risk: "47",
        host: "m-winlogbeat",
        user: "SYSTEM",
        process: "reg.exe",
        source: expect.stringMatching(/winlogbeat/i),
        file: evidence.name,
        status: "open",
      });
      expect(rows[0]?.["what"]).toContain("DumpType");
      expect(rows[0]?.["severity"]).toBe("◆medium");
      // The year is in the head, and with each time where someone points at it.
      expect(rows[0]?.["time"]).toMatch(/^05-14.02:00:00/);
      expect(
        await loupe.page.$eval("[data-testid=alert-row] time", (time) => (time as HTMLElement).title),
      ).toMatch(/^2024-05-14.02:00:00.*UTC$/);
      await toggleColumns(loupe, others);
      expect(await head()).toEqual(first);
    });

    it.each([500, 1500, 2600])("has a cell below each column of a window %i wide", async (width) => {
      const before = loupe.page.viewport();
      await loupe.page.setViewport({ width, height: 1000 });
      const lines = await loupe.page.$$eval("[role=grid] [role=row]", (rows) =>
        rows.slice(0, 2).map((row) => Array.from(row.children, (cell) => cell.getBoundingClientRect().left)),
      );
      expect(lines.length).toBe(2);
      expect(lines[1]).toEqual(lines[0]);
      // What happened, and how severe it is, can be seen at every width.
      expect(lines[0]!.length).toBeGreaterThanOrEqual(3);
      if (before !== null) await loupe.page.setViewport(before);
    });

    it.runIf(runsOnce(name)).each([...SORTED, ...Object.keys(CHOSEN)])(
      "sorts by %s, both ways",
      async (column) => {
        const chosen = CHOSEN[column];
        if (chosen !== undefined) await toggleColumns(loupe, [chosen]);
        const cells = async () =>
          (await listedCells(loupe)).map((row) => row[column] ?? expect.fail(`there is no cell ${column}`));
        const byUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
        const sorted = async () => {
          const aria = await (
            await loupe.element(`sort-${column}`)
          ).evaluate((element) => element.closest("[role=columnheader]")?.getAttribute("aria-sort"));
          const shown = await cells();
          expect(shown.length).toBe(wanted.length);
          const up = [...shown].sort(byUnit);
          expect(shown).toEqual(aria === "descending" ? up.reverse() : up);
          return aria;
        };
        const before = await (
          await loupe.element(`sort-${column}`)
        ).evaluate((element) => element.closest("[role=columnheader]")?.getAttribute("aria-sort"));
        await loupe.click(`sort-${column}`);
        const first = await sorted();
        await loupe.click(`sort-${column}`);
        const second = await sorted();
        expect([first, second].sort()).toEqual(["ascending", "descending"]);
        // The list is initially sorted by time.
        if (["severity", "risk", "time"].includes(column)) expect(first).toBe("descending");
        else expect(first).toBe("ascending");
        expect(before).not.toBe(first);
        if (chosen !== undefined) await toggleColumns(loupe, [chosen]);
      },
    );

    it.runIf(runsOnce(name))("filters, and exports the listed alerts or all", async () => {
      await filter(loupe, "svchost-without alice");
      expect(await listedCells(loupe)).toEqual([]);
      await filter(loupe, "M-ENDGAME");
      expect((await listedCells(loupe)).map(({ host }) => host)).toEqual(["m-endgame-kernel-path"]);
      expect(await loupe.alertCount()).toBe(wanted.length);
      const shown = await exportCsv(loupe);
      expect(shown.rows.map((row) => row["host.name"])).toEqual(["m-endgame-kernel-path"]);
      const all = await exportCsv(loupe, "export-csv-all");
      expect(all.rows.length).toBe(wanted.length);
      await filter(loupe, "");
      expect(await alertedHosts(loupe)).toEqual(wanted);
    });

    it.runIf(runsOnce(name))("keeps the order of the CSV when the list is sorted differently", async () => {
      const before = await exportCsv(loupe);
      await loupe.click("sort-host");
      expect((await exportCsv(loupe)).text).toBe(before.text);
      await loupe.click("sort-time");
    });
  });

  describe("the chosen alert", () => {
    const chosen = registryEvent({
      host: "DETAIL-01",
      source: "defend",
      executable: "C:\\Tools\\dump helper.exe",
      data: ["2"],
      userName: "alice",
      time: "2024-06-01T08:15:30.1234567Z",
      extra: { message: "ünïcödé before the place" },
    });
    const file = {
      name: "detail.ndjson",
      text: ndjson(
        [registryEvent({ host: "ü-first", data: ["1"] }), ...noise(3), chosen, ...noise(2)],
        "\r\n",
      ),
    };

    beforeAll(async () => {
      await newCase(loupe);
      await examine(loupe, [file]);
      await chooseAlert(loupe, "DETAIL-01");
    });

    it("shows the reason sentence exactly as Elastic writes it", async () => {
      expect(await loupe.text("reason")).toBe(
        `registry event with process dump helper.exe, by alice on DETAIL-01 created medium alert ${RULE}.`,
      );
    });

    it("shows why it matched: every clause with the deciding values", async () => {
      const why = await loupe.text("why-it-matched");
      for (const text of [
        "host.os.type",
        "windows",
        "registry.path",
        DUMP_TYPE,
        "registry.data.strings",
        "process.executable",
        "C:\\Tools\\dump helper.exe",
        "user.id",
        ALICE,
        "event.category",
      ]) {
        expect(why, text).toContain(text);
      }
    });

    it("shows for every clause whether it is true and its effect: under “not”, false is for the match", async () => {
      await loupe.element("why-it-matched");
      const clauses = await loupe.page.evaluate(() =>
        Array.from(document.querySelectorAll<HTMLElement>("[data-testid=clause]"), (element) => ({
          held: element.dataset["held"],
          effect: element.dataset["effect"],
          text: element.innerText.replace(/\s+/g, " "),
        })),
      );
      expect(clauses.length).toBeGreaterThan(6);
      // The event matched, so no clause is shown as against the match.
      expect(clauses.filter(({ effect }) => effect === "against")).toEqual([]);
      expect(clauses.find(({ text }) => text.includes("svchost"))).toMatchObject({
        held: "false",
        effect: "for",
        text: expect.stringMatching(/^✓ .*false, as required$/),
      });
      expect(clauses.find(({ text }) => text.includes("registry.data.strings"))?.text).toMatch(/^✓ .* true$/);
    });

    it("shows the whole event", async () => {
      await loupe.element("event-fields");
      const shown = await loupe.page.evaluate(() =>
        Array.from(document.querySelectorAll("[data-testid=event-fields] tr"), (row) => [
          row.querySelector("th")?.textContent,
          row.querySelector("td")?.textContent?.trim(),
        ]),
      );
      const fields = Object.fromEntries(shown) as Record<string, string>;
      expect(fields).toMatchObject({
        "@timestamp": "2024-06-01T08:15:30.1234567Z",
        "agent.type": "endpoint",
        "agent.version": "8.15.0",
        "data_stream.dataset": "endpoint.events.registry",
        "event.category": "registry",
        "event.kind": "event",
        "event.module": "endpoint",
        "event.type": "change",
        "host.name": "DETAIL-01",
        "host.os.type": "windows",
        message: "ünïcödé before the place",
        "process.executable": "C:\\Tools\\dump helper.exe",
        "process.name": "dump helper.exe",
        "process.pid": "4242",
        "registry.data.strings": "2",
        "registry.path": DUMP_TYPE,
        "registry.value": "DumpType",
        "user.id": ALICE,
        "user.name": "alice",
      });
    });

    it("shows the raw record with file, line and byte offset, which locate its bytes", async () => {
      const raw = await loupe.text("raw-record");
      const line = JSON.stringify(chosen);
      const bytes = Buffer.from(file.text);
      const offset = bytes.indexOf(Buffer.from(line));
      expect(raw).toContain(line);
      expect(raw).toContain(file.name);
      expect(raw).toMatch(/line 5\b/);
      expect(raw.replaceAll(",", "")).toContain(String(offset));
      expect(raw).toContain(sha256(bytes));
      const [row] = (await exportCsv(loupe)).rows;
      expect(row?.["log.offset"]).toBe(String(offset));
      expect(row?.["log.file.path"]).toBe(file.name);
    });

    it("shows the facts of the rule", async () => {
      const facts = await loupe.text("rule-facts");
      for (const text of [
        RULE,
        RULE_ID,
        "109",
        "Elastic",
        "Elastic License v2",
        "eql",
        "medium",
        "47",
        "winlogbeat-*",
        "logs-endpoint.events.registry-*",
        "logs-windows.sysmon_operational-*",
        "endgame-*",
        "logs-m365_defender.event-*",
        "5m",
        "now-9m",
        "100",
        "Domain: Endpoint",
        "OS: Windows",
        "Use Case: Threat Detection",
        "Tactic: Credential Access",
        "Data Source: Elastic Defend",
        "Data Source: Elastic Endgame",
        "Data Source: Sysmon",
        "Data Source: Microsoft Defender for Endpoint",
        "Resources: Investigation Guide",
        "Credential Access",
        "TA0006",
        "T1003",
        "T1003.001",
        "T1112",
        "collecting-user-mode-dumps",
        "github.com/deepinstinct/Lsass-Shtinkering",
        "DEF%20CON%2030",
      ]) {
        expect(facts, text).toContain(text);
      }
      expect(facts).toMatch(/crash/i); // what it detects, and why
      const query = await loupe.text("rule-query");
      expect(query.trim().replace(/\s+/g, " ")).toBe(
        String.raw`registry where host.os.type == "windows" and registry.path : ( "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType", "\\REGISTRY\\MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType" ) and registry.data.strings : ("2", "0x00000002") and not (process.executable : "?:\\Windows\\system32\\svchost.exe" and user.id : ("S-1-5-18", "S-1-5-19", "S-1-5-20"))`,
      );
    });

    it("shows references as text, never as links", async () => {
      for (const testid of ["triage-guide", "rule-facts"]) {
        await loupe.element(testid);
        // The only link leads to the view on the same page.
        expect(
          await loupe.page.evaluate(() =>
            Array.from(document.querySelectorAll("a[href], area, form[action]"), (link) =>
              link.getAttribute("href"),
            ),
          ),
        ).toEqual(["#view-title"]);
      }
    });

    it("copies the query and the references to the clipboard", async () => {
      await loupe.element("rule-facts");
      const copy = async (label: RegExp) => {
        const buttons = await loupe.page.$$("[data-testid=rule-facts] button");
        for (const button of buttons) {
          const name = await button.evaluate(
            (element) => `${element.getAttribute("aria-label")} ${element.textContent}`,
          );
          if (!label.test(name)) continue;
          await button.click();
          await until(
            async () => /copied/i.test(await button.evaluate((element) => element.textContent ?? "")),
            `the button says that it copied: ${await button.evaluate((element) => element.textContent)}`,
            3000,
          );
          return;
        }
        throw new Error(`no button ${label}`);
      };
      const pasted = async () => {
        await (await loupe.element("verdict-note")).click();
        await loupe.page.keyboard.down("Control");
        await loupe.page.keyboard.press("a");
        await loupe.page.keyboard.press("v");
        await loupe.page.keyboard.up("Control");
        return (await loupe.element("verdict-note")).evaluate(
          (field) => (field as HTMLTextAreaElement).value,
        );
      };
      await copy(/query/i);
      expect(await pasted()).toBe(await loupe.text("rule-query"));
      await copy(/address|reference/i);
      expect(await pasted()).toMatch(/^https:\/\/\S*collecting-user-mode-dumps$/);
    });

    it("shows the investigation guide with its introduction and every point of the rule's documentation", async () => {
      await loupe.element("triage-guide");
      const steps = await loupe.page.evaluate(() =>
        Array.from(
          document.querySelectorAll<HTMLElement>("[data-testid=triage-guide] [data-testid=guide-step]"),
          (step) => ({
            section: step.dataset["section"] ?? "",
            text: step.textContent ?? "",
            visible: step.getClientRects().length > 0,
          }),
        ),
      );
      expect(steps.every(({ visible }) => visible)).toBe(true);
      for (const [section, points] of Object.entries(GUIDE)) {
        const found = steps.filter((step) => step.section === section);
        expect(found.length, section).toBe(points.length);
        points.forEach((words, i) => {
          for (const word of words) expect(found[i]?.text, `${section} ${i + 1}`).toMatch(word);
        });
      }
      expect(steps.length).toBe(17);
      const introduction = await loupe.text("guide-introduction");
      for (const word of [/crash/i, /lsass/i, /credential|password/i, /svchost|service/i, /full/i]) {
        expect(introduction).toMatch(word);
      }
    });

    it("shows the alert's values in the steps of the guide", async () => {
      const guide = await loupe.text("triage-guide");
      for (const text of ["DETAIL-01", "C:\\Tools\\dump helper.exe", ALICE, "4242"])
        expect(guide).toContain(text);
    });

    it("adds what the rule's documentation omits", async () => {
      const guide = await loupe.text("triage-guide");
      for (const word of [
        /WerFault\.exe/,
        /CrashDumps/,
        /LocalDumps\\lsass\.exe/,
        /\b1000\b/,
        /\b1001\b/,
        /DumpFolder/,
        /0x1010/,
        /WOW6432Node/,
        /CustomDumpFlags/,
        /does not see/i,
        /previous data/i,
        /Sysmon service/i,
      ]) {
        expect(guide).toMatch(word);
      }
    });

    it("omits parts of the reason that an event lacks", async () => {
      await newCase(loupe);
      const bare = registryEvent({
        host: "x",
        executable: null,
        userId: null,
        userName: null,
        extra: { host: { os: { type: "windows" } } },
      });
      const dash = registryEvent({ host: "DASH", source: "defend", userName: "-" });
      const rich = registryEvent({
        host: "RICH",
        source: "defend",
        extra: {
          process: { name: "a.exe", executable: "C:\\a.exe", parent: { name: "b.exe" } },
          file: { name: "c.txt" },
          source: { ip: "10.0.0.1", port: 4444 },
          destination: { ip: ["10.0.0.2", "10.0.0.3"], port: 445 },
          user: { name: ["u1", "u2"], id: "S-1-5-21-1" },
        },
      });
      await examine(loupe, [{ name: "reasons.ndjson", text: ndjson([bare, dash, rich]) }]);
      const { rows } = await exportCsv(loupe);
      expect(rows.map((row) => row["kibana.alert.reason"]).sort()).toEqual(
        [
          `configuration, registry event created medium alert ${RULE}.`,
          `registry event with process reg.exe, on DASH created medium alert ${RULE}.`,
          `registry event with process a.exe, parent process b.exe, file c.txt, source 10.0.0.1:4444, destination 10.0.0.2, 10.0.0.3:445, by u1, u2 on RICH created medium alert ${RULE}.`,
        ].sort(),
      );
    });
  });

  describe("the CSV", () => {
    const files = [
      evidence,
      {
        name: "second.ndjson",
        text: ndjson([
          registryEvent({ host: "csv-multi", source: "m365", data: ["1", "2"], time: 1715652000123 }),
        ]),
      },
    ];

    it("is RFC 4180 with BOM, Elastic's column order, one row per alert, and ISO times", async () => {
      await newCase(loupe);
      await examine(loupe, files);
      const csv = await exportCsv(loupe);
      expect(csv.name).toMatch(/\.csv$/);
      expect([...csv.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(csv.text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
      expect(csv.header.slice(0, ORDER.length)).toEqual(ORDER);
      expect(csv.header.slice(ORDER.length, ORDER.length + 3).join(" ")).toMatch(
        /sha-?256\S* \S*rule\.version \S*loupe\S*version/i,
      );
      expect(csv.rows.length).toBe(wanted.length + 1);
      expect(csv.rows.length).toBe(await loupe.alertCount());
      const [sha, version, loupeVersion] = csv.header.slice(ORDER.length) as [string, string, string];
      for (const row of csv.rows) {
        expect(row["@timestamp"]).toMatch(/^2024-05-14T\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(row["kibana.alert.original_time"]).toBe(row["@timestamp"]);
        expect(row["kibana.alert.rule.name"]).toBe(RULE);
        expect(row["kibana.alert.rule.rule_id"]).toBe(RULE_ID);
        expect(row["kibana.alert.severity"]).toBe("medium");
        expect(row["kibana.alert.risk_score"]).toBe("47");
        expect(row["kibana.alert.workflow_status"]).toBe("open");
        expect(row[version]).toBe("109");
        expect(row[loupeVersion]).toMatch(/^\d+\.\d+\.\d+/);
        const file = files.find((candidate) => candidate.name === row["log.file.path"])!;
        expect(row[sha]).toBe(sha256(Buffer.from(file.text)));
        const at = Number(row["log.offset"]);
        const record = Buffer.from(file.text).subarray(at).toString().split("\n")[0]!;
        expect((JSON.parse(record) as { host: { name: string } }).host.name).toBe(row["host.name"]);
      }
      const uuids = csv.rows.map((row) => row["kibana.alert.uuid"]);
      expect(new Set(uuids).size).toBe(uuids.length);
      expect(uuids).not.toContain("");
      expect(csv.rows.map((row) => row["@timestamp"])).toEqual(
        csv.rows.map((row) => row["@timestamp"]!).sort(),
      );
      const multi = csv.rows.find((row) => row["host.name"] === "csv-multi");
      expect(multi?.["registry.data.strings"]).toBe("1, 2");
      expect(multi?.["@timestamp"]).toBe("2024-05-14T02:00:00.123Z");
      const kernel = csv.rows.find((row) => row["host.name"] === "m-endgame-kernel-path");
      expect(kernel?.["registry.path"]).toBe(DUMP_TYPE_KERNEL);
      const svchost = csv.rows.find((row) => row["host.name"] === "m-svchost-without-user-id");
      expect(svchost).toMatchObject({ "process.executable": SVCHOST, "user.id": "" });
    });

    it("has the same bytes the second time, and in another case with the same evidence", async () => {
      const first = await exportCsv(loupe);
      expect((await exportCsv(loupe)).text).toBe(first.text);
      await newCase(loupe);
      await examine(loupe, [files[1]!]);
      await examine(loupe, [files[0]!]);
      expect((await exportCsv(loupe)).text).toBe(first.text);
      await loupe.reload();
      expect((await exportCsv(loupe)).text).toBe(first.text);
    });

    it("has company: the same alerts in the forms of other tools, named after the case and the day", async () => {
      const alerts = await loupe.alertCount();
      await loupe.show("report");
      const forms = {
        "export-ndjson": [/^loupe-.*-\d{4}-\d\d-\d\d-alerts\.ndjson$/, /"kibana\.alert\.uuid":"/g],
        "export-timesketch": [/-alerts-timesketch\.csv$/, /"Event Logged"/g],
        "export-timeline": [/-alerts-timeline\.csv$/, /"Full User-Mode Dumps Enabled System-Wide"/g],
      } as const;
      for (const [testid, [fileName, line]] of Object.entries(forms)) {
        const { name: saved, bytes } = await loupe.download(testid);
        expect(saved).toMatch(fileName);
        expect([testid, new TextDecoder().decode(bytes).match(line)?.length]).toEqual([testid, alerts]);
      }
      const { bytes } = await loupe.download("export-navigator");
      const layer = JSON.parse(new TextDecoder().decode(bytes)) as { techniques: { score: number }[] };
      expect(layer.techniques.map(({ score }) => score)).toContain(alerts);
      await loupe.click("gather-indicators");
      await loupe.element("indicator-row");
      const saved = new TextDecoder().decode((await loupe.download("export-indicators")).bytes);
      expect(saved).toMatch(/"registry path","[^"]*DumpType","\d+"/);
    });

    it("consists of the header for a case without alerts", async () => {
      await newCase(loupe);
      await examine(loupe, [{ name: "quiet.ndjson", text: ndjson(timed(NEAR_MISSES)) }]);
      expect(await loupe.alertCount()).toBe(0);
      const csv = await exportCsv(loupe);
      expect(csv.header.slice(0, ORDER.length)).toEqual(ORDER);
      expect(csv.rows).toEqual([]);
      expect(csv.text.startsWith("\ufeff")).toBe(true);
    });

    it.runIf(runsOnce(name))("has a row for each of thousands of alerts", async () => {
      await newCase(loupe);
      const many = Array.from({ length: 4500 }, (_, n) =>
        registryEvent({ host: `many-${n}`, time: new Date(Date.UTC(2024, 0, 1) + n * 1000).toISOString() }),
      );
      await examine(loupe, [{ name: "many.ndjson", text: ndjson(many) }]);
      expect(await loupe.alertCount()).toBe(many.length);
      const { rows } = await exportCsv(loupe);
      expect(rows.map((row) => row["host.name"])).toEqual(many.map((_, n) => `many-${n}`));
    });

    it("is accompanied by a file list: every file with its results", async () => {
      const quiet = Buffer.from(ndjson(timed(NEAR_MISSES)));
      await newCase(loupe);
      await examine(loupe, [{ name: "quiet.ndjson", bytes: quiet }]);
      const torn = { name: "torn.ndjson", text: `${ndjson(timed(MATCHES.slice(0, 2)))}{"@timestamp":"2024-` };
      await examine(loupe, [torn]);
      const { rows, text } = await exportCsv(loupe, "export-evidence-csv");
      expect(text.startsWith("\ufeff")).toBe(true);
      expect(rows.length).toBe(2);
      const [first, second] = rows;
      expect(Object.values(first!)).toEqual(
        expect.arrayContaining([
          "quiet.ndjson",
          String(quiet.length),
          sha256(quiet),
          String(NEAR_MISSES.length),
        ]),
      );
      expect(Object.values(second!)).toEqual(
        expect.arrayContaining(["torn.ndjson", sha256(Buffer.from(torn.text)), "2", "1"]),
      );
      // The location and reason of what could not be read.
      expect(JSON.stringify(second)).toMatch(/line 3/i);
    });
  });

  describe("a case without alerts", () => {
    it("always shows what was scanned", async () => {
      await newCase(loupe);
      await examine(loupe, [{ name: "quiet.ndjson", text: ndjson(timed(NEAR_MISSES)) }]);
      for (const view of ["overview", "alerts"]) {
        await loupe.show(view);
        expect(await visibleText(loupe), view).toMatch(/No alerts · 28 events · 1 file/);
      }
    });

    it("says once for the case, not in each row, where there are no registry events", async () => {
      await newCase(loupe);
      const processes = NEAR_MISSES.map(({ host }) => registryEvent({ host, category: ["process"] }));
      await examine(loupe, [
        { name: "processes.ndjson", text: ndjson(processes) },
        { name: "more.ndjson", text: ndjson(processes.slice(1)) },
        { name: "quiet.ndjson", text: ndjson(timed(NEAR_MISSES)) },
      ]);
      await loupe.show("evidence");
      const rows = await loupe.page.$$eval("[data-testid=evidence-row]", (all) =>
        all.map((row) => (row as HTMLElement).innerText),
      );
      expect(rows).toHaveLength(3);
      expect(rows.join("\n")).not.toMatch(/registry/);
      expect(await loupe.text("no-alerts")).toMatch(/No registry events in 2 of 3 files/);
    });
  });

  it("shows sources, categories, hosts and times in the file list", async () => {
    await newCase(loupe);
    await examine(loupe, [evidence]);
    const ledger = await ledgerText(loupe, evidence.name);
    expect(ledger).toContain(sha256(Buffer.from(evidence.text)));
    for (const source of [/winlogbeat/i, /defend/i, /sysmon/i, /endgame/i, /m365|365/i])
      expect(ledger).toMatch(source);
    for (const category of ["registry", "configuration", "process"]) expect(ledger).toContain(category);
    expect(ledger).toContain("noise-0");
    expect(ledger).toMatch(/2024-04-01.00:00:00/); // first event
    expect(ledger).toMatch(/2024-05-14.02:00:5\d/); // last event
    expect(ledger).not.toMatch(/sampled|sample\b/i);
    await until(async () => (await loupe.evidenceRows()).length === 1, "one row");
    // No alert is chosen in a new case.
    await loupe.element("alert-row");
    expect(await loupe.page.$("[data-testid=alert-detail]")).toBeNull();
  });

  it("made no network request and violated no policy", () => expectQuiet(loupe));
});
