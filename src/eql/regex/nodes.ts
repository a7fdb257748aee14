/**
 * Regular expressions as terms with derivatives (Brzozowski 1964): the derivative by a character is the term that must
 * match the rest of the text. Complement and intersection, which Lucene's syntax has, need no extra work. Equal terms
 * are the same object, so terms can serve as the states of an automaton.
 */

/** The first and last code point of each range, alternating; the ranges are ascending and disjoint. */
export type Ranges = readonly number[];

export type Node = { readonly id: number; readonly nullable: boolean } & (
  | { readonly kind: "none" }
  | { readonly kind: "empty" }
  | { readonly kind: "chars"; readonly ranges: Ranges }
  | { readonly kind: "concat"; readonly first: Node; readonly rest: Node }
  | { readonly kind: "alt"; readonly options: readonly Node[] }
  | { readonly kind: "repeat"; readonly node: Node; readonly min: number; readonly max: number }
  | { readonly kind: "not"; readonly node: Node }
  | { readonly kind: "both"; readonly left: Node; readonly right: Node }
);

type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

export const MAX_CODE_POINT = 0x10ffff;

/** Builds terms. Equal terms are built only once, until `forget` is called. */
export class NodeBuilder {
  readonly #known = new Map<string, Node>();
  #nextId = 0;
  /** Matches nothing. */
  readonly none: Node = this.#intern("none", { kind: "none", nullable: false });
  /** Matches the empty text. */
  readonly empty: Node = this.#intern("empty", { kind: "empty", nullable: true });
  /** Matches every text. */
  readonly all: Node = this.repeat(this.chars([0, MAX_CODE_POINT]), 0, Infinity);

  /** How many terms are kept. */
  get size(): number {
    return this.#known.size;
  }

  /** Forgets every term except the three that all patterns share. Terms in use stay valid. */
  forget(): void {
    this.#known.clear();
    for (const [key, node] of [
      ["none", this.none],
      ["empty", this.empty],
    ] as const)
      this.#known.set(key, node);
    if (this.all.kind === "repeat") {
      const any = this.all.node;
      if (any.kind === "chars") this.#known.set(`c${any.ranges.join(",")}`, any);
      this.#known.set(repeatKey(any, 0, Infinity), this.all);
    }
  }

  #intern(key: string, node: WithoutId<Node>): Node {
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    const made = { ...node, id: this.#nextId++ } as Node;
    this.#known.set(key, made);
    return made;
  }

  chars(ranges: Ranges): Node {
    return ranges.length === 0
      ? this.none
      : this.#intern(`c${ranges.join(",")}`, { kind: "chars", ranges, nullable: false });
  }

  concat(first: Node, rest: Node): Node {
    if (first === this.none || rest === this.none) return this.none;
    if (first === this.empty) return rest;
    if (rest === this.empty) return first;
    // Always nested to the right, and built in a loop: a chain may have thousands of terms.
    const spine: Node[] = [];
    let last = first;
    for (; last.kind === "concat"; last = last.rest) spine.push(last.first);
    let node = this.#pair(last, rest);
    for (let i = spine.length - 1; i >= 0; i--) node = this.#pair(spine[i]!, node);
    return node;
  }

