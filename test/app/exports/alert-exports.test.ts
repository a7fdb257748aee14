import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { CaseState } from "../../../src/app/case/case-state.svelte.ts";
import type { AlertForm } from "../../../src/app/exports/index.ts";
import { sampleEvidence } from "../../../src/app/sample/index.ts";
import { Session } from "../../../src/app/session.svelte.ts";
import { CaseStore } from "../../../src/case/index.ts";
import { builtinRules } from "../../../src/rules/builtin/index.ts";
import { ownRule } from "../../../src/ui/rules/own-rule.ts";
import { eventually } from "../../support/eventually.ts";
import { ndjson } from "../../support/scan.ts";
import { workersHere } from "../../support/workers.ts";

/* Every form in which alerts leave the page: read back by what reads such files, also where evidence is hostile. */

const HOSTILE = {
  "@timestamp": "2024-05-14T02:00:00.000Z",
  host: { name: '=HYPERLINK("http://x.test")', os: { type: "windows" } },
  event: { category: ["process"], type: ["start"], kind: "event", code: "1" },
  process: { name: "a\r\n=1+1.exe", command_line: '"quoted", comma\r\nline', parent: { name: "+cmd" } },
  user: { name: "<script>alert(1)</script>" },
};
/** Such a name cannot be written in an object literal. */
const PROTOTYPE = JSON.stringify(HOSTILE).replace(
  /^\{/,
  '{"__proto__.polluted":"yes","constructor":{"name":"no"},',
);

const SEQUENCE = ownRule(
  {
    name: "Starts after each other",
    language: "eql",
    query:
      'sequence by host.name with maxspan=1h [process where process.name : "winword.exe"] [process where process.name : "whoami.exe"]',
    severity: "high",
  },
  "two-starts",
);
const STARTS = ownRule(
  {
    name: "Hostile start",
    language: "eql",
    query: 'process where process.parent.name == "+cmd"',
    severity: "low",
  },
  "hostile",
);

async function openSession(): Promise<Session> {
  const rules = [...builtinRules(), SEQUENCE, STARTS];
  const info = { id: "c", name: "Case <7>", createdAt: 1, openedAt: 1 };
  const state = CaseState.create(
    await CaseStore.open(),
    info,
    new Map(rules.map((rule) => [rule.rule_id, rule])),
  );
  state.switchRules(new Set(rules.map((rule) => rule.rule_id)), true);
  const session = new Session(state, workersHere());
  const files = [
    ...sampleEvidence(),
    { file: new File([ndjson([HOSTILE]), `${PROTOTYPE}\n`], "hostile.ndjson"), path: "=hostile.ndjson" },
  ];
  session.queue.add(files);
  await eventually(() => expect(session.queue.state).toBe("done"));
  return session;
}

let session: Session;
beforeAll(async () => {
  session = await openSession();
});

const rows = () => session.case.alerts.inOrder();
const write = async (form: AlertForm): Promise<string> =>
  new Blob((await session.exports.write(form, rows(), "1.2.3"))!).text();

const table = (text: string): Record<string, string>[] => {
  const { data, errors } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ""), { header: true });
  expect(errors).toEqual([]);
  return data;
};

