import { describe, expect, it } from "vitest";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import { builtinRules } from "../../../src/rules/builtin/index.ts";
import { type Answer, questionsOf, readGuide } from "../../../src/triage/index.ts";
import { at, evidence, type EvidenceOptions, logged, named, sentences, start, write } from "./evidence.ts";

/* What the steps of the shipped rule's guide get from evidence of different kinds. */

const [rule] = builtinRules();
const QUESTIONS = new Map(
  [...questionsOf(readGuide(rule!.note), rule!.rule_id).values()]
    .flat()
    .map((question) => [question.id, question]),
);

/** The answer for the alert of the first event. */
function ask(id: string, events: readonly FlatEvent[], options: EvidenceOptions = {}): Promise<Answer> {
  const examined = evidence(events, options);
  return QUESTIONS.get(id)!.ask(examined, examined.alertOf(events[0]!));
}

const LOCAL_DUMPS = "SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
const SET = write("03:07:12", "DumpType", "2");
const SERVICE = {
  "process.name": "svchost.exe",
  "process.executable": "C:\\Windows\\System32\\svchost.exe",
  "process.entity_id": "{svc}",
  "process.pid": 900,
  "user.domain": "NT AUTHORITY",
  "user.name": "SYSTEM",
};

describe("the guide of the shipped rule", () => {
  const asked = (note: string) => {
    const guide = readGuide(note);
    const questions = questionsOf(guide, rule!.rule_id);
    return guide.sections.flatMap(({ id, steps }) =>
      steps.flatMap((step) => (questions.get(step) ?? []).map((question) => [id, step.number, question.id])),
    );
  };

  it("has a question in every step", () => {
    expect(asked(rule!.note)).toEqual([
      ["investigation", 1, "value"],
      ["investigation", 2, "writer"],
      ["investigation", 3, "process-starts"],
      ["investigation", 4, "dump-files"],
      ["investigation", 5, "other-sources"],
      ["false-positive", 1, "svchost"],
      ["false-positive", 2, "dump-owners"],
      ["false-positive", 3, "administrators"],
      ["false-positive", 4, "writer-tool"],
      ["false-positive", 5, "updates"],
      ["response", 1, "isolation"],
      ["response", 2, "stop"],
      ["response", 3, "reset"],
      ["response", 4, "exposed-accounts"],
      ["response", 5, "other-hosts"],
      ["response", 6, "recording"],
      ["response", 7, "protection"],
    ]);
  });

  it("has the same questions as Elastic wrote it", () => {
    const note = [
      "### Possible investigation steps",
      "- Review the path to confirm if the value is set.",
      "- Check for any recent changes to the registry key.",
      "- Investigate the context by reviewing recent process execution logs.",
      "- Analyze any generated dump files.",
      "- Correlate the alert with other security events.",
      "### False positive analysis",
      "- Ensure that the exclusion for svchost.exe is correctly configured.",
      "- Custom applications that require full user-mode dumps for debugging might be flagged.",
      "- System administrators performing routine maintenance might enable it.",
      "- Security tools or monitoring software that simulate crashes could trigger the rule.",
      "- Updates or patches from software vendors might be misinterpreted.",
      "### Response and remediation",
      "- Immediately isolate the affected system from the network.",
      "- Terminate any unauthorized processes that are generating full user-mode dumps.",
      "- Conduct a thorough review of the registry settings on the affected system.",
      "- Change all credentials that may have been exposed.",
      "- Escalate the incident to the security operations center (SOC).",
      "- Implement enhanced monitoring and alerting for similar registry changes.",
      "- Review and update endpoint protection configurations.",
    ].join("\n\n");
    expect(asked(note).map(([, , id]) => id)).toEqual([...QUESTIONS.keys()]);
  });
});

