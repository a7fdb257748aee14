import { describe, expect, it } from "vitest";
import { valueTest } from "../../../src/app/filter/index.ts";

describe("the value of a condition", () => {
  it.each<[string, boolean, string[], string[]]>([
    ["Power", false, ["power"], ["powershell", ""]],
    ["power*", true, ["power", "powershell.exe"], ["xpower"]],
    ["power*", false, ["power*"], ["power", "powershell"]],
    ["*.EXE", true, ["a.exe", ".exe"], ["a.exe.txt"]],
    ["*dump*", true, ["dump", "lsass.dump.exe"], ["dum"]],
    ["a*c", true, ["ac", "abc"], ["abcd"]],
    ["ws-?", true, ["ws-1"], ["ws-", "ws-12"]],
    ["*", true, ["a", "*"], [""]],
    ["*", false, ["*"], ["a", ""]],
    ["", false, [""], ["a"]],
    ["a.*b", true, ["a.b", "a.xb"], ["axb"]],
    ["(a+)+$", false, ["(a+)+$"], ["aa"]],
  ])("%j, a pattern: %j", (value, isPattern, yes, no) => {
    const test = valueTest({ value, isPattern });
    expect(yes.map(test)).toEqual(yes.map(() => true));
    expect(no.map(test)).toEqual(no.map(() => false));
  });
});
