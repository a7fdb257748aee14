import { beforeEach, describe, expect, it } from "vitest";
import { CaseStore } from "../../../src/case/index.ts";
import { CaseState } from "../../../src/app/case/case-state.svelte.ts";
import { gatherReport, lastChange, reportOf } from "../../../src/app/report/index.ts";
import { Session } from "../../../src/app/session.svelte.ts";
import { type Report, reportHtml } from "../../../src/export/index.ts";
import { ruleOf } from "../../rules/run/helpers.ts";
import { eventually } from "../../support/eventually.ts";
import { ndjson } from "../../support/scan.ts";
import { workersHere } from "../../support/workers.ts";

/* What the report of a case says, and that it is the same as long as the case is. */

const INFO = { id: "c", name: "INC-7", createdAt: 1, openedAt: 1 };
const BUILD = { version: "1.2.3", commit: "unknown" };
const GUIDE = `## Triage and analysis

### Possible investigation steps

- Look at {{process.name}} on {{host.name}}.
- Ask the owner.
`;
const rule = (id: string, severity: string, query: string, note = "") =>
  ruleOf({ type: "eql", rule_id: id, name: `Rule ${id}`, severity, query, note });
const HIGH = rule("high", "high", 'process where process.name : "evil.exe" and user.name : "al*"', GUIDE);
const LOW = rule("low", "low", "any where true");
const RULES = new Map([HIGH, LOW].map((one) => [one.rule_id, one]));

const event = (minute: number, host: string, name = "good.exe", user = "alice") => ({
  "@timestamp": new Date(Date.UTC(2024, 2, 1, 10, minute)).toISOString(),
  event: { category: ["process"], type: ["start"] },
  host: { name: host },
  process: { name, executable: `C:\\${name}` },
  user: { name: user },
});