describe("the value", () => {
  it("is what the event set, with what was before, after and beside it", async () => {
    const kernel = { "registry.path": `\\REGISTRY\\MACHINE\\${LOCAL_DUMPS}\\DumpType` };
    const answer = await ask("value", [
      SET,
      write("02:00:00", "DumpType", "1"),
      write("03:07:14", "DumpFolder", "C:\\Users\\Public\\d"),
      write("03:13:53", "DumpType", "0", kernel),
      write("03:30:00", "DumpType", "2", { "host.name": "OTHER" }),
      { ...SET, "registry.path": "HKLM\\SOFTWARE\\Vendor\\DumpType" },
    ]);
    expect(answer.kind).toBe("found");
    expect(sentences(answer)).toEqual({
      said: [
        "The event says that …\\LocalDumps\\DumpType was set to 2 (full dumps) by reg.exe as CORP\\alice, at 2026-03-14 03:07:12.000 UTC.",
        "Earlier, at 2026-03-14 02:00:00.000 UTC, it was set to 1 (mini dumps) by reg.exe as alice.",
        "Later, at 2026-03-14 03:13:53.000 UTC, it was set to 0 (custom dumps) by reg.exe as alice.",
        "…\\LocalDumps\\DumpFolder was set to C:\\Users\\Public\\d by reg.exe as alice, at 2026-03-14 03:07:14.000 UTC.",
      ],
      missing: [expect.stringContaining("Bring the SOFTWARE hive")],
      lookedAt: "Looked at events of WS-FIN-07.",
    });
    expect(named(answer)).toEqual([0, 1, 3, 2]);
  });

  it("was deleted later, as the record of Sysmon's event 12 says", async () => {
    const deleted = (EventType: string): FlatEvent[] => [
      SET,
      write("03:13:53", "DumpType", "", {
        "event.code": "12",
        "event.action": "RegistryEvent (Object create and delete)",
        "registry.data.strings": [],
        "winlog.event_data.EventType": EventType,
      }),
    ];
    const later = async (events: readonly FlatEvent[], options: EvidenceOptions = {}) =>
      sentences(await ask("value", events, options)).said[1];
    expect(await later(deleted("DeleteValue"))).toMatch(/^Later, .*DumpType was deleted by reg\.exe/);
    expect(await later(deleted("CreateKey"))).toMatch(/^No later event changes it\./);
    const gone = await ask("value", deleted("DeleteValue"), { isGone: true });
    expect(sentences(gone).said[1]).toMatch(/^Later, .*DumpType was created or deleted/);
    expect(gone.missing.map(({ code }) => code)).toEqual(["registry-hive", "file-not-at-hand"]);
  });

  it("says until when no event changes it, and what Defender for Endpoint had before", async () => {
    const m365 = { "event.module": "m365_defender", "registry.data.strings": ["1", "2"] };
    const { said } = sentences(
      await ask("value", [
        write("03:07:12", "DumpType", "1", m365),
        write("05:00:00", "X", "1", { "registry.path": "HKU\\X" }),
      ]),
    );
    expect(said).toEqual([
      expect.stringContaining("was set to 1 (mini dumps)"),
      "Defender for Endpoint names the new data first: the change was from 2 to 1.",
      "No later event changes it. The host's registry events end at 2026-03-14 05:00:00.000 UTC.",
    ]);
  });

  it("is one statement for each event, however many exports of it there are", async () => {
    const later = write("04:00:00", "DumpType", "0");
    const answer = await ask("value", [SET, later, SET, later]);
    expect(sentences(answer).said).toHaveLength(2);
    expect(answer.statements[1]!.sources).toHaveLength(2);
  });

  it("takes no command line for a registry event", async () => {
    const command = { "process.command_line": `reg add HKLM\\${LOCAL_DUMPS} /v DumpType /d 2` };
    expect(named(await ask("value", [SET, start("03:07:11", "reg.exe", command)]))).toEqual([0]);
  });
});

