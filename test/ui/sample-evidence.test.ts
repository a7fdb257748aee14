import { describe, expect, it } from "vitest";
import { sampleEvidence } from "../../src/ui/evidence/sample-evidence.ts";

describe("the sample", () => {
  it("is dated like an export of its events, and is always the same file", async () => {
    const { file } = sampleEvidence();
    const text = await file.text();
    const times = text
      .trimEnd()
      .split("\n")
      .map((line) => Date.parse((JSON.parse(line) as { "@timestamp": string })["@timestamp"]));
    expect(Math.min(...times)).toBeGreaterThan(Date.UTC(2020, 0));
    const hoursLater = (file.lastModified - Math.max(...times)) / 3_600_000;
    expect(hoursLater).toBeGreaterThan(0);
    expect(hoursLater).toBeLessThan(24);
    const again = sampleEvidence().file;
    expect(again.lastModified).toBe(file.lastModified);
    expect(await again.text()).toBe(text);
  });
});
