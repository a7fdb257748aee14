import { describe, expect, it } from "vitest";
import { NO_PACE, type Pace, paceAfter } from "../../src/app/queue/pace.ts";
import { phaseName, phaseWords, progressWords } from "../../src/ui/evidence/progress-words.ts";

const MIB = 1024 * 1024;

/** The pace after a number of steps, each of a tenth of a second and the same number of bytes. */
function steady(steps: number, bytes: number): Pace {
  let pace = NO_PACE;
  for (let n = 0; n < steps; n++) pace = paceAfter(pace, bytes, 100);
  return pace;
}

describe("the words for the progress", () => {
  it("are only the bytes until there is an estimate", () => {
    expect(progressWords(0, 0, NO_PACE)).toBe("");
    expect(progressWords(0, 100 * MIB, NO_PACE)).toBe("0 bytes of 100 MiB");
    expect(progressWords(5 * MIB, 100 * MIB, steady(5, MIB))).toBe("5.00 MiB of 100 MiB");
    expect(progressWords(20 * MIB, 100 * MIB, steady(20, MIB))).toBe(
      "20.0 MiB of 100 MiB, 10.0 MiB/s, 8 s left",
    );
  });

  it("round the time left up, and coarsely if it is long", () => {
    const words = (left: number) => progressWords(100 * MIB, (100 + left) * MIB, steady(100, MIB));
    expect(words(0.1)).toMatch(/, 1 s left$/);
    expect(words(33)).toMatch(/, 4 s left$/);
    expect(words(1234)).toMatch(/, 2 min 10 s left$/);
  });

  it("name the current phase", () => {
    const at = { waiting: 0, verifying: false, ruleFiles: 0, correlating: null };
    expect(phaseWords("sorting", at)).toBe("Identifying files…");
    expect(phaseWords("sorting", { ...at, ruleFiles: 2 })).toBe("Reading 2 rule files…");
    expect(phaseWords("preparing", at)).toBe("Preparing rules…");
    expect(phaseWords("scanning", { ...at, waiting: 1 })).toBe("Scanning, 1 file waiting");
    expect(phaseWords("proving", at)).toBe("Scan finished. Computing SHA-256…");
    expect(phaseWords("proving", { ...at, verifying: true })).toBe(
      "Scan finished. Verifying records and computing SHA-256…",
    );
    expect(phaseWords("correlating", { ...at, correlating: { done: 2, total: 20 } })).toBe(
      "Correlating sequences: rule 3 of 20…",
    );
  });

  it("have a name without numbers, which does not change within a phase", () => {
    const phases = ["sorting", "preparing", "scanning", "proving", "correlating"] as const;
    const names = phases.map((phase) => phaseName(phase));
    expect(new Set(names).size).toBe(phases.length);
    for (const [i, phase] of phases.entries()) {
      expect(names[i]!.replace("SHA-256", "")).not.toMatch(/\d/);
      const at = { waiting: 3, verifying: false, ruleFiles: 0, correlating: { done: 4, total: 9 } };
      expect(phaseWords(phase, at).startsWith(names[i]!)).toBe(true);
    }
  });
});