describe("the writer", () => {
  const chain = [
    SET,
    start("03:07:11", "reg.exe", {
      "process.entity_id": "{reg}",
      "process.parent.entity_id": "{cmd}",
      "process.pid": 4120,
      "process.command_line": "reg add x",
      "winlog.event_data.LogonId": "0x5A1",
    }),
    start("03:07:00", "cmd.exe", {
      "process.entity_id": "{cmd}",
      "process.pid": 77,
      "process.parent.name": "PSEXESVC.exe",
      "process.parent.pid": 66,
    }),
    logged("03:01:00", "Security", "4624", {
      "user.name": "Alice",
      "user.domain": "CORP",
      "winlog.event_data.TargetLogonId": "0x5a1",
      "winlog.event_data.LogonType": "3",
      "source.ip": "10.0.0.9",
    }),
    logged("03:05:00", "Security", "4624", { "user.name": "alice", "winlog.logon.id": "0x999" }),
  ];

  it("is named with its start, its parents and its logon", async () => {
    const answer = await ask("writer", chain);
    expect(answer.kind).toBe("found");
    expect(sentences(answer)).toMatchObject({
      said: [
        "reg.exe (4120) wrote it as CORP\\alice, at 2026-03-14 03:07:12.000 UTC.",
        "It was started at 2026-03-14 03:07:11.000 UTC as reg add x.",
        "It was started by cmd.exe (77) as alice ← PSEXESVC.exe (66).",
        "Its logon is that of CORP\\Alice at 2026-03-14 03:01:00.000 UTC, type 3, from 10.0.0.9.",
      ],
      missing: [],
    });
    expect(named(answer)).toEqual([0, 1, 2, 3]);
  });

  it("is named without its logon where that is not found", async () => {
    const answer = await ask("writer", chain.slice(0, 2));
    expect(answer.missing).toEqual([{ code: "no-logon" }]);
    expect(named(answer)).toEqual([0, 1]);
  });

  it("is found by its number and the time where events have no ids, but not under another name", async () => {
    const security = (clock: string, name: string): FlatEvent => ({
      ...start(clock, name, { "process.pid": 4120, "process.parent.name": "explorer.exe" }),
      "winlog.channel": "Security",
      "event.code": "4688",
    });
    const events = [
      { ...SET, "process.entity_id": [] },
      security("01:00:00", "reg.exe"),
      security("03:00:00", "reg.exe"),
      security("03:08:00", "reg.exe"),
    ];
    const answer = await ask("writer", events);
    expect(named(answer)).toEqual([0, 2]);
    expect(sentences(answer).said.slice(1)).toEqual([
      "It was started at 2026-03-14 03:00:00.000 UTC, by its number and the time, as reg.exe.",
      "It was started by explorer.exe.",
    ]);
    const other = await ask("writer", [events[0]!, security("03:00:00", "notepad.exe")]);
    expect(named(other)).toEqual([0]);
    expect(other.missing.map(({ code }) => code)).toEqual(["no-writer-start"]);
  });

  it("ends in a circle of parents that a forged log has", async () => {
    const circle = (id: string, parent: string, name: string): FlatEvent =>
      start("03:00:00", name, { "process.entity_id": id, "process.parent.entity_id": parent });
    const events = [
      SET,
      circle("{reg}", "{a}", "reg.exe"),
      circle("{a}", "{b}", "a.exe"),
      circle("{b}", "{reg}", "b.exe"),
    ];
    expect(named(await ask("writer", events))).toEqual([0, 1, 2, 3]);
  });

  it("is not taken for every process whose id a log does not know", async () => {
    const unknown = "{00000000-0000-0000-0000-000000000000}";
    const events = [
      { ...SET, "process.entity_id": unknown },
      start("03:00:00", "other.exe", { "process.entity_id": unknown, "process.pid": 9 }),
    ];
    expect(named(await ask("writer", events))).toEqual([0]);
  });

  it("is known from the event alone", async () => {
    const answer = await ask("writer", [SET]);
    expect(answer.kind).toBe("found");
    expect(sentences(answer).said).toEqual([
      "reg.exe (4120) wrote it as CORP\\alice, at 2026-03-14 03:07:12.000 UTC.",
    ]);
    expect(sentences(answer).missing).toEqual([expect.stringContaining("Bring the Sysmon log")]);
  });

  it("ran under an account of Windows, which the SID of Sysmon's service does not say", async () => {
    const defend = { "winlog.channel": [], "event.module": "endpoint", "event.action": "modification" };
    const service = { ...write("03:07:12", "DumpType", "2", SERVICE), ...defend };
    expect(sentences(await ask("writer", [service])).said[1]).toContain("an account of Windows itself");
    expect((await ask("writer", [SET])).statements.map(({ code }) => code)).toEqual(["writer"]);
  });
});

