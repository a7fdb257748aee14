import type { ByteSource } from "../bytes/index.ts";
import type { FlatEvent } from "../ecs/index.ts";
import type { ReadSettings } from "./read-settings.ts";
import { scanFile } from "./scan-file.ts";
import { type Decision, ScanRules } from "./scan-rules.ts";

/** Events that a search found: where they are, and which of the searches found them. */
export interface WordHits {
  readonly offsets: readonly number[];
  /** The member of an archive that each is in; undefined for the file itself. */
  readonly members: readonly (string | undefined)[];
  /** The number of the search that found each. */
  readonly searches: readonly number[];
}

/** Takes what a search finds. Each call is awaited. */
export interface WordReceiver {
  /** @param bytes of the file that have been read so far */
  found(hits: WordHits, bytes: number): Promise<void> | void;
}

/** How a search of one file ended. */
export interface WordSearchResult {
  /** False where nothing in the file could be read. */
  readonly readable: boolean;
  /** Records and parts of the file that could not be read. */
  readonly lost: number;
  /** Members of an archive that no known password opens. */
  readonly locked: number;
}

/**
 * Searches every field of every event of a file for words, whatever their case. An event is found if each word of a search
 * occurs in some field.
 *
 * @param searches the words of each search
 */
export async function searchWords(
  blob: ByteSource,
  searches: readonly (readonly string[])[],
  receiver: WordReceiver,
  { readSettings = {}, passwords = [] }: { readSettings?: ReadSettings; passwords?: readonly string[] } = {},
): Promise<WordSearchResult> {
  const scan = {
    batch: (findings: readonly { readonly ruleId: string; readonly place: Place }[], _: unknown, now: Now) =>
      receiver.found(
        {
          offsets: findings.map(({ place }) => place.offset),
          members: findings.map(({ place }) => place.member),
          searches: findings.map(({ ruleId }) => Number(ruleId)),
        },
        now.bytes,
      ),
  };
  // A word can be anywhere, also in what is not written as it is shown: every record is decoded.
  const options = { readSettings, passwords, prefilter: false, projection: false };
  const { readable, lost, locked } = await scanFile(blob, new WordRules(searches), scan, options);
  return { readable, lost, locked: locked.length };
}

interface Place {
  readonly offset: number;
  readonly member?: string;
}
interface Now {
  readonly bytes: number;
}

/** Decides which searches find an event, each by its number, in the place of rules. */
class WordRules extends ScanRules {
  readonly #searches: readonly (readonly string[])[];

  constructor(searches: readonly (readonly string[])[]) {
    super([], 0);
    this.#searches = searches.map((words) => words.map((word) => word.toLowerCase()));
  }

  override decide(event: FlatEvent): Decision {
    const texts = textsOf(event);
    const ruleIds = this.#searches.flatMap((words, number) =>
      words.every((word) => texts.some((text) => text.includes(word))) ? [String(number)] : [],
    );
    return { ruleIds, matchedTerms: [] };
  }
}

function textsOf(event: FlatEvent): string[] {
  const texts: string[] = [];
  for (const field in event) {
    const value = event[field];
    if (Array.isArray(value)) for (const each of value) texts.push(String(each).toLowerCase());
    else texts.push(String(value).toLowerCase());
  }
  return texts;
}
