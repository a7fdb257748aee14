/**
 * Matches with a deterministic automaton that is built while texts are read: each character costs one look-up, or one
 * derivative the first time. No character is read twice, so the time is linear in the text for any pattern. The memory
 * is bounded: when the automaton grows too large, it is dropped and built again.
 */
import { EqlError } from "../error.ts";
import { type Node, NodeBuilder } from "./nodes.ts";
import { type RegexOptions, parseRegex } from "./parse.ts";

/** How many transitions and terms are kept. Real rules need a few hundred. */
const MAX_TRANSITIONS = 200_000;
const MAX_TERMS = 50_000;

interface State {
  readonly node: Node;
  readonly next: (State | undefined)[];
}

/**
 * Compiles several patterns into one test, which is true if any of them matches the whole text. Throws EqlError for a
 * pattern that cannot be parsed. The test throws EqlError if the patterns need too many states.
 */
export function compileRegex(patterns: readonly string[], options: RegexOptions): (text: string) => boolean {
  const build = new NodeBuilder();
  const automaton = new Automaton(build, build.alt(patterns.map((p) => parseRegex(p, build, options))));
  return (text) => automaton.matches(text);
}

class Automaton {
  readonly #build: NodeBuilder;
  readonly #start: Node;
  /** The first code point of each class of characters that the pattern does not distinguish, ascending. */
  readonly #classes: readonly number[];
  readonly #asciiClasses: Uint16Array;
  readonly #states = new Map<Node, State>();
  #transitions = 0;

  constructor(build: NodeBuilder, start: Node) {
    this.#build = build;
    this.#start = start;
    this.#classes = classesOf(start);
    if (this.#classes.length > 0xffff)
      throw new EqlError("This regular expression distinguishes too many characters.");
    this.#asciiClasses = Uint16Array.from({ length: 128 }, (_, code) => this.#search(code));
  }

  matches(text: string): boolean {
    const { none, all } = this.#build;
    let state = this.#state(this.#start);
    for (let i = 0; i < text.length; i++) {
      let code = text.charCodeAt(i);
      let k: number;
      if (code < 128) {
        k = this.#asciiClasses[code]!;
      } else {
        if (code >= 0xd800 && code <= 0xdbff) {
          code = text.codePointAt(i)!;
          if (code > 0xffff) i++;
        }
        k = this.#search(code);
      }
      state = state.next[k] ?? this.#step(state, k);
      if (state.node === none) return false;
      if (state.node === all) return true;
    }
    return state.node.nullable;
  }

  /** Returns the class of a code point: the last one that starts at or before it. */
  #search(code: number): number {
    let low = 0;
    let high = this.#classes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#classes[middle]! <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #state(node: Node): State {
    let state = this.#states.get(node);
    if (state === undefined) {
      state = { node, next: [] };
      this.#states.set(node, state);
    }
    return state;
  }

  #step(from: State, k: number): State {
    if (this.#transitions >= MAX_TRANSITIONS || this.#build.size > MAX_TERMS) {
      this.#states.clear();
      this.#transitions = 0;
      this.#build.forget();
    }
    const before = this.#build.size;
    const node = this.#build.derivative(from.node, this.#classes[k]!);
    if (this.#build.size - before > MAX_TERMS) {
      throw new EqlError(
        "This regular expression needs too many states: use fewer ~, & and nested repetitions.",
      );
    }
    const to = this.#state(node);
    from.next[k] = to;
    this.#transitions++;
    return to;
  }
}

/** Returns the first code point of each class: every border between characters that the pattern distinguishes. */
function classesOf(root: Node): readonly number[] {
  const borders = new Set([0]);
  const seen = new Set<Node>();
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    switch (node.kind) {
      case "chars":
        for (let i = 0; i < node.ranges.length; i += 2) {
          borders.add(node.ranges[i]!);
          borders.add(node.ranges[i + 1]! + 1);
        }
        break;
      case "concat":
        pending.push(node.first, node.rest);
        break;
      case "alt":
        pending.push(...node.options);
        break;
      case "repeat":
      case "not":
        pending.push(node.node);
        break;
      case "both":
        pending.push(node.left, node.right);
        break;
    }
  }
  return [...borders].sort((a, b) => a - b);
}
