/**
 * Reads fields and values. KQL has no tokens: an unquoted value, blanks included, extends to the next special character
 * or the next ` and `, ` or `, `not `. Source: Kibana's kbn-es-query/src/kuery/grammar/grammar.peggy.
 */
import { type KqlError, errorAt } from "./error.ts";
import type { KqlValue } from "./syntax.ts";

const SPACE = /[ \t\r\n\u00a0]*/y;
/** `not` ends a value even inside a word: Kibana refuses `cannot open`, too. */
const KEYWORD = /[ \t\r\n\u00a0](?:or|and)[ \t\r\n\u00a0]|not[ \t\r\n\u00a0]/iy;
const ESCAPED_KEYWORD = /\\(or|and|not)/iy;
const UNICODE = /\\u([0-9a-fA-F]{4})/y;
const SPECIAL = new Set('\\():<>"*{}');
const BLANKS = new Map([
  ["t", "\t"],
  ["r", "\r"],
  ["n", "\n"],
]);

export class Scanner {
  protected readonly text: string;
  protected pos = 0;

  constructor(text: string) {
    this.text = text;
  }

  protected peek(): string {
    return this.text[this.pos] ?? "";
  }

  protected skipSpace(): void {
    this.take(SPACE);
  }

  /** Consumes what a sticky pattern matches here; if it does not match, returns null and consumes nothing. */
  protected take(pattern: RegExp): RegExpExecArray | null {
    const found = this.at(pattern);
    if (found !== null) this.pos += found[0].length;
    return found;
  }

  protected at(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.pos;
    return pattern.exec(this.text);
  }

  /** Reads a field or a value; null if none begins here. */
  protected literal(): KqlValue | null {
    return this.peek() === '"' ? this.#quoted() : this.#unquoted();
  }

  #quoted(): KqlValue {
    const start = this.pos++;
    let text = "";
    for (;;) {
      const char = this.peek();
      if (char === "") throw this.error('A closing " is missing.', start);
      this.pos++;
      if (char === '"') return { kind: "literal", text, quoted: true };
      // Before any other character a backslash is literal: "C:\Windows" is that path, but "C:\temp" contains a tab.
      text += char === "\\" ? (this.#escape('\\"', this.pos - 1) ?? char) : char;
    }
  }

  #unquoted(): KqlValue | null {
    const start = this.pos;
    const parts = [""];
    const add = (text: string): void => {
      parts[parts.length - 1] += text;
    };
    for (let char = this.peek(); char !== ""; char = this.peek()) {
      if (char === "\\") {
        this.pos++;
        const escaped = this.#escape('\\():<>"*{}', this.pos - 1) ?? this.#escapedKeyword();
        if (escaped === null) {
          throw this.error(
            "A backslash in a value without quotes must be doubled: \\\\.",
            this.pos - 1,
            this.pos + 1,
          );
        }
        add(escaped);
      } else if (char === "*") {
        this.pos++;
        parts.push("");
      } else if (SPECIAL.has(char) || this.at(KEYWORD) !== null) {
        break;
      } else {
        this.pos++;
        add(char);
      }
    }
    if (this.pos === start) return null;
    parts[0] = parts[0]!.trimStart();
    parts[parts.length - 1] = parts[parts.length - 1]!.trimEnd();
    if (parts.length > 1) return { kind: "wildcard", parts };
    return { kind: "literal", text: parts[0]!, quoted: false };
  }

  /** Returns the meaning of the escape that began at `start`; if it is not one, returns null and consumes nothing. */
  #escape(escapable: string, start: number): string | null {
    const char = this.peek();
    const found = BLANKS.get(char) ?? (char !== "" && escapable.includes(char) ? char : null);
    if (found !== null) {
      this.pos++;
      return found;
    }
    this.pos = start;
    const unicode = this.take(UNICODE);
    if (unicode !== null) return String.fromCharCode(Number.parseInt(unicode[1]!, 16));
    this.pos = start + 1;
    return null;
  }

  #escapedKeyword(): string | null {
    this.pos--;
    const found = this.take(ESCAPED_KEYWORD);
    if (found === null) this.pos++;
    return found?.[1] ?? null;
  }

  protected error(message: string, start: number, end = this.text.length): KqlError {
    return errorAt(this.text, start, end, message);
  }
}
