/** The words of a text and their positions, as an index stores them. */
import { scriptWords, standardWords } from "./words.ts";

export type Analyzer = "text" | "script";

export class Analysis {
  readonly words: readonly string[];
  readonly #positions = new Map<string, number[]>();

  constructor(words: readonly string[]) {
    this.words = words;
    for (const [position, word] of words.entries()) {
      const positions = this.#positions.get(word);
      if (positions === undefined) this.#positions.set(word, [position]);
      else positions.push(position);
    }
  }

  hasAny(words: readonly string[]): boolean {
    return words.some((word) => this.#positions.has(word));
  }

  /** Whether the words occur one directly after the other. False for an empty list. */
  hasPhrase(words: readonly string[]): boolean {
    const [first] = words;
    if (first === undefined) return false;
    const starts = this.#positions.get(first) ?? [];
    return starts.some((start) => words.every((word, i) => this.words[start + i] === word));
  }

  /** Whether any word passes the test; each distinct word is tested once. */
  someWord(test: (word: string) => boolean): boolean {
    for (const word of this.#positions.keys()) if (test(word)) return true;
    return false;
  }
}

/**
 * The last text of each analyzer. A rule searches the same text for many phrases one after the other, and all rules
 * search the same event. Only one text is kept, however large it is.
 */
const last: Record<Analyzer, { text: string; analysis: Analysis }> = {
  text: { text: "", analysis: new Analysis([]) },
  script: { text: "", analysis: new Analysis([]) },
};

export function wordsOf(analyzer: Analyzer, text: string): string[] {
  return analyzer === "text" ? standardWords(text) : scriptWords(text);
}

export function analyse(analyzer: Analyzer, text: string): Analysis {
  const kept = last[analyzer];
  if (kept.text !== text) {
    kept.analysis = new Analysis(wordsOf(analyzer, text));
    kept.text = text;
  }
  return kept.analysis;
}
