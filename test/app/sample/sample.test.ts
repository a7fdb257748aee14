import { describe, expect, it } from "vitest";
import { sampleEvidence } from "../../../src/app/sample/index.ts";

const texts = () => Promise.all(sampleEvidence().map(({ file }) => file.text()));

describe("the sample", () => {
  it("is the same files each time, named as synthetic and dated like an export of their events", async () => {
    const files = sampleEvidence();
    expect(await Promise.all(files.map(({ file }) => file.text()))).toEqual(await texts());
    for (const { file, path } of files) {
      expect(path).toContain("synthetic");
      const times = Array.from((await file.text()).matchAll(/2024-05-14[T ][\d:.]{12}/g), ([time]) =>
        Date.parse(`${time.replace(" ", "T")}Z`),
      );
      expect(times.length).toBeGreaterThan(30);
      const hoursLater = (file.lastModified - Math.max(...times)) / 3_600_000;
      expect(hoursLater).toBeGreaterThan(0);
      expect(hoursLater).toBeLessThan(24);
    }
  });

  it("has its records in the order of their times, but for the last line of the damaged file", async () => {
    const [defend, , , winlogbeat] = await texts();
    const times = (text: string) =>
      text
        .split("\n")
        .filter((line) => line.endsWith("}"))
        .map((line) => (JSON.parse(line) as { "@timestamp": string })["@timestamp"]);
    expect(times(defend!)).toEqual(times(defend!).toSorted());
    expect(times(winlogbeat!)).toEqual(times(winlogbeat!).toSorted());
    expect(defend).toMatch(/\n$/);
    expect(winlogbeat).not.toMatch(/\n$/);
  });
});
