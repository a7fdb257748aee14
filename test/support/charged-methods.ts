/**
 * Replaces methods of the engine that read a whole text or list in one call with ones that do the same and add up the
 * distance they covered, until `restore` puts the originals back.
 */
export function chargedMethods(): { charged(): number; restore(): void } {
  let sum = 0;
  const originals = charges.map(({ owner, name, cost }) => {
    const original = Object.getOwnPropertyDescriptor(owner, name)!;
    const method = original.value as (this: unknown, ...args: unknown[]) => unknown;
    const charging = function (this: unknown, ...args: unknown[]): unknown {
      const from = this instanceof RegExp ? this.lastIndex : 0;
      const result = Reflect.apply(method, this, args);
      sum += cost(this as Self, args, result, from);
      return result;
    };
    Object.defineProperty(owner, name, { ...original, value: charging });
    return { owner, name, original };
  });
  return {
    charged: () => sum,
    restore() {
      for (const { owner, name, original } of originals) Object.defineProperty(owner, name, original);
    },
  };
}

type Self = string & readonly unknown[] & RegExp;
type Cost = (self: Self, args: unknown[], result: unknown, lastIndex: number) => number;

/** Up to the position found, or to the end. */
const search: Cost = ({ length }, [, from = 0], found) =>
  Math.max(0, (Number(found) < 0 ? length : Number(found)) - Number(from));
const searchBack: Cost = ({ length }, [, from = length], found) =>
  Math.max(0, Math.min(length, Number(from)) - Math.max(0, Number(found)));
const whole: Cost = ({ length }) => length;
const made: Cost = (_self, _args, result) => (result as readonly unknown[]).length;

/**
 * From the start of the search to the end of the match, or of the text. A pattern that is tried at one position only
 * counts as one.
 */
const exec: Cost = (pattern, [text], match, lastIndex) => {
  const from = pattern.sticky || pattern.global ? lastIndex : 0;
  const { length } = String(text);
  if (match === null) return isAtOnePlace(pattern) ? 1 : Math.max(0, length - from);
  const { index, 0: matched } = match as RegExpExecArray;
  return index - from + matched.length;
};

const onePlace = new WeakMap<RegExp, boolean>();

function isAtOnePlace(pattern: RegExp): boolean {
  let is = onePlace.get(pattern);
  if (is === undefined) {
    is =
      pattern.sticky ||
      (pattern.source.startsWith("^") && !pattern.multiline && !hasAlternatives(pattern.source));
    onePlace.set(pattern, is);
  }
  return is;
}

/** Whether there is a `|` outside all brackets. */
function hasAlternatives(source: string): boolean {
  let depth = 0;
  for (const [piece] of source.matchAll(/\\[^]|\[(?:\\[^]|[^\]\\])*\]|[^]/g)) {
    if (piece === "(") depth++;
    else if (piece === ")") depth--;
    else if (piece === "|" && depth === 0) return true;
  }
  return false;
}

const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;

const charges: readonly { owner: object; name: string; cost: Cost }[] = [
  ...["indexOf", "search"].map((name) => ({ owner: String.prototype, name, cost: search })),
  { owner: String.prototype, name: "lastIndexOf", cost: searchBack },
  ...["includes", "split", "trim", "trimEnd", "trimStart", "toLowerCase", "toUpperCase", "normalize"].map(
    (name) => ({
      owner: String.prototype,
      name,
      cost: whole,
    }),
  ),
  { owner: RegExp.prototype, name: "exec", cost: exec },
  ...[Array.prototype, TypedArray].flatMap((owner) => [
    { owner, name: "indexOf", cost: search },
    { owner, name: "lastIndexOf", cost: searchBack },
    ...["includes", "join", "reverse", "sort", "fill"].map((name) => ({ owner, name, cost: whole })),
    { owner, name: "slice", cost: made },
  ]),
  ...["concat", "flat"].map((name) => ({ owner: Array.prototype, name, cost: made })),
  ...["splice", "unshift"].map((name) => ({ owner: Array.prototype, name, cost: whole })),
  { owner: TypedArray, name: "set", cost: (_self, [source]) => (source as ArrayLike<unknown>).length },
  {
    owner: TextDecoder.prototype,
    name: "decode",
    cost: (_self, [bytes]) => (bytes as Uint8Array | undefined)?.byteLength ?? 0,
  },
  { owner: JSON, name: "parse", cost: (_self, [text]) => String(text).length },
];
