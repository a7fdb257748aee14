import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readGuide, stepKeys, stepText } from "../../src/triage/index.ts";

const note = (investigation: readonly string[], response: readonly string[] = ["Isolate it."]): string =>
  [
    "## Triage and analysis",
    "### Possible investigation steps",
    investigation.map((point) => `- ${point}`).join("\n"),
    "### Response and remediation",
    response.map((point) => `- ${point}`).join("\n"),
  ].join("\n\n");

/** The key of each step, by its text. */
function keys(text: string): Map<string, string> {
  return new Map([...stepKeys(readGuide(text))].map(([step, key]) => [stepText(step), key]));
}

describe("the key of a step", () => {
  it("stays when steps are added, moved or removed around it", () => {
    const before = keys(note(["Read {{registry.path}}.", "Ask.", "Look."]));
    const after = keys(note(["Look.", "New.", "Read {{registry.path}}."]));
    for (const text of ["Look.", "Read {{registry.path}}.", "Isolate it."])
      expect(after.get(text)).toBe(before.get(text));
    expect(before.get("Look.")).toMatch(/^[0-9a-f]{16}$/);
  });

  it("differs for another text and another section", () => {
    const of = keys(note(["Isolate it", "Isolate them."], ["Isolate it."]));
    expect(new Set(of.values()).size).toBe(3);
    const [first, second] = [...stepKeys(readGuide(note(["Same."], ["Same."]))).values()];
    expect(first).not.toBe(second);
  });

  it("is different for each step of a guide, even if several say the same", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("One.", "Two.", "`x`"), { minLength: 1 }), (points) => {
        const guide = readGuide(note(points));
        const all = [...stepKeys(guide).values()];
        expect(new Set(all).size).toBe(points.length + 1);
      }),
    );
  });
});