describe("the process starts", () => {
  it("are counted, and those that need a look are named", async () => {
    const answer = await ask("process-starts", [
      SET,
      start("02:30:00", "notepad.exe"),
      start("03:06:58", "PSEXESVC.exe", { "user.name": "SYSTEM" }),
      start("03:07:11", "reg.exe", { "process.command_line": "reg add x" }),
      start("09:00:00", "REG.EXE"),
      start("01:00:00", "reg.exe"),
      start("03:00:00", "reg.exe", { "host.name": "OTHER" }),
      { ...start("03:08:00", "WerFault.exe"), "winlog.channel": "Security", "event.code": "4688" },
    ]);
    expect(answer.kind).toBe("found");
    expect(sentences(answer)).toEqual({
      said: [
        "5 events of process starts from an hour before to a day after, 4 of them within an hour.",
        "WerFault.exe at 2026-03-14 03:08:00.000 UTC as alice: WerFault.exe",
        "PSEXESVC.exe at 2026-03-14 03:06:58.000 UTC as SYSTEM: PSEXESVC.exe",
        "reg.exe at 2026-03-14 03:07:11.000 UTC as alice: reg add x",
        "REG.EXE at 2026-03-14 09:00:00.000 UTC as alice: REG.EXE",
      ],
      missing: [],
      lookedAt: "Looked at events of WS-FIN-07 from 2026-03-14 02:07:12.000 to 2026-03-15 03:07:12.000 UTC.",
    });
    expect(named(answer)).toEqual([7, 2, 3, 4]);
  });

  it("show nothing if none needs a look, and cannot if there are none", async () => {
    const none = await ask("process-starts", [SET, start("03:00:00", "notepad.exe")]);
    expect([none.kind, sentences(none).said.length]).toEqual(["nothing", 2]);
    const without = await ask("process-starts", [SET, start("01:00:00", "cmd.exe")]);
    expect(without.kind).toBe("cannot");
    expect(sentences(without).missing).toEqual([
      "No process starts of this host from 2026-03-14 02:07:12.000 to 2026-03-15 03:07:12.000 UTC. Those in the index are from 2026-03-14 01:00:00.000 to 2026-03-14 01:00:00.000 UTC. Bring the Sysmon log, or the Security log with process creation (4688) of that time.",
    ]);
  });
});

