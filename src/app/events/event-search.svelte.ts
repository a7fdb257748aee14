import type { Evidence } from "../../case/index.ts";
import type { TextSearch, WordReceiver, WordSearchResult } from "../../scan/index.ts";
import type { CaseEventIndex } from "../case/event-index.ts";
import { CancelledError } from "../workers/workers.ts";

/** What a search through the files needs of the page. */
export interface SearchTools {
  /** How many files may be read at once. */
  readonly atOnce: number;
  files(): readonly Evidence[];
  /** @returns undefined if the file is not at hand */
  search(
    evidenceId: string,
    searches: readonly (readonly string[])[],
    receiver: WordReceiver,
  ): { readonly ended: Promise<WordSearchResult>; readonly stop: () => void } | undefined;
}

/** Why a file was not searched, or not all of it. */
export type Unsearched = "away" | "unreadable" | "broke" | "stopped" | "partly";

export interface UnsearchedFile {
  readonly path: string;
  readonly why: Unsearched;
}

/** Hits are handed to the index at most this often for each file, in milliseconds: it goes over all events of the file. */
const HAND_OVER_MS = 1000;

/**
 * Searches the files themselves for words, in every field of every event: the index has only the beginning of some. What
 * is found is marked in the index, whose answers have it from then on. One search at a time; the next forgets the last.
 */
export class EventSearch {
  readonly #index: Pick<CaseEventIndex, "mark" | "forgetMarks">;
  readonly #tools: SearchTools;
  #key = $state("");
  phase = $state<"idle" | "searching" | "ended">("idle");
  /** Events of the index that the search has found. */
  found = $state(0);
  /** Bytes that have been read, and of all files that are searched. */
  bytes = $state(0);
  totalBytes = $state(0);
  filesDone = $state(0);
  unsearched = $state.raw<readonly UnsearchedFile[]>([]);
  /** Records that could not be read, so that nobody knows what is in them. */
  lost = $state(0);
  /** Changes when answers of the index may be other ones than before. */
  version = $state(0);
  /** The state of the index that the search began with. */
  #generations = $state("");
  readonly #running = new Set<() => void>();
  /** The files that were searched to their end. */
  readonly #ended = new Set<string>();
  /** Counts the searches: what an earlier one still reports is of no interest. */
  #run = 0;

  constructor(index: Pick<CaseEventIndex, "mark" | "forgetMarks">, tools: SearchTools) {
    this.#index = index;
    this.#tools = tools;
  }

  /** Whether the files are being, or were, searched for this, and are as they were then. */
  isAbout(searches: readonly TextSearch[]): boolean {
    return (
      this.phase !== "idle" && this.#key === keyOf(searches) && this.#generations === this.#currentGenerations
    );
  }

  get #currentGenerations(): string {
    return this.#tools
      .files()
      .map(({ id, indexed }) => `${id} ${indexed?.generation ?? 0}`)
      .join();
  }

  /** Searches all files that are at hand. */
  async start(searches: readonly TextSearch[]): Promise<void> {
    this.stop();
    const run = ++this.#run;
    const words = searches.map((search) => search.words);
    const files = this.#tools.files();
    this.#key = keyOf(searches);
    this.#generations = this.#currentGenerations;
    this.phase = "searching";
    this.found = this.bytes = this.filesDone = this.lost = 0;
    this.totalBytes = files.reduce((sum, { size }) => sum + size, 0);
    this.unsearched = [];
    this.#ended.clear();
    await this.#index.forgetMarks();
    const waiting = [...files];
    const next = async (): Promise<void> => {
      for (let file = waiting.shift(); file !== undefined && run === this.#run; file = waiting.shift())
        await this.#searchFile(file, words, run);
    };
    await Promise.all(Array.from({ length: this.#tools.atOnce }, next));
    if (run !== this.#run) return;
    this.phase = "ended";
    this.version++;
  }

  /** What was found so far stays. */
  stop(): void {
    if (this.phase !== "searching") return;
    this.#run++;
    for (const stop of this.#running) stop();
    this.#running.clear();
    const known = new Set(this.unsearched.map(({ path }) => path));
    const left = this.#tools.files().filter(({ id, path }) => !this.#ended.has(id) && !known.has(path));
    this.unsearched = [
      ...this.unsearched,
      ...left.map(({ path }): UnsearchedFile => ({ path, why: "stopped" })),
    ];
    this.phase = "ended";
    this.version++;
  }

  async #searchFile(file: Evidence, words: readonly (readonly string[])[], run: number): Promise<void> {
    const fail = (why: Unsearched): void => {
      if (run === this.#run) this.unsearched = [...this.unsearched, { path: file.path, why }];
    };
    let read = 0;
    const hits = new Hits(this.#index, file.id, words, (n) => {
      if (run !== this.#run || n === 0) return;
      this.found += n;
      this.version++;
    });
    const begun = this.#tools.search(file.id, words, {
      found: async (found, bytes) => {
        if (run !== this.#run) return;
        this.bytes += bytes - read;
        read = bytes;
        await hits.add(found);
      },
    });
    if (begun === undefined) {
      fail("away");
      this.#endFile(file, read, run);
      return;
    }
    this.#running.add(begun.stop);
    try {
      const { readable, lost, locked } = await begun.ended;
      if (run === this.#run) this.lost += lost;
      if (!readable) fail("unreadable");
      else if (locked > 0) fail("partly");
    } catch (error) {
      if (!(error instanceof CancelledError)) fail("broke");
    } finally {
      this.#running.delete(begun.stop);
      await hits.flush();
      this.#endFile(file, read, run);
    }
  }

  #endFile({ id, size }: Evidence, read: number, run: number): void {
    if (run !== this.#run) return;
    this.#ended.add(id);
    this.filesDone++;
    // An archive is read from anywhere, and what is away not at all.
    this.bytes += size - read;
  }
}

/** Gathers the hits of one file for the index. */
class Hits {
  readonly #index: Pick<CaseEventIndex, "mark">;
  readonly #evidenceId: string;
  readonly #words: readonly (readonly string[])[];
  readonly #marked: (count: number) => void;
  #waiting: { offsets: number[]; members: (string | undefined)[] }[] = [];
  #handedOverAt = 0;

  constructor(
    index: Pick<CaseEventIndex, "mark">,
    evidenceId: string,
    words: readonly (readonly string[])[],
    marked: (count: number) => void,
  ) {
    this.#index = index;
    this.#evidenceId = evidenceId;
    this.#words = words;
    this.#marked = marked;
    this.#empty();
  }

  #empty(): void {
    this.#waiting = this.#words.map(() => ({ offsets: [], members: [] }));
  }

  async add({ offsets, members, searches }: Parameters<WordReceiver["found"]>[0]): Promise<void> {
    searches.forEach((search, i) => {
      this.#waiting[search]!.offsets.push(offsets[i]!);
      this.#waiting[search]!.members.push(members[i]);
    });
    if (Date.now() - this.#handedOverAt >= HAND_OVER_MS) await this.flush();
  }

  async flush(): Promise<void> {
    this.#handedOverAt = Date.now();
    const waiting = this.#waiting;
    this.#empty();
    for (const [search, places] of waiting.entries())
      if (places.offsets.length > 0)
        this.#marked(await this.#index.mark(this.#words[search]!, this.#evidenceId, places));
  }
}

function keyOf(searches: readonly TextSearch[]): string {
  return JSON.stringify(searches.map(({ words }) => words.map((word) => word.toLowerCase())));
}
