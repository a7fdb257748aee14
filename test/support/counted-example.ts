/** Loops and searches with known work, to test the counter of work. */

export function loop(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += i % 7;
  return sum;
}

export function loopInLoop(n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += j % 7;
  return sum;
}

/** Searches that look for the same thing, from a position on, in different ways. */
export const searches: Readonly<Record<string, (text: string, from: number) => unknown>> = {
  "indexOf of a text": (text, from) => text.indexOf("!", from),
  "includes of a text": (text, from) => text.slice(from).includes("!"),
  "a pattern": (text, from) => /!/.test(text.slice(from)),
  "a global pattern": (text, from) => {
    const pattern = /!/g;
    pattern.lastIndex = from;
    return pattern.exec(text);
  },
  "replace by a pattern": (text, from) => text.slice(from).replace(/x+$/, ""),
  split: (text, from) => text.slice(from).split("!"),
  trimming: (text, from) => text.slice(from).trim(),
};

export const byteSearches: Readonly<Record<string, (bytes: Uint8Array, from: number) => unknown>> = {
  "indexOf of bytes": (bytes, from) => bytes.indexOf(33, from),
  "a copy": (bytes, from) => bytes.slice(from),
  "a copy by set": (bytes, from) => new Uint8Array(bytes.length).set(bytes.subarray(from)),
  decoding: (bytes, from) => new TextDecoder().decode(bytes.subarray(from)),
};

export function everywhere<T extends { readonly length: number }>(
  content: T,
  search: (content: T, from: number) => unknown,
): void {
  for (let from = 0; from < content.length; from++) search(content, from);
}
