/**
 * Parses Lucene's regular expressions (org.apache.lucene.util.automaton.RegExp with all optional operators), and the
 * subset of java.util.regex that is supported for the result of a function, where Elasticsearch uses Java's syntax.
 *
 * Reserved: . ? + * { } | ( ) [ ] " \ and, in Lucene's syntax, ~ < > & @ #. There are no anchors: the whole value
 * must match. An operator with nothing before it is an ordinary character, as in Lucene.
 */
import { EqlError } from "../error.ts";
import { DIGITS, numbersBetween } from "./interval.ts";
import { MAX_CODE_POINT, type Node, type NodeBuilder, type Ranges, complement, union } from "./nodes.ts";

export interface RegexOptions {
  readonly ignoreCase: boolean;
  /** "lucene" for a field, "java" for the result of a function. */
  readonly dialect: "lucene" | "java";
}

const MAX_NESTING = 100;
/** The largest size of a pattern with every repetition written out. Lucene's own limit is of the same order. */
const MAX_SIZE = 10_000;

const WORD: Ranges = [48, 57, 65, 90, 95, 95, 97, 122];
const SPACE: Ranges = [9, 10, 13, 13, 32, 32];
const CLASSES: ReadonlyMap<string, Ranges> = new Map([
  ["d", DIGITS],
  ["D", complement(DIGITS)],
  ["w", WORD],
  ["W", complement(WORD)],
  ["s", SPACE],
  ["S", complement(SPACE)],
]);
/** What `.` matches in Java: everything but line terminators. In Lucene it matches every character. */
const JAVA_DOT = complement([10, 10, 13, 13, 0x85, 0x85, 0x2028, 0x2029]);
const ANY: Ranges = [0, MAX_CODE_POINT];

interface Sized {
  readonly node: Node;
  readonly size: number;
}

/**
 * Parses one pattern. Throws EqlError, without a position in the query, for what Lucene refuses and for patterns beyond
 * the limits.
 */
export function parseRegex(pattern: string, builder: NodeBuilder, options: RegexOptions): Node {
  return new RegexParser(pattern, builder, options).parse();
}

class RegexParser {
  readonly #chars: readonly string[];
  readonly #build: NodeBuilder;
  readonly #options: RegexOptions;
  readonly #lucene: boolean;
  #i = 0;
  #depth = 0;

  constructor(pattern: string, build: NodeBuilder, options: RegexOptions) {
    this.#chars = [...pattern];
    this.#build = build;
    this.#options = options;
    this.#lucene = options.dialect === "lucene";
  }

  parse(): Node {
    if (!this.#lucene) this.#dropJavaAnchors();
    if (this.#chars.length === 0) return this.#build.empty;
    const { node } = this.#union();
    if (this.#more()) this.#fail(`there is an extra ${this.#chars[this.#i]!} in it`);
    return node;
  }

  #fail(what: string): never {
    throw new EqlError(`This regular expression cannot be read: ${what} (character ${this.#i + 1}).`);
  }

  #more(): boolean {
    return this.#i < this.#chars.length;
  }

  #peek(set: string): boolean {
    return this.#more() && set.includes(this.#chars[this.#i]!);
  }

  #match(c: string): boolean {
    if (this.#chars[this.#i] !== c) return false;
    this.#i++;
    return true;
  }