  #pair(first: Node, rest: Node): Node {
    const nullable = first.nullable && rest.nullable;
    return this.#intern(`.${first.id},${rest.id}`, { kind: "concat", first, rest, nullable });
  }

  alt(options: readonly Node[]): Node {
    const flat = new Set<Node>();
    let chars: Ranges = [];
    for (const option of options) {
      for (const o of option.kind === "alt" ? option.options : [option]) {
        if (o === this.all) return this.all;
        if (o.kind === "chars") chars = union(chars, o.ranges);
        else if (o !== this.none) flat.add(o);
      }
    }
    if (chars.length > 0) flat.add(this.chars(chars));
    if (flat.size === 0) return this.none;
    const sorted = [...flat].sort((a, b) => a.id - b.id);
    if (sorted.length === 1) return sorted[0]!;
    const nullable = sorted.some((o) => o.nullable);
    return this.#intern(`|${sorted.map((o) => o.id).join(",")}`, { kind: "alt", options: sorted, nullable });
  }

  repeat(node: Node, min: number, max: number): Node {
    if (max === 0 || node === this.empty) return this.empty;
    if (node === this.none) return min === 0 ? this.empty : this.none;
    const least = node.nullable ? 0 : min;
    if (least === 1 && max === 1) return node;
    if (node.kind === "repeat" && node.min === 0 && node.max === Infinity) return node;
    return this.#intern(repeatKey(node, least, max), {
      kind: "repeat",
      node,
      min: least,
      max,
      nullable: least === 0,
    });
  }

  not(node: Node): Node {
    if (node.kind === "not") return node.node;
    if (node === this.none) return this.all;
    if (node === this.all) return this.none;
    return this.#intern(`~${node.id}`, { kind: "not", node, nullable: !node.nullable });
  }

  both(a: Node, b: Node): Node {
    if (a === this.none || b === this.none) return this.none;
    if (a === this.all || a === b) return b;
    if (b === this.all) return a;
    const [left, right] = a.id < b.id ? [a, b] : [b, a];
    return this.#intern(`&${left.id},${right.id}`, {
      kind: "both",
      left,
      right,
      nullable: left.nullable && right.nullable,
    });
  }

  /** Returns the term that must match the text after the code point, so that `node` matches both together. */
  derivative(node: Node, code: number): Node {
    switch (node.kind) {
      case "none":
      case "empty":
        return this.none;
      case "chars":
        return contains(node.ranges, code) ? this.empty : this.none;
      case "concat": {
        // Follows the chain to the right in a loop: `a?b?c?...` may have thousands of terms.
        const options: Node[] = [];
        let current: Node = node;
        while (current.kind === "concat") {
          options.push(this.#append(this.derivative(current.first, code), current.rest));
          if (!current.first.nullable) return this.alt(options);
          current = current.rest;
        }
        options.push(this.derivative(current, code));
        return this.alt(options);
      }
      case "alt":
        return this.alt(node.options.map((o) => this.derivative(o, code)));
      case "repeat": {
        const rest = this.repeat(node.node, Math.max(0, node.min - 1), node.max - 1);
        return this.#append(this.derivative(node.node, code), rest);
      }
      case "not":
        return this.not(this.derivative(node.node, code));
      case "both":
        return this.both(this.derivative(node.left, code), this.derivative(node.right, code));
    }
  }

  /** Concatenates into a flat choice: writing `(a|b)c` as `ac|bc` keeps the number of different terms linear. */
  #append(first: Node, rest: Node): Node {
    return first.kind === "alt"
      ? this.alt(first.options.map((o) => this.concat(o, rest)))
      : this.concat(first, rest);
  }
}

function repeatKey(node: Node, min: number, max: number): string {
  return `*${node.id},${min},${max}`;
}

export function contains(ranges: Ranges, code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (code < ranges[i]!) return false;
    if (code <= ranges[i + 1]!) return true;
  }
  return false;
}

export function union(a: Ranges, b: Ranges): Ranges {
  if (a.length === 0) return b;
  const pairs: [number, number][] = [];
  for (const ranges of [a, b])
    for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!]);
  pairs.sort((x, y) => x[0] - y[0]);
  const merged: number[] = [];
  for (const [from, to] of pairs) {
    const end = merged.length - 1;
    if (end > 0 && from <= merged[end]! + 1) merged[end] = Math.max(merged[end]!, to);
    else merged.push(from, to);
  }
  return merged;
}

export function complement(ranges: Ranges): Ranges {
  const out: number[] = [];
  let from = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i]! > from) out.push(from, ranges[i]! - 1);
    from = ranges[i + 1]! + 1;
  }
  if (from <= MAX_CODE_POINT) out.push(from, MAX_CODE_POINT);
  return out;
}
