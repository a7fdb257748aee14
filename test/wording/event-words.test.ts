import { describe, expect, it } from "vitest";
import { eventWords, relativeTime, shortPath } from "../../src/wording/index.ts";

const EVENT = {
  process: "",
  user: "",
  channel: "",
  code: "",
  category: "",
  action: "",
  object: "",
  value: "",
};

describe("an event in words", () => {
  it.each([
    [
      {
        process: "reg.exe",
        user: "alice",
        channel: "Microsoft-Windows-Sysmon/Operational",
        code: "13",
        object: "HKLM\\X",
        action: "modification",
        value: "2",
      },
      { who: "reg.exe", did: "set", what: "HKLM\\X", value: "2" },
    ],
    [
      { user: "alice", channel: "Security", code: "4624" },
      { who: "alice", did: "logged on", what: "" },
    ],
    [
      { process: "a.exe", channel: "Application", code: "1000", category: "process" },
      { who: "a.exe", did: "event 1000 of Application", what: "" },
    ],
    [
      { action: "process_started", code: "1", object: "cmd.exe /c dir" },
      { who: "", did: "process_started", what: "cmd.exe /c dir" },
    ],
    [{ category: "registry" }, { who: "", did: "registry", what: "" }],
    [
      { channel: "__proto__", code: "constructor" },
      { who: "", did: "event constructor of __proto__", what: "" },
    ],
  ])("%#", (event, words) => {
    expect(eventWords({ ...EVENT, ...event })).toEqual({ value: "", ...words });
  });
});

describe("a long path", () => {
  it.each([
    [
      "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType",
      "…\\LocalDumps\\DumpType",
    ],
    ["C:\\Users\\Public\\Documents\\Downloads\\and more\\7z.exe", "…\\and more\\7z.exe"],
    ["/var/log/some/long/folder/that/goes/on/and/on/file.txt", "…/on/file.txt"],
    ["C:\\short\\path.exe", "C:\\short\\path.exe"],
    [
      '"C:\\Windows\\System32\\cmd.exe" /c copy C:\\a\\b C:\\c\\d',
      '"C:\\Windows\\System32\\cmd.exe" /c copy C:\\a\\b C:\\c\\d',
    ],
    ["a".repeat(60), "a".repeat(60)],
  ])("%s", (path, short) => {
    expect(shortPath(path)).toBe(short);
  });
});

describe("the time from one event to another", () => {
  it.each([
    [0, "0"],
    [4, "+0.004 s"],
    [-999, "−0.999 s"],
    [12_345, "+00:12"],
    [-152_000, "−02:32"],
    [3_723_000, "+1:02:03"],
    [-86_400_000, "−1 d 0 h"],
  ])("%d ms", (millis, words) => {
    expect(relativeTime(millis)).toBe(words);
  });
});
