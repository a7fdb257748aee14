import { describe, expect, it } from "vitest";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import { builtinRules } from "../../../src/rules/builtin/index.ts";
import { type Answer, questionsOf, readGuide } from "../../../src/triage/index.ts";
import {
  at,
  evidence,
  type EvidenceOptions,
  logged,
  named,
  sentences,
  start,
  SYSMON,
  write,
} from "./evidence.ts";

/* The questions of false positives and of the response, and those that any guide's words ask. */

const [rule] = builtinRules();
const GENERAL: Readonly<Record<string, string>> = {
  "other-alerts": "Investigate other alerts associated with the user/host during the past 48 hours.",
  prevalence:
    "Assess whether this behavior is prevalent in the environment by looking for similar occurrences across hosts.",
  chain: "Investigate the process execution chain (parent process tree) for unknown processes.",
  logons:
    "Analysts can do this by searching for login events (for example, 4624) to the target host after the change.",
  "process-activity": "Investigate any abnormal behavior by the subject process such as network connections.",
  "user-activity": "Investigate any abnormal account behavior, such as command executions.",
};
const steps = (texts: readonly string[], section = "Possible investigation steps"): string =>
  [`### ${section}`, ...texts.map((text) => `- ${text}`)].join("\n");
const asked = (note: string, id = "any") =>
  [...questionsOf(readGuide(note), id).values()].flat().map((question) => [question.id, question] as const);
const QUESTIONS = new Map([...asked(steps(Object.values(GENERAL))), ...asked(rule!.note, rule!.rule_id)]);

function ask(id: string, events: readonly FlatEvent[], options: EvidenceOptions = {}): Promise<Answer> {
  const examined = evidence(events, options);
  return QUESTIONS.get(id)!.ask(examined, examined.alertOf(events[0]!));
}

const SET = write("03:07:12", "DumpType", "2");
const elsewhere = { "host.name": "WS-FIN-09" };

describe("the words of a step", () => {
  it("name a question where they ask what every guide asks", () => {
    expect(asked(steps(Object.values(GENERAL))).map(([id]) => id)).toEqual(Object.keys(GENERAL));
    const response = ["Isolate the involved host to prevent further post-compromise behavior."];
    expect(asked(steps(response, "Response and remediation")).map(([id]) => id)).toEqual(["isolation"]);
    expect(asked(steps(response))).toEqual([]);
  });

  it("name none where they only mention it", () => {
    const others = [
      "Contact the account owner and confirm whether they are aware of this activity.",
      "Review the GitHub audit log; a command line or a parent process may be named there.",
      "Isolate the malicious file and examine the user account associated with nothing.",
      "Check whether other alerts exist.",
    ];
    expect(asked(steps(others))).toEqual([]);
  });
});

describe("other alerts", () => {
  it("are those of the host and of the user, with their records", async () => {
    const other = start("04:00:00", "a.exe");
    const nearest = [{ evidenceId: "log", offset: 100, time: Date.parse(at("04:00:00")) }];
    const answer = await ask("other-alerts", [SET, other], {
      otherAlerts: { count: 2, rules: [["LSASS", 2]], nearest },
    });
    expect(sentences(answer).said).toEqual([
      "2 other alerts of this case for the host in that time: LSASS.",
      "2 other alerts of this case for alice on any host in that time: LSASS.",
    ]);
    expect(named(answer)).toEqual([1]);
  });

  it("are none, which says no more than the rules that ran", async () => {
    const answer = await ask("other-alerts", [SET]);
    expect([answer.kind, sentences(answer).said]).toEqual([
      "nothing",
      [
        "No other alert of this case is for the host or alice in that time. The case runs 1 rule: what none of them looks for raises no alert.",
      ],
    ]);
  });

  it("of the same rule cannot be told from one host alone", async () => {
    const alone = await ask("prevalence", [SET]);
    expect([alone.kind, alone.missing]).toEqual(["cannot", [{ code: "one-host" }]]);
    const two = [SET, start("03:00:00", "x.exe", elsewhere)];
    expect((await ask("prevalence", two)).kind).toBe("nothing");
    const otherAlerts = { count: 4, hosts: [["WS-FIN-09", 4]] as const };
    const found = await ask("prevalence", two, { otherAlerts });
    expect(sentences(found).said).toEqual(["4 alerts of the same rule on other hosts: WS-FIN-09."]);
  });
});

