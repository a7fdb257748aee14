import { readRules } from "../../src/rules/index.ts";
import { type ScanRule, ScanRules } from "../../src/scan/index.ts";
import { seedRule } from "../support/seed.ts";
import type { DUMPS } from "./dumps.ts";

/** Rules of these tests, one per kind of event, over its values. */
export const QUERIES = {
  "key-touched":
    'registry where registry.path : "HKLM\\\\SOFTWARE\\\\Microsoft\\\\Windows\\\\Windows Error Reporting\\\\LocalDumps*" and registry.data.strings == null',
  "reg-add":
    'process where event.type == "start" and process.name : "reg.exe" and process.command_line : "*LocalDumps*" and process.args : "add"',
  "from-cmd":
    'process where event.type == "start" and process.parent.name : "cmd.exe" and process.pid == 6196',
  "odd-text":
    'process where process.command_line : "*a,b;c\\" | <d> & \\"é 🔥\\" ]]> \'x\' -y\\tz" and process.args : "add"',
  "remote-logon":
    'authentication where event.action == "logged-in" and event.outcome == "success" and winlog.logon.type == "RemoteInteractive" and source.ip == "198.51.100.23" and user.name : "alice"',
  "failed-logon":
    'authentication where event.action == "logon-failed" and event.outcome == "failure" and winlog.event_data.SubStatus == "0xc000006a" and user.name : "bob"',
  "by-the-system":
    'authentication where winlog.event_data.SubjectLogonId == "0x3e7" and winlog.event_data.SubjectUserSid == "S-1-5-18"',
  beacon: 'network where destination.port == 4444 and cidrMatch(destination.ip, "203.0.113.0/24")',
  "dump-file": 'file where file.extension : "dmp" and file.name : "lsass*"',
  lookup: 'network where dns.question.name : "*.evil.example"',
  script:
    'any where event.code == "4104" and powershell.file.script_block_text : "*Get-Process lsass\\nrundll32 comsvcs.dll, MiniDump*"',
  service:
    'any where event.code == "7045" and winlog.event_data.ServiceName == "evilsvc" and winlog.event_data.ImagePath : "*\\\\ADMIN$\\\\*"',
  cleared: 'any where event.action == "audit-log-cleared" and user.name == "alice"',
} as const;

export type RuleName = keyof typeof QUERIES | typeof DUMPS;

export function ownRules(): ScanRules {
  return new ScanRules(ownScanRules(), 0);
}

export function ownScanRules(): ScanRule[] {
  const own = Object.entries(QUERIES).map(([id, query]) => {
    const text = `[rule]\nname = "${id}"\nrule_id = "${id}"\ntype = "eql"\nlanguage = "eql"\nquery = '''${query}'''\n`;
    const { rules, problems } = readRules(text, `${id}.toml`);
    if (rules.length !== 1) throw new Error(JSON.stringify(problems));
    return rules[0]!;
  });
  return [seedRule, ...own].map((rule) => ({ rule, exceptions: [] }));
}