const textOf = (report: Report): string =>
  [...reportHtml(report)]
    .join("")
    .replace(/<style>[^]*<\/style>/, "")
    .replace(/<wbr>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

describe("the report of a case", () => {
  let store: CaseStore;
  let session: Session;

  const open = async (): Promise<Session> => {
    const info = await store.caseOf(INFO.id);
    const state =
      info === undefined ? CaseState.create(store, INFO, RULES) : await CaseState.load(store, info, RULES);
    return new Session(state, workersHere());
  };
  const examine = async (...events: readonly object[]): Promise<void> => {
    await session.take([{ file: new File([ndjson(events)], "log.ndjson"), path: "log.ndjson" }]);
    await eventually(() => expect(session.queue.state).toBe("done"));
    session.case.alerts.refresh();
  };
  const made = async (): Promise<Report> =>
    reportOf(session, await gatherReport(session, new AbortController().signal), BUILD);
  const rowOfRule = (id: string): number =>
    session.view.inOrder.find((row) => session.view.rowAt(row).ruleId === id)!;

  beforeEach(async () => {
    store = await CaseStore.open();
    session = await open();
  });

  it("says on its first page what was examined, found, decided and not seen", async () => {
    await examine(event(1, "WS-1"), event(2, "WS-2", "evil.exe"), event(3, "WS-2", "evil.exe", "bob"));
    session.case.trail.analyst = "Ada";
    session.decisions.decide([rowOfRule("high")], "closed", "true positive");
    const report = await made();
    const [examined, found, decided] = report.brief.map(({ sentences }) =>
      sentences
        .map((parts) => parts.map((part) => ("text" in part ? part.text : part.evidence)).join(""))
        .join(" "),
    );
    expect(examined).toBe(
      "1 file with 3 events from 2 hosts (WS-1, WS-2). The first event is of 2024-03-01 10:01:00 UTC, " +
        "the last of 2024-03-01 10:03:00 UTC. Loupe 1.2.3 ran 2 detection rules over all of them.",
    );
    expect(found).toBe("4 alerts (by severity: 1 high, 3 low), on WS-2, WS-1.");
    expect(decided).toMatch(
      /^Of the 4 alerts, 1 is a true positive and 3 are still open\. Decided by Ada \(1\), last at /,
    );
    expect(report.summary.text).toBe(
      "On 1 March 2024 at 10:02:00 UTC, on WS-2: alice started evil.exe (Rule high).",
    );
    expect(report.sections.findings!.map(({ title, cards }) => [title, cards.length])).toEqual([
      ["True positives", 1],
      ["Open: no verdict yet", 3],
    ]);
    expect(report.sections.findings![0]!.cards[0]).toMatchObject({
      ...{ rule: "Rule high", host: "WS-2", severity: "high" },
      records: [{ text: JSON.stringify(event(2, "WS-2", "evil.exe")) }],
    });
    // An event that two rules matched is there once.
    expect(report.sections.timeline!.entries.map(({ host, why }) => [host, why])).toEqual([
      ["WS-1", ["Open: Rule low"]],
      ["WS-2", ["True positive: Rule high", "Open: Rule low"]],
      ["WS-2", ["Open: Rule low"]],
    ]);
    const [guide] = report.sections.guide!.guides;
    expect(guide!.sections[0]!.steps.map(({ text, state }) => [text, state])).toEqual([
      ["Look at evil.exe on WS-2.", "open"],
      ["Ask the owner.", "open"],
    ]);
    expect(report.sections.evidence!.files[0]!.sha256).toMatch(/^[\da-f]{64}$/);
    expect(report.sections.audit).toBeUndefined();
  });

  it("keeps what is chosen and written with the case, and is the same when the case is opened again", async () => {
    // The case has its rules in another order when it is opened again.
    for (const id of ["z", "a"]) session.case.addOwnRule(rule(id, "low", "network where true"));
    await examine(event(1, "WS-1"), event(2, "WS-2", "evil.exe"));
    session.decisions.decide([rowOfRule("high")], "closed", "true positive");
    session.reportSettings.write("One.\n\nTwo <b>.");
    session.reportSettings.sign("Ada");
    session.reportSettings.switch("audit", true);
    session.reportSettings.switch("rules", false);
    session.reportSettings.addHunt({
      ...{
        id: "h",
        title: "A hunt",
        language: "EQL",
        query: "any where true",
        at: 5,
        words: "Found 2 events.",
      },
      ...{ count: 2, more: 1 },
      events: [{ time: NaN, host: "H", user: "", sentence: "What", where: "log.ndjson, line 1" }],
    });
    const report = await made();
    await session.case.written();
    expect(report.sections).not.toHaveProperty("rules");
    expect(report.sections.audit!.entries.length).toBeGreaterThan(0);
    const html = [...reportHtml(report)].join("");
    const words = textOf(report);
    expect(words).toContain("One. Two &lt;b&gt;. Written by Ada .");
    expect(words).toContain("The first 1 event is shown, 1 more was listed.");
    session.queue.close();
    // No file is at hand any more: what was answered with them is kept.
    session = await open();
    expect(session.queue.has(session.case.evidence[0]!.id)).toBe(false);
    expect([...reportHtml(await made())].join("")).toBe(html);
    const undo = session.reportSettings.removeHunt("h");
    expect((await made()).sections.hunts).toBeUndefined();
    undo();
    expect((await made()).sections.hunts!.hunts).toHaveLength(1);
  });

  it("has one record in the audit trail for each thing that is written, and none for an export until a change", async () => {
    await examine(event(2, "WS-2", "evil.exe"));
    const { case: opened, reportSettings: settings } = session;
    await opened.trail.load();
    const before = opened.trail.records.length;
    for (const summary of ["O", "On", "One"]) settings.write(summary);
    for (const on of [true, false, true]) settings.switch("audit", on);
    settings.switch("rules", false);
    const made = () => opened.trail.records.slice(before).map(({ detail }) => detail);
    const changes = [
      { kind: "report-summary", before: "", after: "One" },
      { kind: "report-sections", on: ["Audit trail"], off: ["Rules"] },
    ];
    expect(made()).toEqual(changes);
    const last = lastChange(session);
    opened.recordExport("CSV", "1 alert");
    const exported = { kind: "exported", what: "CSV", extent: "1 alert" };
    expect(made()).toEqual([...changes, exported]);
    expect(lastChange(session)).toBe(last);
    await opened.written();
    const stored = async () => (await store.auditTrail("c")).slice(before).map(({ detail }) => detail);
    expect(await stored()).toEqual(changes);
    settings.sign("Ada");
    await opened.written();
    expect(await stored()).toEqual([...changes, exported, { kind: "report-name", before: "", after: "Ada" }]);
    expect(opened.info).not.toHaveProperty("waiting");
  });

  it("sums up what is beyond the page, and names the file that has all", async () => {
    await examine(...Array.from({ length: 400 }, (_, i) => event(i % 60, i < 300 ? "A" : "B")));
    const report = await made();
    const [open] = report.sections.findings!;
    expect([open!.cards.length, open!.rows.length]).toEqual([30, 270]);
    expect(open!.restWords).toMatch(
      /^This report shows 300 of the 400 alerts.* The other 100 .*CSV of all alerts/,
    );
    expect(open!.rest.reduce((sum, { alerts }) => sum + Number(alerts), 0)).toBe(100);
    expect(report.sections.limits!.join(" ")).toContain("300 of 400 are shown one by one");
    expect(report.sections.timeline!.more).toContain("300 more alerts are left out");
  });

  it("shows the state of its last change, and is not changed by being made", async () => {
    await examine(event(2, "WS-2", "evil.exe"));
    const before = lastChange(session);
    await made();
    expect(lastChange(session)).toBe(before);
    session.reportSettings.write("x");
    expect(lastChange(session)).toBeGreaterThanOrEqual(before);
    expect(session.case.info.report!.changedAt).toBe(lastChange(session));
  });
});