describe("other hosts", () => {
  it("have the same value, in every spelling, and the same program", async () => {
    const tool = { "process.executable": "C:\\Temp\\t.exe", "process.name": "t.exe" };
    const answer = await ask("other-hosts", [
      { ...SET, ...tool },
      write("03:30:00", "DumpType", "0x00000002", elsewhere),
      write("09:30:00", "DumpType", "2", elsewhere),
      write("03:30:00", "DumpType", "1", { "host.name": "WS-FIN-10" }),
      start("05:00:00", "T.exe", { "host.name": "WS-FIN-11" }),
    ]);
    expect([answer.kind, sentences(answer)]).toMatchObject([
      "found",
      {
        said: [
          "On WS-FIN-09 it was set to 0x00000002 (full dumps) by reg.exe as alice, at 2026-03-14 03:30:00.000 UTC, within an hour of this alert.",
          "A program named t.exe also ran on WS-FIN-11.",
        ],
        lookedAt: "Looked at events of every host.",
      },
    ]);
    expect(named(answer)).toEqual([1, 4]);
  });

  it("show nothing only where they have registry events", async () => {
    const without = await ask("other-hosts", [SET, start("03:00:00", "reg.exe", elsewhere)]);
    expect([without.kind, without.missing]).toEqual(["cannot", [{ code: "other-logs" }]]);
    const other = await ask("other-hosts", [SET, write("03:00:00", "DumpFolder", "2", elsewhere)]);
    expect([other.kind, other.statements.map(({ code }) => code)]).toEqual(["nothing", ["value-nowhere"]]);
  });
});

describe("what may explain the change", () => {
  it("is a program that crashes or is debugged, or has a setting of its own", async () => {
    const crash = { "winlog.event_data.AppName": "erp.exe" };
    const answer = await ask("dump-owners", [
      SET,
      write("02:00:00", "erp.exe\\DumpType", "1"),
      write("02:00:00", "DumpType\\", "1"),
      logged("01:00:00", "Application", "1000", crash),
      logged("02:00:00", "Application", "1000", crash),
      // Another source that uses the number.
      logged("02:10:00", "Application", "1000", { "winlog.event_data.param1": "Started" }),
      start("03:00:00", "windbg.exe"),
    ]);
    expect(sentences(answer).said).toEqual([
      "A program has a setting of its own: …\\erp.exe\\DumpType was set to 1 by reg.exe as alice, at 2026-03-14 02:00:00.000 UTC.",
      "erp.exe crashed 2 times in the week before or the day after, last at 2026-03-14 02:00:00.000 UTC.",
      "A debugging tool was started: windbg.exe at 2026-03-14 03:00:00.000 UTC as alice: windbg.exe",
    ]);
    expect((await ask("dump-owners", [SET])).kind).toBe("cannot");
    expect((await ask("dump-owners", [SET, logged("02:00:00", "Application", "1")])).kind).toBe("nothing");
  });

  it("is an administrator who set it back", async () => {
    const answer = await ask("administrators", [SET, write("04:00:00", "DumpType", "0")]);
    expect(sentences(answer).said.at(-1)).toMatch(/^Later, .* it was set to 0 \(custom dumps\)/);
    expect(answer.missing.map(({ code }) => code)).toContain("change-ticket");
  });

  it("is a known tool, by its name only, and what a sensor says of its signature", async () => {
    const signed = {
      "process.code_signature.subject_name": "Vendor Ltd",
      "process.code_signature.exists": "true",
      "process.code_signature.trusted": "false",
    };
    const parent = { "process.parent.name": "PSEXESVC.exe" };
    const answer = await ask("writer-tool", [{ ...SET, ...signed, ...parent }]);
    expect(sentences(answer).said).toEqual([
      "reg.exe is by its name a command of Windows that administrators and intruders use alike. A name proves nothing: check path and signature.",
      "It ran from C:\\Windows\\System32\\reg.exe.",
      "PSEXESVC.exe, from which the writer came, is by its name what runs commands for another computer. A name proves nothing: check path and signature.",
      "The sensor says that Vendor Ltd signed it, but the signature is not trusted.",
    ]);
    const unsigned = await ask("writer-tool", [SET]);
    expect(unsigned.missing.map(({ code }) => code)).toContain("signature");
  });

  it("is an update, if the log of that hour names one", async () => {
    const msi = { "winlog.provider_name": "MsiInstaller", "winlog.event_data.param1": "Tool 2.1" };
    const installed = [
      SET,
      logged("03:00:00", "Application", "11707", msi),
      logged("03:01:00", "Application", "11707", { ...msi, "winlog.provider_name": "Other" }),
      start("03:02:00", "msiexec.exe"),
    ];
    const answer = await ask("updates", installed);
    expect(sentences(answer).said).toEqual([
      "Windows Installer reports: Tool 2.1, at 2026-03-14 03:00:00.000 UTC.",
      "An installer or management tool was started: msiexec.exe at 2026-03-14 03:02:00.000 UTC as alice: msiexec.exe",
    ]);
    expect((await ask("updates", [SET])).kind).toBe("cannot");
    expect((await ask("updates", [SET, start("03:00:00", "x.exe")])).kind).toBe("nothing");
  });
});

