/**
 * The wanted dotted names, as an automaton over the bytes of keys. `{"process":{"name":…}}`, `{"process.name":…}` and
 * every mixture lead to the same state, because entering an object counts as a dot.
 *
 * State 0 is the dead state: no wanted name begins like this. State 1 is the root.
 */
export const ROOT = 1;

/** More states than fit into 16 bits means thousands of names. No rule pack has that many, but a hostile one may. */
const MAX_STATES = 65_535;

export class FieldTrie {
  /** False if there were too many names: then nothing can be said about any record. */
  readonly complete: boolean;
  /** The class of a byte in `next`; 0 for every byte that occurs in no name. */
  readonly classOf: Uint8Array;
  /** The row of a state in `next` begins at `state << shift`. */
  readonly shift: number;
  readonly next: Uint16Array;
  /** The state after the dot; 0 if no name continues. */
  readonly inner: Uint16Array;
  /** The number of the name that ends here; -1 if none does. */
  readonly field: Int32Array;
  /** The prefixes passed on the way to the state: bit n for `prefixes[n]`. */
  readonly passed: Int32Array;

  /**
   * @param names without duplicates; `field` gives their positions in this list
   * @param prefixes at most 31, each including its final dot
   */
  constructor(names: readonly string[], prefixes: readonly string[]) {
    const encoder = new TextEncoder();
    const keys = [...names, ...prefixes].map((name) => encoder.encode(plainPart(name)));
    this.classOf = new Uint8Array(256);
    let classes = 1;
    for (const key of keys) for (const byte of key) this.classOf[byte] ||= classes++;
    this.shift = Math.ceil(Math.log2(classes));

    const bytes = keys.reduce((sum, key) => sum + key.length, 0);
    this.complete = bytes + 2 <= MAX_STATES;
    const states = this.complete ? bytes + 2 : 2;
    this.next = new Uint16Array(states << this.shift);
    this.inner = new Uint16Array(states);
    this.field = new Int32Array(states).fill(-1);
    this.passed = new Int32Array(states);
    if (!this.complete) return;

    let used = ROOT + 1;
    const stateOf = (key: Uint8Array): number => {
      let state = ROOT;
      for (const byte of key) {
        const at = (state << this.shift) + this.classOf[byte]!;
        state = this.next[at] ||= used++;
      }
      return state;
    };
    for (const [bit, prefix] of keys.slice(names.length).entries()) this.passed[stateOf(prefix)] = 1 << bit;
    for (const [number, name] of keys.slice(0, names.length).entries()) {
      const state = stateOf(name);
      if (plainPart(names[number]!) === names[number]) this.field[state] = number;
    }
    const dot = this.classOf[0x2e]!;
    // A state has a lower number than the states it leads to, so `passed` is complete for it when they are reached.
    for (let state = ROOT; state < used; state++) {
      const row = state << this.shift;
      if (dot !== 0) this.inner[state] = this.next[row + dot]!;
      for (let c = 1; c < classes; c++) {
        const to = this.next[row + c]!;
        if (to !== 0) this.passed[to] = this.passed[to]! | this.passed[state]!;
      }
    }
  }
}

/**
 * The beginning of a name, up to the first character that JSON can only spell with an escape: a quote, a backslash, a
 * lone surrogate.
 */
function plainPart(name: string): string {
  return /^[^"\\\p{Surrogate}]*/u.exec(name)![0];
}
