import { afterEach, describe, expect, it, vi } from "vitest";
import { openLargeFile } from "../../src/ui/common/large-file.ts";

/* Where a large file goes while it is made: to disk, if the browser can do that and the analyst chooses a place. */

const piece = new Uint8Array([1, 2, 3]);

function pickerWith(pick: () => Promise<unknown>) {
  const picker = vi.fn(pick);
  vi.stubGlobal("showSaveFilePicker", picker);
  return picker;
}

afterEach(() => void vi.unstubAllGlobals());

describe("a large file", () => {
  it("is written to disk piece by piece, and leaves nothing if it is dropped", async () => {
    const calls: unknown[] = [];
    const writable = {
      write: (bytes: Uint8Array) => Promise.resolve(void calls.push([...bytes])),
      close: () => Promise.resolve(void calls.push("close")),
      abort: () => Promise.resolve(void calls.push("abort")),
    };
    const picker = pickerWith(() => Promise.resolve({ createWritable: () => Promise.resolve(writable) }));
    const whole = (await openLargeFile("a.zip", "application/zip", true))!;
    await whole.write(piece);
    await whole.done();
    const stopped = (await openLargeFile("a.zip", "application/zip", true))!;
    await stopped.drop();
    expect(calls).toEqual([[1, 2, 3], "close", "abort"]);
    expect(picker).toHaveBeenCalledWith({ suggestedName: "a.zip" });
  });

  it("is none if the analyst chooses no place", async () => {
    pickerWith(() => Promise.reject(new DOMException("", "AbortError")));
    expect(await openLargeFile("a.zip", "application/zip", true)).toBeNull();
  });

  it("is a download if it is small, or the browser forbids or has no such files", async () => {
    const picker = pickerWith(() => Promise.reject(new DOMException("", "SecurityError")));
    const saved: Blob[] = [];
    vi.stubGlobal("URL", {
      createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
      revokeObjectURL: () => undefined,
    });
    const link = { click: vi.fn(), remove: () => undefined };
    vi.stubGlobal("document", { createElement: () => link, body: { append: () => undefined } });
    for (const isLarge of [false, true]) {
      const file = (await openLargeFile("a.zip", "application/zip", isLarge))!;
      await file.write(piece);
      await file.write(piece);
      await file.done();
    }
    expect(picker).toHaveBeenCalledTimes(1);
    expect(link.click).toHaveBeenCalledTimes(2);
    expect(
      await Promise.all(saved.map(async (blob) => [...new Uint8Array(await blob.arrayBuffer())])),
    ).toEqual([
      [1, 2, 3, 1, 2, 3],
      [1, 2, 3, 1, 2, 3],
    ]);
    vi.stubGlobal("showSaveFilePicker", undefined);
    expect(await openLargeFile("a.zip", "application/zip", true)).not.toBeNull();
  });
});
