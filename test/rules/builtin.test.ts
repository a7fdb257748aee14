import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtinRules } from "../../src/rules/builtin/index.ts";
import { plainText, readGuide, type Block } from "../../src/triage/index.ts";

const rule = builtinRules().find(({ rule_id }) => rule_id === "220be143-5c67-4fdb-b6ce-dd6826d024fd")!;
const guide = readGuide(rule.note);
const section = (id: string) => guide.sections.find((one) => one.id === id)!;
const stepTexts = (id: string) => section(id).steps.map(({ blocks }) => blocks.map(blockText).join(" "));

function blockText(block: Block): string {
  if (block.kind === "paragraph" || block.kind === "heading") return plainText(block.inlines);
  if (block.kind === "list") return block.items.flat().map(blockText).join(" ");
  throw new Error(`The guide should hold no ${block.kind}.`);
}

/** Words as a reader sees them: lower case, without the punctuation around them. */
function words(text: string): string[] {
  const bare = text
    .split(/\s+/)
    .map((word) => word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""));
  return bare.filter((word) => word !== "");
}

describe("the seed rule", () => {
  it("has the published query byte for byte", () => {
    // SHA-256 of the query text of version 109, its line breaks LF and without one at the end.
    const published = "0010547c7ff9d066fabd5126355b8d403bb0eec4682f006bd2e7858b16410062";
    expect(createHash("sha256").update(rule.query).digest("hex")).toBe(published);
  });

  it("has the published properties", () => {
    expect(rule).toMatchObject({
      name: "Full User-Mode Dumps Enabled System-Wide",
      type: "eql",
      language: "eql",
      version: 109,
      severity: "medium",
      risk_score: 47,
      from: "now-9m",
      to: "now",
      interval: "5m",
      max_signals: 100,
      author: ["Elastic"],
      license: "Elastic License v2",
      timestamp_override: "event.ingested",
      index: [
        "winlogbeat-*",
        "logs-endpoint.events.registry-*",
        "logs-windows.sysmon_operational-*",
        "endgame-*",
        "logs-m365_defender.event-*",
      ],
    });
    expect(rule.tags).toHaveLength(9);
    expect(rule.references).toHaveLength(3);
    const attack = rule.threat.flatMap(({ tactic, technique }) => [
      tactic,
      ...technique.flatMap((one) => [one, ...one.subtechnique]),
    ]);
    expect(attack.map(({ id }) => id)).toEqual(["TA0006", "T1003", "T1003.001", "TA0005", "T1112"]);
    for (const { id, reference } of attack) expect(reference).toContain(`/${id.replace(".", "/")}/`);
  });
});