  #next(): string {
    const c = this.#chars[this.#i];
    if (c === undefined) this.#fail("it ends too early");
    this.#i++;
    return c;
  }

  #sized(node: Node, size: number): Sized {
    if (size > MAX_SIZE) {
      throw new EqlError(
        `This regular expression is too large: written out it has more than ${MAX_SIZE} parts.`,
      );
    }
    return { node, size };
  }

  /** Java's matches() is anchored, so ^ at the start and $ at the end change nothing; elsewhere they are refused. */
  #dropJavaAnchors(): void {
    const chars = this.#chars as string[];
    if (chars[0] === "^") chars.shift();
    if (chars.at(-1) === "$" && chars.at(-2) !== "\\") chars.pop();
  }

  #union(): Sized {
    if (++this.#depth > MAX_NESTING) this.#fail(`it nests more than ${MAX_NESTING} groups`);
    const options: Sized[] = [];
    do options.push(this.#intersection());
    while (this.#match("|"));
    this.#depth--;
    if (options.length === 1) return options[0]!;
    return this.#sized(
      this.#build.alt(options.map((o) => o.node)),
      options.reduce((sum, o) => sum + o.size, 0),
    );
  }

  #intersection(): Sized {
    let left = this.#concatenation();
    while (this.#lucene && this.#match("&")) {
      const right = this.#concatenation();
      left = this.#sized(this.#build.both(left.node, right.node), left.size + right.size);
    }
    return left;
  }

  #concatenation(): Sized {
    // In Java a group or an alternative may be empty; Lucene reads the next character, whatever it is.
    const parts: Sized[] = [];
    if (this.#lucene) parts.push(this.#repetition());
    while (this.#more() && !this.#peek(")|") && !(this.#lucene && this.#peek("&")))
      parts.push(this.#repetition());
    let { empty: node } = this.#build;
    for (let p = parts.length - 1; p >= 0; p--) node = this.#build.concat(parts[p]!.node, node);
    return this.#sized(
      node,
      parts.reduce((sum, p) => sum + p.size, 0),
    );
  }

  #repetition(): Sized {
    let inner = this.#complemented();
    while (this.#peek("?*+{")) {
      const operator = this.#next();
      let min = operator === "+" ? 1 : 0;
      let max = operator === "?" ? 1 : Infinity;
      if (operator === "{") [min, max] = this.#bounds();
      if (!this.#lucene) this.#quantifierMode();
      if (max < min) this.#fail(`{${min},${max}} is in the wrong order`);
      inner = this.#sized(
        this.#build.repeat(inner.node, min, max),
        inner.size * Math.max(1, max === Infinity ? min : max),
      );
    }
    return inner;
  }

  /** A lazy quantifier matches the same texts as a greedy one; a possessive one does not. */
  #quantifierMode(): void {
    if (this.#peek("+")) this.#fail("possessive quantifiers are not supported");
    this.#match("?");
  }

  #bounds(): [number, number] {
    const min = this.#integer();
    let max = min;
    if (this.#match(",")) max = this.#peek("0123456789") ? this.#integer() : Infinity;
    if (!this.#match("}")) this.#fail("a } is missing");
    return [min, max];
  }

  #integer(): number {
    let digits = "";
    while (this.#peek("0123456789")) digits += this.#next();
    if (digits === "") this.#fail("a whole number is missing after {");
    const value = Number(digits);
    return value > MAX_SIZE ? this.#fail(`it repeats something more than ${MAX_SIZE} times`) : value;
  }

  #complemented(): Sized {
    let negative = false;
    while (this.#lucene && this.#match("~")) negative = !negative;
    const inner = this.#classOrSimple();
    return negative ? this.#sized(this.#build.not(inner.node), inner.size + 1) : inner;
  }

  #classOrSimple(): Sized {
    if (!this.#match("[")) return this.#simple();
    const negative = this.#match("^");
    let ranges: Ranges = this.#classItem();
    while (this.#more() && !this.#peek("]")) ranges = union(ranges, this.#classItem());
    if (!this.#match("]")) this.#fail("a ] is missing");
    return this.#sized(this.#build.chars(negative ? complement(ranges) : ranges), 1);
  }

  #classItem(): Ranges {
    const predefined = this.#predefinedClass();
    if (predefined !== null) return predefined;
    const from = this.#charCode();
    if (this.#chars[this.#i] === "-" && !(this.#chars[this.#i + 1] === "]" && !this.#lucene)) {
      this.#i++;
      const to = this.#charCode();
      if (to < from) this.#fail("a range of characters is in the wrong order");
      // Lucene keeps the case of a range even in regex~ (Lucene issue 14378); Java folds it.
      return this.#options.ignoreCase && !this.#lucene ? foldRange(from, to) : [from, to];
    }
    return this.#single(from);
  }

  #predefinedClass(): Ranges | null {
    if (this.#chars[this.#i] !== "\\") return null;
    const ranges = CLASSES.get(this.#chars[this.#i + 1] ?? "");
    if (ranges === undefined) return null;
    this.#i += 2;
    return ranges;
  }

  #simple(): Sized {
    const build = this.#build;
    if (this.#match(".")) return this.#sized(build.chars(this.#lucene ? ANY : JAVA_DOT), 1);
    if (this.#lucene && this.#match("#")) return this.#sized(build.none, 1);
    if (this.#lucene && this.#match("@")) return this.#sized(build.all, 1);
    if (this.#lucene && this.#match('"')) return this.#quoted();
    if (this.#match("(")) return this.#group();
    if (this.#lucene && this.#match("<")) return this.#interval();
    if (!this.#lucene) this.#refuseJavaOnly();
    const predefined = this.#predefinedClass();
    if (predefined !== null) return this.#sized(build.chars(predefined), 1);
    return this.#sized(build.chars(this.#single(this.#charCode())), 1);
  }

  #group(): Sized {
    if (!this.#lucene && this.#match("?")) {
      if (!this.#match(":")) this.#fail("(?: is the only (? group that is supported");
    }
    if (this.#match(")")) return this.#sized(this.#build.empty, 1);
    const inner = this.#union();
    if (!this.#match(")")) this.#fail("a ) is missing");
    return inner;
  }

  #quoted(): Sized {
    const codes: Node[] = [];
    while (this.#more() && !this.#peek('"'))
      codes.push(this.#build.chars(this.#single(this.#next().codePointAt(0)!)));
    if (!this.#match('"')) this.#fail('a closing " is missing: write \\" for a literal quote');
    return this.#sized(this.#sequence(codes), codes.length + 1);
  }

  #sequence(nodes: readonly Node[]): Node {
    return nodes.reduceRight((rest, node) => this.#build.concat(node, rest), this.#build.empty);
  }

  #refuseJavaOnly(): void {
    if (this.#peek("^$")) this.#fail("^ and $ are only allowed at its ends, where they change nothing");
    if (this.#peek("\\") && /[bBAGzZkQEpPxuc1-9hHvVR]/.test(this.#chars[this.#i + 1] ?? "")) {
      this.#fail(`\\${this.#chars[this.#i + 1]!} is not supported`);
    }
  }

  #charCode(): number {
    this.#match("\\");
    return this.#next().codePointAt(0)!;
  }

  #single(code: number): Ranges {
    const other = this.#options.ignoreCase ? otherCase(code) : code;
    return code === other ? [code, code] : union([code, code], [other, other]);
  }

  /** Parses `<7-12>`: the numbers from 7 to 12. */
  #interval(): Sized {
    let text = "";
    while (this.#more() && !this.#peek(">")) text += this.#next();
    if (!this.#match(">")) this.#fail("a > is missing: write \\< for a literal bracket");
    const bounds = /^(\d{1,20})-(\d{1,20})$/.exec(text);
    if (bounds === null) this.#fail("between < and > there must be a range of numbers such as <1-99>");
    return this.#sized(numbersBetween(this.#build, bounds[1]!, bounds[2]!), text.length ** 2);
  }
}

function otherCase(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code >= 97 && code <= 122 ? code - 32 : code;
}

function foldRange(from: number, to: number): Ranges {
  let ranges: Ranges = [from, to];
  for (let code = Math.max(from, 65); code <= Math.min(to, 122); code++) {
    ranges = union(ranges, [otherCase(code), otherCase(code)]);
  }
  return ranges;
}