describe("the response", () => {
  const logon = (clock: string, user: string, more: FlatEvent = {}): FlatEvent =>
    logged(clock, "Security", "4624", { "user.name": user, ...more });

  it("names what leads to the host and away from it", async () => {
    const answer = await ask("isolation", [
      SET,
      logged("03:20:00", "Security", "4648", {
        "winlog.event_data.TargetServerName": "DC01",
        "winlog.event_data.TargetUserName": "admin",
      }),
      logged("03:21:00", "Security", "4648", { "winlog.event_data.TargetServerName": "localhost" }),
      logon("03:22:00", "alice", elsewhere),
      logged("03:25:00", SYSMON, "3", { "event.category": ["network"], "destination.ip": "10.0.0.5" }),
      logon("03:30:00", "bob", { "winlog.logon.type": "3", "source.ip": "10.0.0.9" }),
      logon("03:31:00", "WS01$"),
    ]);
    expect(sentences(answer).said).toEqual([
      "The host logged on to DC01 with the credentials of admin, at 2026-03-14 03:20:00.000 UTC.",
      "alice logged on to WS-FIN-09 at 2026-03-14 03:22:00.000 UTC.",
      "1 network event since then, most about 10.0.0.5.",
      "bob logged on at 2026-03-14 03:30:00.000 UTC, type 3, from 10.0.0.9.",
      "The last event of the host in the evidence is at 2026-03-14 03:31:00.000 UTC.",
    ]);
    // Without logons nothing would show who came.
    expect((await ask("isolation", [SET, start("04:00:00", "x.exe")])).kind).toBe("cannot");
    const quiet = await ask("isolation", [SET, logon("04:00:00", "SYSTEM")]);
    expect([quiet.kind, quiet.statements[0]!.code]).toEqual(["nothing", "no-way"]);
    const last = await ask("isolation", [SET]);
    expect([last.kind, last.missing[0]]).toEqual(["cannot", { code: "no-events-after" }]);
  });

  it("says whether the writer ended", async () => {
    const end = (more: FlatEvent): FlatEvent =>
      logged("03:07:13", SYSMON, "5", { "process.name": "reg.exe", ...more });
    const ended = await ask("stop", [SET, end({ "process.entity_id": "{reg}" })]);
    expect(sentences(ended).said[0]).toMatch(/^reg\.exe \(4120\) ended at .*03:07:13/);
    const runs = await ask("stop", [SET, end({ "process.entity_id": "{other}" })]);
    expect(sentences(runs).said[0]).toMatch(
      /^No event says that reg\.exe \(4120\) ended\. 1 end of a process/,
    );
    expect((await ask("stop", [SET])).missing.map(({ code }) => code)).toEqual(["no-ends", "live-processes"]);
  });

  it("says what the last events set, so what there is to set back", async () => {
    const answer = await ask("reset", [
      SET,
      write("02:00:00", "DumpType", "1"),
      write("03:08:00", "DumpFolder", "C:\\d"),
    ]);
    expect(sentences(answer).said).toEqual([
      "…\\LocalDumps\\DumpType: last set to 2 (full dumps) by reg.exe as alice, at 2026-03-14 03:07:12.000 UTC.",
      "…\\LocalDumps\\DumpFolder: last set to C:\\d by reg.exe as alice, at 2026-03-14 03:08:00.000 UTC.",
      "No later event sets it to something else than 2. The host's registry events end at 2026-03-14 03:08:00.000 UTC.",
    ]);
    const back = await ask("reset", [SET, write("04:00:00", "DumpType", "0")]);
    expect(sentences(back).said).toEqual([expect.stringContaining("last set to 0 (custom dumps)")]);
    // Of two events at one time none is known to be the last.
    const both = await ask("reset", [SET, write("03:07:12", "DumpType", "0"), SET]);
    expect(both.statements.map(({ code }) => code)).toEqual(["value-last", "value-last"]);
  });

  it("names the accounts whose credentials may be in a dump, the privileged ones apart", async () => {
    const answer = await ask("exposed-accounts", [
      SET,
      logon("01:00:00", "bob", { "winlog.logon.type": "10", "source.ip": "10.0.0.9" }),
      logon("02:00:00", "SYSTEM"),
      logged("01:00:00", "Security", "4672", { "user.name": "bob" }),
    ]);
    expect(sentences(answer).said).toEqual([
      "bob logged on at 2026-03-14 01:00:00.000 UTC, type 10, from 10.0.0.9.",
      "With the rights of an administrator (4672): bob. Replace these first.",
    ]);
    const machines = await ask("exposed-accounts", [SET, logon("02:00:00", "SYSTEM")]);
    expect(machines.kind).toBe("nothing");
    expect((await ask("exposed-accounts", [SET])).kind).toBe("cannot");
  });

  it("says whether it happened again and whether the host still records it", async () => {
    const answer = await ask("recording", [
      SET,
      write("05:00:00", "DumpType", "2", elsewhere),
      logged("06:00:00", SYSMON, "4"),
      write("07:00:00", "X", "1", { "registry.path": "HKU\\X" }),
    ]);
    expect(sentences(answer).said).toEqual([
      "1 later write to the key or below it, on WS-FIN-09; the first to …\\LocalDumps\\DumpType by reg.exe as alice, at 2026-03-14 05:00:00.000 UTC.",
      "Sysmon's service started or stopped, first at 2026-03-14 06:00:00.000 UTC.",
      "The host went on recording: 1 registry event after the alert, the last at 2026-03-14 07:00:00.000 UTC.",
    ]);
    expect((await ask("recording", [SET])).kind).toBe("cannot");
  });

  it("says what protects LSASS, by the source of an event and not by its number alone", async () => {
    const twelve = (provider: string): FlatEvent =>
      logged("00:00:01", "System", "12", { "winlog.provider_name": provider });
    const wininit = twelve("Microsoft-Windows-Wininit");
    const answer = await ask("protection", [SET, twelve("Microsoft-Windows-Kernel-General"), wininit]);
    expect(named(answer)).toEqual([2]);
    const kernel = await ask("protection", [SET, twelve("Microsoft-Windows-Kernel-General")]);
    expect(kernel.kind).toBe("cannot");
    const defender = "Microsoft-Windows-Windows Defender/Operational";
    const off = await ask("protection", [SET, logged("02:00:00", defender, "5001")]);
    expect(sentences(off).said[0]).toMatch(/^Real-time protection was switched off, last at/);
  });
});

describe("what else was done", () => {
  const file = logged("03:08:00", SYSMON, "11", {
    "process.entity_id": "{reg}",
    "process.name": "reg.exe",
    "user.name": "alice",
    "file.path": "C:\\x.txt",
  });

  it("by the process, by its id", async () => {
    const answer = await ask("process-activity", [SET, file, { ...file, "process.entity_id": "{b}" }]);
    expect(sentences(answer).said).toEqual([
      "Events of this reg.exe: 1 file event, 1 registry event.",
      "The first file event: C:\\x.txt by reg.exe, at 2026-03-14 03:08:00.000 UTC.",
    ]);
    expect((await ask("process-activity", [SET])).kind).toBe("nothing");
  });

  it("by the account of a person", async () => {
    expect(sentences(await ask("user-activity", [SET, file])).said[0]).toBe(
      "Events of alice on the host: 1 file event, 1 registry event.",
    );
    const system = await ask("user-activity", [{ ...SET, "user.name": "SYSTEM" }]);
    expect([system.kind, system.missing]).toEqual(["cannot", [{ code: "no-account" }]]);
  });
});
