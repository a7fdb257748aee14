import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileKql } from "../../../src/kql/index.ts";
import { statisticsOf } from "../../../src/sources/windows/script-block.ts";
import { below, mapped, windowsRecord } from "../support.ts";

const PREFIX = "powershell.file.script_block_";
const block = (ScriptBlockText: string): Record<string, unknown> => {
  const record = windowsRecord(
    {
      provider: "Microsoft-Windows-PowerShell",
      channel: "Microsoft-Windows-PowerShell/Operational",
      eventId: "4104",
      userSid: "S-1-5-21-7",
    },
    { ScriptBlockText },
  );
  return below(mapped(record).event, PREFIX);
};

describe("the statistics of a script block", () => {
  it.each([
    ["aaaa", 4, 1, 0, 0, 0],
    ["abab", 4, 2, 1, 0.5, 0],
    ["abcd", 4, 4, 2, 1, 0],
    ["a", 1, 1, 0, 0, 0],
    // A half of 1 bit, two quarters of 2 bits: 1.5 on average.
    ["aabc", 4, 3, 1.5, 0.75, 0.5],
  ])("of %s", (text, length, uniqueSymbols, entropy, normalizedEntropy, surprisalDeviation) => {
    expect(statisticsOf(text)).toEqual({
      length,
      uniqueSymbols,
      entropy,
      normalizedEntropy,
      surprisalDeviation,
    });
  });

  it("stay within their bounds and do not depend on the order", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300 }), (text) => {
        const { entropy, normalizedEntropy, uniqueSymbols, surprisalDeviation } = statisticsOf(text);
        expect(entropy).toBeGreaterThanOrEqual(0);
        expect(entropy).toBeLessThanOrEqual(Math.log2(uniqueSymbols) + 1e-9);
        expect(normalizedEntropy).toBeLessThanOrEqual(1);
        expect(surprisalDeviation).toBeGreaterThanOrEqual(0);
        const sorted = text.split("").sort().join("");
        expect(statisticsOf(sorted).entropy).toBeCloseTo(entropy, 9);
      }),
    );
  });

  it("are of the text without blanks at its ends and without its signature", () => {
    const signed =
      "\r\n abab \r\n# SIG # Begin signature block\r\n# MIIFlAYJKoZIhvc\r\n# SIG # End signature block";
    const fields = block(signed);
    expect(fields[`${PREFIX}text`]).toBe(signed.trim().replaceAll("\r\n", "\n"));
    // The blank and the line feed before the signature count.
    expect(fields[`${PREFIX}length`]).toBe("abab \n".length);
  });

  it("are left out for a part that is within a signature, and for no text", () => {
    const line = `# ${"MIIFlAYJ".repeat(8)}`;
    expect(block(`lAYJ\n${line}\n${line}`)).toEqual({ [`${PREFIX}text`]: `lAYJ\n${line}\n${line}` });
    expect(block(" \r\n ")).toEqual({});
  });

  it("are of composed characters", () => {
    expect(block("e\u0301e\u0301")).toMatchObject({ [`${PREFIX}length`]: 2, [`${PREFIX}unique_symbols`]: 1 });
  });

  it("are what rules about obfuscated scripts ask for", () => {
    const rule = compileKql(
      `event.category:process and host.os.type:windows and ${PREFIX}length > 1000 and
       ${PREFIX}entropy_bits >= 5.5 and ${PREFIX}surprisal_stdev > 0.7`,
    );
    const runs = (text: string): boolean => {
      const record = windowsRecord(
        {
          provider: "Microsoft-Windows-PowerShell",
          channel: "Microsoft-Windows-PowerShell/Operational",
          eventId: "4104",
        },
        { ScriptBlockText: text },
      );
      return rule.matches(mapped(record).event);
    };
    const often = Array.from({ length: 64 }, (_, i) => String.fromCharCode(48 + i).repeat(20)).join("");
    const once = Array.from({ length: 200 }, (_, i) => String.fromCharCode(0x4e00 + i)).join("");
    expect(runs(often + once)).toBe(true);
    // 64 characters that are equally frequent: enough entropy, but no deviation.
    expect(runs(often)).toBe(false);
    expect(runs("Get-ChildItem C:\\ | Sort-Object Name\n".repeat(60))).toBe(false);
  });
});
