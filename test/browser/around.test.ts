import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStored } from "./fixtures/database.ts";
import { ndjson, noise, registryEvent } from "./fixtures/documents.ts";
import { largeFile } from "./fixtures/files.ts";
import { chooseAlert, examine, expectQuiet, newCase, until } from "./fixtures/page.ts";
import { type Loupe, oneBrowser, openLoupe, otherBrowser } from "./support/index.ts";

/* What happened around an alert: from the event index, which needs no file after a reload. */

interface Listed {
  /** How many events there are in all. */
  readonly count: number;
  readonly rows: readonly string[];
}

/** Opens the list of events around the selected alert, and waits until it has as many as expected. */
async function around(loupe: Loupe, expected: number): Promise<Listed> {
  await loupe.element("around");
  let count = "";
  await until(async () => {
    count = await loupe.page.$eval("[data-testid=around]", (list) => list.getAttribute("data-count") ?? "");
    return count === String(expected);
  }, `${expected} events around the alert`);
  const rows = await loupe.page.$$eval("[data-testid=around-row]", (list) =>
    list.map((row) => (row as HTMLElement).innerText.replace(/\s+/g, " ").trim()),
  );
  return { count: Number(count), rows };
}

async function firstRecord(loupe: Loupe): Promise<string> {
  await loupe.page.click("[data-testid=around-row] > button");
  let text = "";
  await until(async () => {
    text = await loupe.text("around-record");
    return !text.includes("Reading the record");
  }, "the record");
  return text;
}

describe.each(otherBrowser)("the list around an alert in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  it("lists the events of its host or its user, in the chosen range of time", async () => {
    const at = (minute: number) => `2024-03-01T10:${String(minute).padStart(2, "0")}:00.000Z`;
    const events = [
      registryEvent({ host: "WS-1", time: at(30) }),
      registryEvent({ host: "ws-1", time: at(28), data: ["0"] }),
      registryEvent({ host: "WS-1", time: at(20), data: ["0"] }),
      registryEvent({ host: "WS-2", time: at(31), data: ["0"] }),
      ...noise(3),
    ];
    await examine(loupe, [{ name: "log.ndjson", text: ndjson(events) }]);
    await chooseAlert(loupe, "WS-1");
    expect(await around(loupe, 3)).toEqual({
      count: 3,
      rows: [
        expect.stringMatching(/^−10:00 reg\.exe .*…\\LocalDumps\\DumpType = 0$/),
        expect.stringMatching(/^−02:00 reg\.exe .*…\\LocalDumps\\DumpType = 0$/),
        expect.stringMatching(/^0 reg\.exe .*…\\LocalDumps\\DumpType = 2 this alert$/),
      ],
    });
    await loupe.page.select("[data-testid=around-span]", String(5 * 60_000));
    await around(loupe, 2);
    await loupe.page.select("[data-testid=around-scope]", "user");
    await around(loupe, 3);
    expect(await firstRecord(loupe)).toMatch(/\d fields.*registry\.data\.strings/);
    expectQuiet(loupe);
  });

  it("still lists them after a reload, without the file", async () => {
    await loupe.reload();
    await chooseAlert(loupe, "WS-1");
    await around(loupe, 3);
    expect(await firstRecord(loupe)).toContain("The file is not at hand");
    expectQuiet(loupe);
  });

  it("has all events of a large file that several workers read", async () => {
    await newCase(loupe);
    const file = largeFile("large.ndjson", 9, [7_000]);
    await examine(loupe, [file]);
    await chooseAlert(loupe, "hidden-0");
    expect((await around(loupe, 1)).rows).toHaveLength(1);
    const { stores } = await readStored(loupe);
    const stored = stores["events"]!.reduce((sum, [, page]) => sum + (page as { count: number }).count, 0);
    // Those of the first case and of this one.
    expect(stored).toBe(file.lines + 7);
  });
});

