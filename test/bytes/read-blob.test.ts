import { describe, expect, it } from "vitest";
import { type ByteSource, readBlob } from "../../src/bytes/read-blob.ts";

const bytes = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);

async function readAll(source: ByteSource, patience?: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of readBlob(source, patience)) parts.push(chunk.slice());
  return new Uint8Array(Buffer.concat(parts));
}

/** A file whose streams stop answering after `limit` bytes, `times.left` times. */
function stalling(
  content: Uint8Array,
  limit: number,
  times: { left: number },
  opened: number[] = [],
): ByteSource {
  const from = (start: number): ByteSource => ({
    size: content.length - start,
    slice: (at = 0) => from(start + at),
    stream: () => {
      opened.push(start);
      let at = start;
      const stops = times.left-- > 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (stops && at - start >= limit) return new Promise(() => undefined);
          if (at >= content.length) controller.close();
          else controller.enqueue(content.slice(at, (at += 100_000)));
          return undefined;
        },
      });
    },
  });
  return from(0);
}

describe("readBlob", () => {
  it("reads a blob from start to end", async () => {
    expect(Buffer.compare(await readAll(new Blob([bytes])), bytes)).toBe(0);
    expect(await readAll(new Blob([]))).toHaveLength(0);
  });

  it("reopens a stalled stream at the exact byte where it stopped", async () => {
    const opened: number[] = [];
    const source = stalling(bytes, 1_000_000, { left: 2 }, opened);
    expect(Buffer.compare(await readAll(source, 20), bytes)).toBe(0);
    expect(opened).toEqual([0, 1_000_000, 2_000_000]);
  });

  it("gives up on a file that never answers", async () => {
    const source = stalling(bytes, 0, { left: Infinity });
    await expect(readAll(source, 1)).rejects.toMatchObject({ name: "StalledError" });
  });

  it("passes on the browser's error", async () => {
    const gone: ByteSource = {
      size: 10,
      slice: () => gone,
      stream: () =>
        new ReadableStream({
          pull: (controller) => controller.error(new DOMException("gone", "NotReadableError")),
        }),
    };
    await expect(readAll(gone)).rejects.toMatchObject({ name: "NotReadableError" });
  });
});