describe("the seed rule's guide", () => {
  it("has one introduction, five investigation steps, five false positives and seven responses, in this order", () => {
    expect(guide.introduction).toHaveLength(1);
    expect(guide.sections.map(({ id, title, steps }) => [id, title, steps.length])).toEqual([
      ["investigation", "Possible investigation steps", 5],
      ["false-positive", "False positive analysis", 5],
      ["response", "Response and remediation", 7],
      ["other", "Beyond the rule page", 0],
    ]);
  });

  it("begins each point with a short bold phrase", () => {
    for (const { steps } of guide.sections) {
      for (const { blocks } of steps) {
        expect(blocks).toHaveLength(1);
        const first = blocks[0]!.kind === "paragraph" ? blocks[0]!.inlines[0]! : undefined;
        const phrase = first?.kind === "strong" ? plainText(first.inlines) : "";
        expect(phrase).toMatch(/^[A-Z].{3,50}\.$/);
      }
    }
  });

  it.each([
    [
      "investigation",
      0,
      ["HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps", "DumpType"],
    ],
    [
      "investigation",
      0,
      [" 2 ", "0x00000002", "full dumps", "{{registry.path}}", "{{registry.data.strings}}"],
    ],
    [
      "investigation",
      1,
      ["last-write time", "change", "process", "account", "{{@timestamp}}", "{{user.name}}"],
    ],
    ["investigation", 2, ["svchost.exe", "S-1-5-18", "S-1-5-19", "S-1-5-20", "process creations", "dump"]],
    ["investigation", 3, ["dump files", "credentials", "opened", "sent", "permitted"]],
    ["investigation", 4, ["Sysmon", "Microsoft Defender for Endpoint", "alerts"]],
    [
      "false-positive",
      0,
      ["svchost.exe", "?:\\Windows\\system32\\svchost.exe", "S-1-5-18", "S-1-5-19", "S-1-5-20"],
    ],
    ["false-positive", 0, ["{{process.executable}}", "{{user.id}}"]],
    ["false-positive", 1, ["application", "debugging", "subkey", "exception"]],
    ["false-positive", 2, ["maintenance", "troubleshooting", "ticket", "exception", "expire"]],
    [
      "false-positive",
      3,
      ["security products", "monitoring", "crashes", "exclusion list", "regular operation"],
    ],
    ["false-positive", 4, ["update", "patch", "vendor", "error reporting settings", "calendar"]],
    ["response", 0, ["Isolate", "network", "credentials", "next machine"]],
    ["response", 1, ["End every process", "lsass.exe", "full dumps"]],
    ["response", 2, ["LocalDumps", "DumpType", "documented need"]],
    ["response", 3, ["credentials", "privileged", "exposed"]],
    ["response", 4, ["SOC", "incident response team", "every other machine"]],
    ["response", 5, ["Alert on changes", "whole network"]],
    ["response", 6, ["protection", "detects and blocks", "dumping credentials"]],
  ])("carries over the point %s %i of the page: %j", (id, index, items) => {
    for (const item of items) expect(stepTexts(id)[index]).toContain(item);
  });

  it("introduces the feature, its abuse and what the rule leaves out", () => {
    const text = guide.introduction.map(blockText).join(" ");
    for (const item of ["crash", "lsass.exe", "passwords", "whole machine", "svchost.exe", "leaves out"]) {
      expect(text).toContain(item);
    }
  });

  it("knows what the page leaves out", () => {
    const text = section("other").blocks.map(blockText).join(" ");
    for (const item of [
      "WerFault.exe -u -p <pid> -ip <pid> -s <handle>",
      "0x1010",
      "0x1FFFFF",
      "%LOCALAPPDATA%\\CrashDumps",
      "C:\\Windows\\System32\\config\\systemprofile\\AppData\\Local\\CrashDumps",
      "DumpFolder",
      "DumpCount",
      "1000",
      "1001",
      "c0000001",
      "no reboot",
      "LocalDumps\\lsass.exe\\DumpType",
      "CustomDumpFlags",
      "0x2:",
      "WOW6432Node",
      "remote registry",
      "Sysmon service",
      "previous data",
      "QWORD",
    ]) {
      expect(text).toContain(item);
    }
  });

  it("reads well when the event lacks every value", () => {
    const empty = Object.create(null) as Record<string, string>;
    const texts = guide.sections.flatMap(({ steps }) =>
      steps.flatMap(({ blocks }) =>
        blocks.map((b) => (b.kind === "paragraph" ? plainText(b.inlines, empty) : "")),
      ),
    );
    const placeholders = rule.note.match(/\{\{/g)!.length;
    expect(texts.join(" ").match(/: not in this event\./g)).toHaveLength(placeholders);
  });

  const page = "../shared/reference/rule-page.txt";
  describe.skipIf(!existsSync(page))("beside the published page", () => {
    const text = existsSync(page) ? readFileSync(page, "utf8") : "";
    const theirs = text.slice(0, text.indexOf("registry where "));

    it("has the page's query", () => {
      expect(text).toContain(rule.query);
    });

    it("shares no run of eight words with it", () => {
      const run = 8;
      const runs = (all: string[]) => all.slice(run - 1).map((_, i) => all.slice(i, i + run).join(" "));
      const known = new Set(runs(words(theirs)));
      expect(known.size).toBeGreaterThan(500);
      const ours = [rule.description, rule.setup, rule.note].flatMap((one) => runs(words(one)));
      expect(ours.filter((one) => known.has(one))).toEqual([]);
    });
  });
});
