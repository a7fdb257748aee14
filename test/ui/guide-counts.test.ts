import { describe, expect, it } from "vitest";
import { withStep } from "../../src/case/index.ts";
import { type Answer, type AnswerKind, readGuide, stepKeys } from "../../src/triage/index.ts";
import { countSteps, stepName } from "../../src/ui/detail/guide-counts.ts";
import { guideProgressWords } from "../../src/wording/index.ts";

const guide = readGuide("### Possible investigation steps\n\n- One.\n- Two.\n- Three.\n- Four.");
const keys = stepKeys(guide);
const [one, two, three, four] = [...keys.values()] as [string, string, string, string];
const answer = (kind: AnswerKind): Answer[] => [{ kind, statements: [], lookedAt: null, missing: [] }];

describe("the progress with a guide", () => {
  it("counts a step as answered when the analyst says so, whatever the evidence answers", () => {
    const answers = new Map([
      [one, answer("found")],
      [two, answer("nothing")],
      [three, answer("cannot")],
    ]);
    const all = guide.sections[0]!.steps;
    const words = (progress?: ReturnType<typeof withStep>) =>
      guideProgressWords(countSteps(all, keys, progress, answers));
    expect(words()).toBe("0 of 4 answered; the evidence has answers to 2");
    let progress = withStep(undefined, "a", one, { state: "done" }, 1);
    progress = withStep(progress, "a", three, { state: "not-possible" }, 2);
    progress = withStep(progress, "a", four, { note: "only a note" }, 3);
    expect(words(progress)).toBe("2 of 4 answered, 1 by the evidence; the evidence has answers to 1 more");
    progress = withStep(progress, "a", two, { state: "done" }, 4);
    expect(words(progress)).toBe("3 of 4 answered, 2 by the evidence");
  });
});

describe("the name of a step", () => {
  it.each([
    ["**Confirm the value.** Read it.", "Confirm the value"],
    ["Confirm the value", "Confirm the value"],
    ["Look at {{host.name}} first: then ask.", "Look at C:\\a.exe first"],
    ["x".repeat(200), `${"x".repeat(80)}…`],
    ['!{osquery{"label":"Services","query":"SELECT 1"}}', "Services"],
  ])("of %j is %j", (text, name) => {
    const [step] = readGuide(`### Possible investigation steps\n\n- ${text}`).sections[0]!.steps;
    expect(stepName(step!, { "host.name": "C:\\a.exe" })).toBe(name);
  });
});
