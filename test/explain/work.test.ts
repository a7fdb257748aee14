/** The cost of hostile values: each is looked at while a list or a detail is drawn. */
import { growth, LINEAR } from "../support/work.ts";
import { describe, expect, it } from "vitest";
import { decodeText, eventSentence, explainValue } from "../../src/explain/index.ts";
import { eventWith } from "./support.ts";

const base64 = (text: string): string => Buffer.from(text, "utf16le").toString("base64");

describe("decoding is linear in the length of the value", () => {
  it.each<[string, (n: number) => string]>([
    ["one digit", (n) => "A".repeat(10 * n)],
    ["padding", (n) => "=".repeat(10 * n)],
    ["parameters", (n) => "-enc ".repeat(n)],
    ["parameters with values", (n) => "-enc QUJDREVGR0g= ".repeat(n)],
    ["calls", (n) => "FromBase64String('".repeat(n)],
    ["character codes", (n) => "65,".repeat(n)],
    ["runs of digits", (n) => `${"0".repeat(47)}g`.repeat(n)],
    ["runs of base64", (n) => `${"q83vEjRW".repeat(4)} `.repeat(n)],
    ["nested commands", (n) => `-enc ${base64(`-enc ${base64(`-enc ${base64("A".repeat(n))}`)}`)}`],
  ])("%s", (_, value) => {
    expect(growth(500, (n) => void decodeText("process.command_line", value(n)))).toBeLessThan(LINEAR);
  });
});

describe("a sentence and an explanation cost no more than linear time", () => {
  it.each<[string, string, (n: number) => string]>([
    ["a path", "registry.path", (n) => `HKLM\\${"a\\".repeat(n)}`],
    ["a command line", "process.command_line", (n) => `"${"a b ".repeat(n)}`],
    ["messages", "winlog.event_data.UserAccountControl", (n) => "%%2080 ".repeat(n)],
    ["privileges", "winlog.event_data.PrivilegeList", (n) => "SeDebugPrivilege ".repeat(n)],
    ["a SID", "user.id", (n) => `S-1-5${"-1".repeat(n)}`],
  ])("%s", (_, field, value) => {
    const event = (n: number) =>
      eventWith({
        "winlog.channel": "Security",
        "event.code": "4688",
        "process.name": "a",
        [field]: value(n),
      });
    expect(growth(500, (n) => void eventSentence(event(n)))).toBeLessThan(LINEAR);
    expect(growth(500, (n) => void explainValue(field, value(n), event(n)))).toBeLessThan(LINEAR);
  });
});
