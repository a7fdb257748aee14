import { type Condition, condition } from "./condition.ts";

/**
 * Whether a name in front of a colon is that of a field. A list that answers no reads it as text, as `C:\Windows` is.
 *
 * @param hasSpace whether a space, or nothing, comes after the colon
 */
export type IsField = (name: string, hasSpace: boolean) => boolean;

/**
 * Reads what an analyst types into a query bar, or what `writeConditions` wrote. Conditions follow one another:
 *
 * - `word` and `"several words"` are looked for anywhere. Stars at the ends of a word change nothing.
 * - `field: value`, `field:value` and `field: "two words"` ask for a field's value. As in KQL, `*` is a wildcard, and quotation
 *   marks make a value literal; `?` stands for one character. `field: like "two w*"` is a pattern with spaces.
 * - A name that is in quotation marks, `"C": value`, is a field whatever it consists of.
 * - `-` in front of either, or the word `not`, leaves out what matches.
 * - `#` and a space in front switches it off.
 *
 * Between quotation marks two of them stand for one. A backslash stands for itself, since half of all values are Windows
 * paths. Where the closing mark is missing, the text ends at the end. Nothing is an error: whoever types is not done yet,
 * so a field without a value is no condition.
 */
export function readConditions(text: string, isField: IsField): Condition[] {
  const reader = new Reader(text, isField);
  const conditions: Condition[] = [];
  while (reader.skipSpace()) {
    const read = reader.next();
    if (read !== null) conditions.push(read);
  }
  return conditions;
}

const SPACE = /\s/;

class Reader {
  readonly #text: string;
  readonly #isField: IsField;
  #at = 0;

  constructor(text: string, isField: IsField) {
    this.#text = text;
    this.#isField = isField;
  }

  /** @returns whether there is more */
  skipSpace(): boolean {
    while (this.#at < this.#text.length && this.#isSpace(this.#at)) this.#at++;
    return this.#at < this.#text.length;
  }

  #isSpace(at: number): boolean {
    return SPACE.test(this.#text.charAt(at));
  }

  next(): Condition | null {
    const isOff = this.#takeWord("#");
    const isNot = this.#takeDash() || this.#takeWord("not");
    const isQuoted = this.#text[this.#at] === '"';
    const first = isQuoted ? this.#quoted() : this.#plainName();
    if (isQuoted ? this.#text[this.#at] !== ":" : first === null) {
      const value = isQuoted ? first! : withoutStars(this.#word());
      return value === "" && !isQuoted ? null : condition("", value, { isNot, isOff });
    }
    this.#at++;
    if (!this.skipSpace()) return null;
    const start = this.#at;
    const isLike = this.#takeWord("like");
    if (isLike && this.#text[this.#at] !== '"') this.#at = start;
    if (this.#text[this.#at] === '"')
      return condition(first!, this.#quoted(), { isNot, isOff, isPattern: isLike });
    const value = this.#word();
    return condition(first!, value, { isNot, isOff, isPattern: /[*?]/.test(value) });
  }

  /** Takes a word that has another one after it, whatever its case. */
  #takeWord(word: string): boolean {
    const end = this.#at + word.length;
    if (this.#text.slice(this.#at, end).toLowerCase() !== word || !this.#isSpace(end)) return false;
    const start = this.#at;
    this.#at = end;
    if (this.skipSpace()) return true;
    this.#at = start;
    return false;
  }

  /** One dash in front of a word. Two of them begin an option of a command line. */
  #takeDash(): boolean {
    const after = this.#text[this.#at + 1];
    if (this.#text[this.#at] !== "-" || after === undefined || after === "-" || this.#isSpace(this.#at + 1))
      return false;
    this.#at++;
    return true;
  }

  /** The name of a field in front of a colon, which comes next then; null if there is none. */
  #plainName(): string | null {
    let end = this.#at;
    while (end < this.#text.length && this.#text[end] !== ":" && !this.#isSpace(end)) end++;
    // An address has two slashes after its scheme, and `file:` is one.
    if (this.#text[end] !== ":" || this.#text.startsWith("//", end + 1)) return null;
    const name = this.#text.slice(this.#at, end);
    const hasSpace = end + 1 === this.#text.length || this.#isSpace(end + 1);
    if (!this.#isField(name, hasSpace)) return null;
    this.#at = end;
    return name;
  }

  #word(): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !this.#isSpace(this.#at)) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #quoted(): string {
    let text = "";
    let from = this.#at + 1;
    for (;;) {
      const end = this.#text.indexOf('"', from);
      if (end < 0) {
        this.#at = this.#text.length;
        return text + this.#text.slice(from);
      }
      text += this.#text.slice(from, end);
      this.#at = end + 1;
      if (this.#text[this.#at] !== '"') return text;
      text += '"';
      from = end + 2;
    }
  }
}

/** A text may be anywhere, so any characters around it say nothing. */
function withoutStars(word: string): string {
  let [start, end] = [0, word.length];
  while (word[start] === "*") start++;
  while (end > start && word[end - 1] === "*") end--;
  return word.slice(start, end);
}
