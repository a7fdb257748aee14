/** An object, or a list, in a spelling near to JSON. */
export interface LooseJson {
  readonly value: object;
  /** False if the text ends inside it. */
  readonly isWhole: boolean;
}

/** Levels that are read. */
const MAX_DEPTH = 64;
/** Places of a text at which an object may begin. */
const MAX_STARTS = 8;

const BEGINS = /\{\s*(?:[bru]{0,2}\\*["']|[A-Za-z_$@][\w$.@-]*\s*:)|\[\s*\{/g;
const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/|#[^\n]*)*/y;
const STRING = /[bru]{0,2}(?:"([^"\\]*(?:\\[^][^"\\]*)*)"|'([^'\\]*(?:\\[^][^'\\]*)*)')/iy;
const NAME = /[A-Za-z_$@][\w$.@-]*/y;
const SEPARATOR = /:|=>/y;
/** Numbers, `True`, `null`, or a call such as `ObjectId('…')`, whose text is kept. */
const WORD = /[-+\w.]+(?:\([^()]{0,1000}\))?/y;
const ESCAPE = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([^]))/g;
const CONTROLS = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["\n", ""],
]);
const WORDS = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["none", null],
  ["nil", null],
  ["undefined", null],
]);

/**
 * Reads the first object, or list of objects, in a text that is not JSON but was meant to be: printed by Python or
 * Ruby, JSON5, JSON that is cut off.
 *
 * @returns null if there is none
 */
export function looseJsonIn(text: string): LooseJson | null {
  let at = 0;
  for (let i = 0; i < MAX_STARTS; i++) {
    BEGINS.lastIndex = at;
    const found = BEGINS.exec(text);
    if (found === null) return null;
    at = found.index;
    // In a string literal the quotes have backslashes.
    if (found[0].includes("\\")) {
      text = unescaped(text.slice(at));
      at = 0;
      continue;
    }
    const read = new LooseReader(text, at).read();
    if (read !== null) return read;
    at++;
  }
  return null;
}

/** An object or list that is not closed yet. */
interface Open {
  readonly object: Record<string, unknown> | null;
  readonly list: unknown[];
  /** The name of the value that follows, in an object. */
  name: string;
  readonly close: string;
}

const CLOSING = new Map([
  ["{", "}"],
  ["[", "]"],
  ["(", ")"],
]);

/** There is no recursion: a hostile text may be deep. */
class LooseReader {
  readonly #text: string;
  #at: number;
  readonly #open: Open[] = [];

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  read(): LooseJson | null {
    let root: object | null = null;
    for (;;) {
      this.#match(SPACE);
      const open = this.#open.at(-1);
      const c = this.#text[this.#at];
      if (c === undefined) return root === null ? null : { value: root, isWhole: false };
      if (open !== undefined && c === open.close) {
        this.#at++;
        this.#open.pop();
        if (this.#open.length === 0) return { value: root!, isWhole: true };
        this.#match(SPACE);
        if (this.#text[this.#at] === ",") this.#at++;
        continue;
      }
      if (open?.object != null && !this.#name(open)) return this.#ended(root);
      this.#match(SPACE);
      const opened = this.#begin();
      if (opened !== null) {
        root ??= opened;
        if (this.#open.length > MAX_DEPTH) return null;
        continue;
      }
      const value = this.#scalar();
      if (value === undefined || open === undefined) return this.#ended(root);
      add(open, value);
      this.#match(SPACE);
      const next = this.#text[this.#at];
      if (next === ",") this.#at++;
      else if (next !== open.close) return this.#ended(root);
    }
  }

  /** What was read, if the text ends here; otherwise it is of another kind. */
  #ended(root: object | null): LooseJson | null {
    const rest = this.#text.slice(this.#at);
    const isCut =
      rest === "" || /^[bru]{0,2}(?:"[^"\\]*(?:\\[^][^"\\]*)*\\?|'[^'\\]*(?:\\[^][^'\\]*)*\\?)$/.test(rest);
    return root !== null && isCut ? { value: root, isWhole: false } : null;
  }

  #begin(): object | null {
    const close = CLOSING.get(this.#text[this.#at] ?? "");
    if (close === undefined) return null;
    this.#at++;
    const object = close === "}" ? (Object.create(null) as Record<string, unknown>) : null;
    const open: Open = { object, list: [], name: "", close };
    const value = object ?? open.list;
    const outer = this.#open.at(-1);
    if (outer !== undefined) add(outer, value);
    this.#open.push(open);
    return value;
  }

  /** Reads a name and the sign after it. */
  #name(open: Open): boolean {
    const text = this.#string() ?? this.#match(NAME);
    if (text === null) return false;
    this.#match(SPACE);
    if (this.#match(SEPARATOR) === null) return false;
    open.name = text;
    return true;
  }

  #scalar(): unknown {
    const string = this.#string();
    if (string !== null) return string;
    const word = this.#match(WORD);
    if (word === null) return undefined;
    const known = WORDS.get(word.toLowerCase());
    if (known !== undefined) return known;
    const number = Number(word);
    return Number.isSafeInteger(number) || (word.includes(".") && Number.isFinite(number)) ? number : word;
  }

  #string(): string | null {
    STRING.lastIndex = this.#at;
    const found = STRING.exec(this.#text);
    if (found === null) return null;
    this.#at = STRING.lastIndex;
    return unescaped(found[1] ?? found[2]!);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#at = pattern.lastIndex;
    return found[0];
  }
}

/** Of a repeated name the last value counts, as with JSON.parse. */
function add({ object, list, name }: Open, value: unknown): void {
  if (object === null) list.push(value);
  else object[name] = value;
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_, wide: string | undefined, narrow: string | undefined, letter: string) => {
    const code = wide ?? narrow;
    // As in Python, a backslash before another letter is one: paths may be written so.
    if (code === undefined) return CONTROLS.get(letter) ?? (/\w/.test(letter) ? `\\${letter}` : letter);
    return String.fromCharCode(Number.parseInt(code, 16));
  });
}