describe("alerts that leave the page", () => {
  it("have an alert in each line, in every form and in the order of the case", async () => {
    const hosts = (await write("csv").then(table)).map((row) => row["host.name"]);
    expect(hosts).toHaveLength(rows().length);
    expect(hosts.length).toBeGreaterThanOrEqual(6);
    const columns: Partial<Record<AlertForm, string>> = {
      shown: "host.name",
      fields: "host.name",
      timesketch: "hostname",
      timeline: "Computer",
    };
    for (const [form, column] of Object.entries(columns)) {
      const written = table(await write(form as AlertForm));
      expect([form, written.map((row) => row[column])]).toEqual([form, hosts]);
    }
    const documents = (await write("ndjson")).trimEnd().split("\n");
    expect(documents.map((line) => (JSON.parse(line) as Record<string, unknown>)["host.name"] ?? "")).toEqual(
      hosts.map((host) => host!.replace(/^'/, "")),
    );
  });

  it("have no cell that a spreadsheet would run, in any CSV", async () => {
    for (const form of ["csv", "shown", "fields", "timesketch", "timeline"] as const) {
      const { data } = Papa.parse<string[]>((await write(form)).replace(/^\uFEFF/, ""));
      for (const cell of data.slice(1).flat())
        expect([form, cell]).not.toEqual([form, expect.stringMatching(/^[=+@\t\r]/)]);
    }
  });

  it("are documents as Elastic's: the event's fields, its own view of event.*, the rule and the decision", async () => {
    const documents = (await write("ndjson"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const server = documents.find((each) => each["host.name"] === "SAMPLE-SRV01")!;
    expect(server).toMatchObject({
      "@timestamp": "2024-05-14T02:15:52.250Z",
      "event.kind": "signal",
      "kibana.alert.original_event.kind": "event",
      "kibana.alert.original_event.code": "13",
      "kibana.alert.rule.name": "Full User-Mode Dumps Enabled System-Wide",
      "kibana.alert.rule.rule_type_id": "siem.eqlRule",
      "kibana.alert.status": "active",
      "kibana.alert.workflow_status": "open",
      "registry.value": "DumpType",
      "loupe.file.path": "loupe-sample-synthetic-srv01-sysmon.xml",
    });
    expect(server["kibana.alert.uuid"]).toMatch(/^[0-9a-f-]{36}$|^[0-9a-f]{64}$/);
    const sequence = documents.find((each) => each["kibana.alert.rule.rule_id"] === "two-starts")!;
    expect(sequence["kibana.alert.ancestors"]).toHaveLength(2);
    // A field of any name is data, in every form.
    const polluting = (await write("ndjson")).split("\n").find((line) => line.includes("polluted"))!;
    expect(polluting).toContain('"__proto__.polluted":"yes"');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("have what Timesketch asks for: a message, a time with an offset, and what the time is", async () => {
    for (const row of table(await write("timesketch"))) {
      expect(row["message"]).toMatch(/^\[.+\] ./s);
      expect(row["datetime"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
      expect(row["timestamp_desc"]).toBe("Event Logged");
    }
  });

  it("have one line for each alert where Timeline Explorer reads them", async () => {
    const text = await write("timeline");
    expect(text.split("\r\n")).toHaveLength(rows().length + 1);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it("have every field of their events as a column, if asked for, and the list's columns otherwise", async () => {
    const [head] = (await write("fields")).split("\r\n");
    for (const field of ["winlog.record_id", "process.entity_id", "constructor.name", "__proto__.polluted"])
      expect(head).toContain(`"${field}"`);
    session.view.columns = ["time", "host", "process.command_line"];
    expect((await write("shown")).split("\r\n")[0]).toMatch(
      /^"@timestamp","host\.name","process\.command_line",/,
    );
  });

  it("are a layer of the ATT&CK Navigator, scored by the number of alerts", async () => {
    const layer = JSON.parse(await write("navigator")) as {
      name: string;
      techniques: { techniqueID: string; tactic: string; score: number }[];
    };
    expect(layer.name).toBe("Case <7>");
    expect(layer.techniques).toContainEqual(
      expect.objectContaining({ techniqueID: "T1003.001", tactic: "credential-access", score: 3 }),
    );
  });

  it("are the same bytes the second time", async () => {
    for (const form of ["csv", "fields", "ndjson", "timesketch", "timeline", "navigator"] as const)
      expect(await write(form)).toBe(await write(form));
  });

  it("are not saved if that is stopped, and only one form is written at a time", async () => {
    const first = session.exports.write("csv", rows(), "1.2.3");
    expect(session.exports.running?.form).toBe("csv");
    expect(await session.exports.write("ndjson", rows(), "1.2.3")).toBeNull();
    session.exports.stop();
    expect(await first).toBeNull();
    expect(session.exports.running).toBeNull();
    expect(await write("csv")).toContain("SAMPLE-SRV01");
  });
});
