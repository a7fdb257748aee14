import { describe, expect, it } from "vitest";
import { EventSearch, type SearchTools } from "../../src/app/events/event-search.svelte.ts";
import { CancelledError } from "../../src/app/workers/workers.ts";
import type { Evidence } from "../../src/case/index.ts";
import type { WordReceiver, WordSearchResult } from "../../src/scan/index.ts";

const file = (id: string, size = 10): Evidence => ({ id, path: `${id}.evtx`, size }) as unknown as Evidence;
const WHOLE: WordSearchResult = { readable: true, lost: 0, locked: 0 };
const QUERY = [{ words: ["mimikatz"] }];

/** Files whose searches end when the test says so. */
function begin(files: readonly Evidence[], away: readonly string[] = []) {
  const marked: string[] = [];
  const ends = new Map<string, { end: (result: WordSearchResult) => void; receiver: WordReceiver }>();
  const tools: SearchTools = {
    atOnce: 2,
    files: () => files,
    search: (id, _, receiver) => {
      if (away.includes(id)) return undefined;
      let stop = (): void => undefined;
      const ended = new Promise<WordSearchResult>((resolve, reject) => {
        ends.set(id, { end: resolve, receiver });
        stop = () => reject(new CancelledError());
      });
      return { ended, stop: () => stop() };
    },
  };
  const index = {
    mark: (_: unknown, id: string, { offsets }: { offsets: readonly number[] }) => {
      marked.push(`${id}: ${offsets.join()}`);
      return Promise.resolve(offsets.length);
    },
    forgetMarks: () => Promise.resolve(),
  };
  const search = new EventSearch(index, tools);
  return { search, ends, marked, running: search.start(QUERY) };
}

const turn = () => new Promise((next) => setTimeout(next, 0));

describe("a search through the files", () => {
  it("marks what it finds, and says which files it had not", async () => {
    const { search, ends, marked, running } = begin([file("a"), file("gone"), file("b")], ["gone"]);
    await turn();
    expect([search.phase, search.isAbout(QUERY), search.isAbout([{ words: ["other"] }])]).toEqual([
      "searching",
      true,
      false,
    ]);
    await ends.get("a")!.receiver.found({ offsets: [1, 2], members: [], searches: [0, 0] }, 5);
    expect([search.bytes, search.found]).toEqual([15, 2]);
    ends.get("a")!.end(WHOLE);
    ends.get("b")!.end({ readable: true, lost: 3, locked: 1 });
    await running;
    expect(marked).toEqual(["a: 1,2"]);
    expect([search.phase, search.bytes, search.totalBytes, search.lost]).toEqual(["ended", 30, 30, 3]);
    expect(search.unsearched.map(({ path, why }) => `${path} ${why}`)).toEqual([
      "gone.evtx away",
      "b.evtx partly",
    ]);
  });

  it("can be stopped, and keeps what it has found", async () => {
    const { search, ends, running } = begin(["a", "b", "c"].map((id) => file(id)));
    await turn();
    ends.get("b")!.end(WHOLE);
    await turn();
    await ends.get("a")!.receiver.found({ offsets: [7], members: [], searches: [0] }, 5);
    search.stop();
    await running;
    expect([search.phase, search.found]).toEqual(["ended", 1]);
    expect(search.unsearched.map(({ path, why }) => `${path} ${why}`)).toEqual([
      "a.evtx stopped",
      "c.evtx stopped",
    ]);
    // What a stopped search still reports is of no interest.
    await ends.get("a")!.receiver.found({ offsets: [8], members: [], searches: [0] }, 9);
    expect(search.found).toBe(1);
  });
});
