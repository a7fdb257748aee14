/** The cost of logs that were made to be costly. */
import { growth, LINEAR, work } from "../../support/work.ts";
import { expect, it } from "vitest";
import { ChunkWriter } from "./chunk-writer.ts";
import { element, type Element, slot } from "./nodes.ts";
import { readEvtx } from "./read-evtx.ts";
import { value } from "./values.ts";
import { event, evtxFile } from "./writer.ts";

const CHUNK = 65536;
const numbered = (n: number) =>
  event(n, { root: element("EventData", {}, slot(0)), values: [value.uint32(n)] });

it("a log that is mostly blank costs no more per byte if it comes in one piece", () => {
  const file = evtxFile([new ChunkWriter().add(1, numbered(1)).finish()]);
  const blank = (chunks: number) => {
    const longer = new Uint8Array(file.length + chunks * CHUNK);
    longer.set(file);
    return longer;
  };
  const read = (chunks: number) => readEvtx(blank(chunks), { piece: Infinity });
  expect(growth(16, read)).toBeLessThan(LINEAR);
});

it.each<[string, (n: number) => Element]>([
  [
    "on the fast path",
    (n) => element("EventData", {}, ...Array.from({ length: n }, () => element("Data", {}, slot(0)))),
  ],
  ["on the general path", (n) => element("UserData", {}, ...Array.from({ length: n }, () => slot(0)))],
])("a value is not repeated until memory is full, %s", (_, root) => {
  for (const payload of [value.raw(0x81, "0000".repeat(10_000)), value.string("x".repeat(12_000))]) {
    const read = (n: number) => {
      const writer = new ChunkWriter()
        .add(1, numbered(1))
        .add(2, event(2, { root: root(n), values: [payload] }));
      return readEvtx(evtxFile([writer.finish()]));
    };
    read(1);
    expect(work(() => read(1500))).toBeLessThan(1.5 * work(() => read(800)));
  }
});