describe("the dump files", () => {
  const file = (clock: string, path: string, code = "11"): FlatEvent => ({
    ...start(clock, "WerFault.exe", { "file.path": path, "event.code": code, "event.category": ["file"] }),
    "process.command_line": [],
    "event.action": "FileCreate",
  });
  const LSASS = "C:\\Users\\Public\\d\\lsass.exe.652.dmp";

  it("are named, LSASS first, with what else tells of the dump", async () => {
    const answer = await ask("dump-files", [
      SET,
      file("03:09:00", "C:\\d\\notepad.exe.1.dmp"),
      file("03:09:44", LSASS),
      file("03:20:00", LSASS.toUpperCase(), "23"),
      file("01:00:00", "C:\\d\\old.dmp"),
      start("03:09:43", "WerFault.exe", { "process.command_line": "WerFault.exe -u -p 652 -ip 4000 -s 1" }),
      start("03:15:00", "7z.exe", { "process.command_line": `7z a x.7z ${LSASS}` }),
      logged("03:09:44", "Microsoft-Windows-Sysmon/Operational", "10", {
        "event.category": ["process"],
        "process.name": "WerFault.exe",
        "winlog.event_data.TargetImage": "C:\\Windows\\system32\\lsass.exe",
        "winlog.event_data.GrantedAccess": "0x1FFFFF",
      }),
      logged("03:09:45", "Application", "1000", {
        "winlog.event_data.AppName": "lsass.exe",
        "winlog.event_data.ExceptionCode": "c0000001",
      }),
      logged("03:09:46", "Application", "1000", { "winlog.event_data.AppName": "other.exe" }),
    ]);
    expect(answer.kind).toBe("found");
    expect(sentences(answer)).toMatchObject({
      said: [
        `${LSASS}, a dump of LSASS by its name, appears by WerFault.exe as alice, at 2026-03-14 03:09:44.000 UTC.`,
        "C:\\d\\notepad.exe.1.dmp appears by WerFault.exe as alice, at 2026-03-14 03:09:00.000 UTC.",
        `7z.exe was started with a .dmp file at 2026-03-14 03:15:00.000 UTC: 7z a x.7z ${LSASS}`,
        "Windows Error Reporting was started to dump a process at 2026-03-14 03:09:43.000 UTC: WerFault.exe -u -p 652 -ip 4000 -s 1",
        "WerFault.exe opened lsass.exe with access 0x1FFFFF, at 2026-03-14 03:09:44.000 UTC.",
        "The Application log has a crash of lsass.exe at 2026-03-14 03:09:45.000 UTC, with exception c0000001.",
      ],
      missing: [expect.stringContaining("not among the evidence")],
    });
    expect(named(answer)).toEqual([2, 1, 6, 5, 7, 8]);
  });

  it("are none only where file events say so", async () => {
    const none = await ask("dump-files", [SET, file("03:30:00", "C:\\d\\x.txt")]);
    expect(none.kind).toBe("nothing");
    expect(sentences(none).said).toEqual([
      "No file event of the host since an hour before the alert names a .dmp file: 1 looked at, the last at 2026-03-14 03:30:00.000 UTC. A sensor may be set up to leave such files out.",
    ]);
    const without = await ask("dump-files", [SET, file("01:00:00", "C:\\d\\x.dmp")]);
    expect(without.kind).toBe("cannot");
    expect(without.missing).toMatchObject([
      { code: "no-events", of: "file", elsewhere: { from: Date.parse(at("01:00:00")) } },
      { code: "dump-folder" },
    ]);
  });
});

describe("the other sources", () => {
  it("are named with what they tell, and those that are missing", async () => {
    const answer = await ask(
      "other-sources",
      [
        SET,
        logged("03:06:50", "System", "7045", { "service.name": "PSEXESVC" }),
        logged("03:06:51", "Security", "4697", { "service.name": "PSEXESVC" }),
        logged("04:00:00", "Security", "1102", { "user.name": "alice" }),
        logged("01:00:00", "Application", "1000"),
      ],
      {
        otherAlerts: {
          count: 3,
          rules: [
            ["LSASS Memory Dump Creation", 2],
            ["Other", 1],
          ],
        },
      },
    );
    expect(answer.kind).toBe("found");
    expect(sentences(answer)).toMatchObject({
      said: [
        "Security log: 2 events.",
        "System log: 1 event.",
        "A log was cleared, first alice.",
        "1 service was installed, first PSEXESVC.",
        "1 service was installed, first PSEXESVC.",
        "3 other alerts for the host in that time: LSASS Memory Dump Creation, Other.",
      ],
      missing: [
        expect.stringMatching(/^No events of the host from this time: Windows Defender log\. Bring /),
        expect.stringMatching(/^No events of the host from this time: Application log\. Bring /),
      ],
    });
  });

  it("show nothing where they tell nothing, and cannot where there are none", async () => {
    const quiet = await ask("other-sources", [SET, logged("03:00:00", "Security", "4624")]);
    expect([quiet.kind, quiet.statements.at(-1)!.code]).toEqual(["nothing", "no-trace"]);
    const alone = await ask("other-sources", [SET, logged("01:00:00", "Security", "4624")]);
    expect([alone.kind, alone.statements]).toEqual(["cannot", []]);
    expect(alone.missing).toContainEqual({ code: "source", source: "security" });
  });
});

