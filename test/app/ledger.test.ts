import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { Ledger } from "../../src/app/case/ledger.svelte.ts";
import type { Evidence } from "../../src/case/index.ts";

const file = (path: string): Evidence => newEvidence("c", 0, new File(["x"], path), path);

describe("the entries of files", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function make() {
    const written: (readonly (readonly [path: string, state: string])[])[] = [];
    const ledger = new Ledger(
      (files) => void written.push(files.map(({ path, state }) => [path, state] as const)),
    );
    return { ledger, written };
  }

  it("are written together, added ones at once and changes a moment later", async () => {
    const { ledger, written } = make();
    const [a, b] = [file("a"), file("b")];
    ledger.add(a);
    ledger.add(b);
    await Promise.resolve();
    expect(written).toEqual([
      [
        ["a", "waiting"],
        ["b", "waiting"],
      ],
    ]);
    ledger.save(a.id, { state: "scanning" });
    ledger.save(a.id, { state: "done" });
    ledger.save(b.id, { state: "scanning" });
    expect(written).toHaveLength(1);
    // An added file does not wait for the others.
    ledger.add(file("c"));
    await Promise.resolve();
    expect(written[1]).toEqual([
      ["a", "done"],
      ["b", "scanning"],
      ["c", "waiting"],
    ]);
    ledger.save(b.id, { state: "done" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(written.slice(2)).toEqual([[["b", "done"]]]);
  });

  it("are not written for progress, nor once their file is removed", async () => {
    const { ledger, written } = make();
    const a = file("a");
    ledger.add(a);
    await Promise.resolve();
    ledger.update(a.id, { bytes: 1 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(written).toHaveLength(1);
    ledger.save(a.id, { state: "done" });
    ledger.remove(a.id);
    await vi.advanceTimersByTimeAsync(1000);
    expect(written).toHaveLength(1);
  });

  it("are all written when someone asks for it", async () => {
    const { ledger, written } = make();
    const a = file("a");
    ledger.add(a);
    ledger.save(a.id, { state: "done" });
    ledger.flush();
    expect(written).toEqual([[["a", "done"]]]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(written).toHaveLength(1);
  });
});