describe.each(oneBrowser)("an attack around an alert in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
    await loupe.page.setViewport({ width: 1440, height: 900 });
  });
  afterAll(() => loupe?.close());

  const at = (clock: string) => `2024-03-01T10:${clock}.000Z`;
  const process = (id: string, pid: number) => ({ name: `${id}.exe`, pid, entity_id: id });
  const event = (clock: string, code: string, category: string, more: object) => ({
    ...registryEvent({ host: "WS-1", time: at(clock) }),
    registry: undefined,
    event: { kind: "event", module: "sysmon", category: [category], code, type: ["start"] },
    ...more,
  });
  const start = (clock: string, id: string, parent: string) =>
    event(clock, "1", "process", {
      process: { ...process(id, 7), parent: { entity_id: parent }, command_line: `${id}.exe` },
    });
  const ATTACK = [
    start("29:00", "cmd", "services"),
    start("29:58", "reg", "cmd"),
    {
      ...registryEvent({ host: "WS-1", time: at("30:00") }),
      process: { ...process("reg", 7), executable: "C:\\reg.exe" },
    },
    event("33:00", "11", "file", {
      process: process("dumper", 9),
      event: { kind: "event", module: "sysmon", category: ["file"], code: "11", type: ["creation"] },
      file: { path: "C:\\d\\lsass.exe.652.dmp", name: "lsass.exe.652.dmp" },
    }),
    ...["a", "b", "c", "d"].map((id) => start("31:00", id, "explorer")),
  ];
  const within = (testid: string): Promise<string[]> =>
    loupe.page.$$eval(`[data-testid=${testid}]`, (found) =>
      found.map((each) => (each as HTMLElement).innerText.replace(/\s+/g, " ").trim()),
    );

  it("is marked in lanes, list and processes, and any event of it can be the centre", async () => {
    await examine(loupe, [{ name: "attack.ndjson", text: ndjson(ATTACK) }]);
    await chooseAlert(loupe, "WS-1");
    await around(loupe, ATTACK.length);
    await until(async () => (await within("trace-mark")).length > 0, "the marks");
    expect(await within("trace-mark")).toEqual(["◇ dump file of lsass created"]);
    const names = await loupe.page.$$eval("[data-testid=lane-mark]", (marks) =>
      marks.map((mark) => mark.getAttribute("aria-label")),
    );
    expect(names).toEqual([
      expect.stringContaining("alert: Full User-Mode Dumps"),
      expect.stringContaining("dump file of lsass created"),
    ]);
    await loupe.page.$$eval("[data-testid=lane-mark]", ([, dump]) => (dump as HTMLElement).click());
    await loupe.page.waitForSelector("[data-testid=around-record]");

    await loupe.page.keyboard.press("c");
    await loupe.page.waitForSelector("[data-testid=around-trail]");
    await until(
      async () => (await within("around-row")).some((row) => /^0 dumper\.exe .* the centre$/.test(row)),
      "the dump is the centre",
    );
    await loupe.click("around-back");
    await until(
      async () => (await within("around-row")).some((row) => row.endsWith("this alert")),
      "the alert",
    );

    await loupe.click("around-widen");
    await until(async () => (await within("process")).length === 3, "the processes");
    expect(await within("process-event")).toEqual([
      expect.stringMatching(/ 0 set .* = 2 this alert/),
      expect.stringMatching(/ \+03:00 created .* dump file of lsass created/),
    ]);
    expect(await within("quiet-processes")).toEqual(["▸ 4 other processes · 4 events, nothing marked"]);
    expect(await loupe.text("not-seen")).toContain("no events about the network and logons");
    expect(await loupe.page.evaluate(() => location.hash)).toMatch(/&around=wide$/);
    await loupe.page.goBack();
    await loupe.page.waitForSelector("[data-testid=around-widen]");
    expectQuiet(loupe);
  });

  it("has processes of the Security log below their parents, by process id and time", async () => {
    const created = (clock: string, pid: number, parent: number) => ({
      "@timestamp": at(clock),
      winlog: {
        channel: "Security",
        provider_name: "Microsoft-Windows-Security-Auditing",
        computer_name: "WS-1",
        event_id: 4688,
        event_data: {
          NewProcessId: `0x${pid.toString(16)}`,
          NewProcessName: `C:\\p${pid}.exe`,
          ProcessId: `0x${parent.toString(16)}`,
        },
      },
      event: { code: "4688" },
    });
    await newCase(loupe);
    const starts = [created("01:00", 500, 4), created("02:00", 600, 500), created("03:00", 700, 600)];
    await examine(loupe, [{ name: "security.ndjson", text: ndjson(starts) }]);
    await loupe.show("events");
    await loupe.page.waitForSelector("[data-testid=event-row]");
    await loupe.page.$$eval("[data-testid=event-row]", (found) => (found[2] as HTMLElement).click());
    await loupe.click("event-tab-around");
    await loupe.click("around-widen");
    await until(async () => (await within("process")).length === 3, "the processes");
    expect(await within("process")).toEqual([
      expect.stringMatching(/▾p500\.exe \(500\)/),
      expect.stringMatching(/▾p600\.exe started by p500\.exe \(600\).* parent by process id and time/),
      expect.stringMatching(/▾p700\.exe started by p600\.exe \(700\).* parent by process id and time/),
    ]);
    expect(await loupe.text("inferred-parents")).toContain("of 2 processes");
    expectQuiet(loupe);
  });
});