describe("the exclusion of svchost", () => {
  const by = async (more: FlatEvent, others: readonly FlatEvent[] = [], channel = "Security") => {
    const event = write("03:07:12", "DumpType", "2", { "winlog.channel": channel, ...more });
    return sentences(await ask("svchost", [event, ...others])).said;
  };

  it("did not concern another program, nor one of the same name elsewhere", async () => {
    expect(await by({})).toEqual(["The writer was C:\\Windows\\System32\\reg.exe, no svchost.exe."]);
    const elsewhere = { "process.name": "svchost.exe", "process.executable": "C:\\Temp\\svchost.exe" };
    expect(await by(elsewhere)).toEqual([
      "The writer was C:\\Temp\\svchost.exe. The genuine svchost.exe is in C:\\Windows\\System32.",
    ]);
    expect(await by({ "process.executable": [] })).toEqual([expect.stringContaining("without its path")]);
    expect(await by({ "process.executable": [], "process.name": [] })).toEqual([
      expect.stringContaining("names no process"),
    ]);
  });

  it("concerned svchost as SYSTEM, whose start names the service", async () => {
    const started = start("00:00:01", "svchost.exe", {
      "process.entity_id": "{svc}",
      "process.command_line": "svchost.exe -k netsvcs -s gpsvc",
    });
    expect(await by(SERVICE, [started])).toEqual([
      "The writer was C:\\Windows\\System32\\svchost.exe under a service account: the rule's exclusion applies to this event.",
      "It was started as svchost.exe -k netsvcs -s gpsvc. The name after -s, or the group after -k, is the service.",
    ]);
    expect(await by({ ...SERVICE, "user.id": "S-1-5-21-1-2-3-500" })).toEqual([
      expect.stringContaining("S-1-5-21-1-2-3-500, which is none of the three"),
    ]);
    expect(await by({ ...SERVICE, "user.id": [] })).toEqual([expect.stringContaining("has no SID")]);
    expect((await by(SERVICE, [], "Microsoft-Windows-Sysmon/Operational"))[1]).toContain(
      "Sysmon's own service",
    );
  });
});

describe("any question", () => {
  const each = async (events: readonly FlatEvent[], options: EvidenceOptions = {}) =>
    Promise.all([...QUESTIONS.keys()].map((id) => ask(id, events, options)));

  it("cannot be asked without a host, or before anything is indexed", async () => {
    for (const { kind, missing } of await each([{ ...SET, "host.name": [] }]))
      expect([kind, missing]).toEqual(["cannot", [{ code: "no-host" }]]);
    const empty = evidence([]);
    for (const question of QUESTIONS.values()) {
      const alert = { event: SET, time: 1, evidenceId: "log", offset: 0 };
      expect(await question.ask(empty, alert)).toMatchObject({
        kind: "cannot",
        missing: [{ code: "not-indexed" }],
      });
    }
  });

  it("says that only some of the events are indexed, and which host may be the same", async () => {
    const similar = start("03:00:00", "cmd.exe", { "host.name": "ws-fin-07.corp.example" });
    for (const answer of await each([SET, similar], { events: 500 })) {
      expect(sentences(answer).lookedAt).toContain("Only 2 of 500 events of the case are indexed.");
      expect(sentences(answer).missing.at(-1)).toBe(
        "Not looked at, but perhaps the same computer: ws-fin-07.corp.example.",
      );
    }
  });

  it("is about the host in every spelling of its name", async () => {
    const events = [SET, start("03:00:00", "cmd.exe", { "host.name": "ws-fin-07" })];
    expect(named(await ask("process-starts", events))).toEqual([1]);
  });

  it("that needs a time cannot be asked without one", async () => {
    const undated = { ...SET, "@timestamp": "soon" };
    const without = new Set(["value", "writer", "svchost", "administrators", "writer-tool"]);
    const kinds = await each([undated]);
    [...QUESTIONS.keys()].forEach((id, i) =>
      expect([id, kinds[i]!.kind]).toEqual([id, without.has(id) ? "found" : "cannot"]),
    );
  });
});
