/** The cost of documents that were made to be costly. */
import { growthAsync, LINEAR, work } from "../../support/work.ts";
import { expect, it } from "vitest";
import { readBytes } from "../../support/read.ts";
import { ndjson, scan } from "../../support/scan.ts";
import { registryDocument } from "../../support/seed.ts";

it("a list is flattened in linear time, however many objects it contains", async () => {
  const list = (n: number) => Array.from({ length: n }, () => ({ b: 1 }));
  const content = (n: number) => ndjson([{ ...registryDocument(), list: list(n) }]);
  expect(await growthAsync(2000, (n) => scan(content(n)))).toBeLessThan(LINEAR);
});

it("a damaged line is retried only a few times, however many positions there are to retry from", () => {
  const damaged = (places: number) =>
    `{"s":[0${`,{"a":[1`.repeat(places)}"${"x".repeat(100_000)}"!\n`.repeat(4);
  const read = (places: number) => () => readBytes(damaged(places));
  work(read(10)); // builds the tables that are made on first use
  expect(work(read(450))).toBeLessThan(2 * work(read(0)));
});
