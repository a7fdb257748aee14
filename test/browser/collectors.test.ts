import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BATCHES, FILES } from "../scan/collectors.ts";
import { clickRow, examine, expectQuiet, newCase } from "./fixtures/page.ts";
import { oneBrowser, openLoupe, type Evidence, type Loupe } from "./support/index.ts";

/* What log collectors write, in the built page: each file has its alerts, its record, and nothing lost. */

const files: readonly Evidence[] = FILES.map(([, text], i) => ({ name: `tool-${i}.txt`, text }));
const batches: readonly Evidence[] = BATCHES.map(([, document], i) => ({
  name: `batch-${i}.json`,
  text: JSON.stringify(document),
}));

describe.each(oneBrowser)("exports of other tools in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(() => loupe?.close());

  it("are read, each event with its alert", async () => {
    await newCase(loupe);
    await examine(loupe, [...files, ...batches]);
    const found = (await loupe.evidenceRows()).map((row) => [row["name"], row["records"], row["alerts"]]);
    expect(found).toEqual([
      ...files.map((file) => [file.name, "1", "1"]),
      ...batches.map((file, i) => [file.name, String(BATCHES[i]![2]), String(BATCHES[i]![2])]),
    ]);
    expectQuiet(loupe);
  });

  it("have their record and field mapping shown", async () => {
    await newCase(loupe);
    const loki = batches[0]!;
    await examine(loupe, [loki]);
    await clickRow(loupe, 1);
    expect(await loupe.text("raw-record")).toContain("batch-0.json");
    const mapping = await loupe.element("field-mapping");
    await mapping.evaluate((fold) => ((fold as HTMLDetailsElement).open = true));
    await loupe.page.waitForSelector("[data-testid=mapping-step]");
    expectQuiet(loupe);
  });
});
