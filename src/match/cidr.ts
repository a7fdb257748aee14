/**
 * IP addresses and CIDR blocks; host names are not resolved. All addresses are 128 bits wide: an IPv4 address is the
 * IPv6 address ::ffff:a.b.c.d, as in Lucene's index and in Elasticsearch's CIDRUtils, so it is in ::/0.
 */

/** The addresses from the first to the last, both inclusive. */
export interface CidrBlock {
  readonly first: bigint;
  readonly last: bigint;
}

const V4_PREFIX = 0xffffn << 32n;

/** Returns the bits of an address such as 10.0.0.1, 2001:db8::1 or ::ffff:10.0.0.1; null for anything else. */
export function parseAddress(text: string): bigint | null {
  if (text.length > 45) return null;
  if (text.includes(":")) return parseV6(text);
  const value = parseV4(text);
  return value === null ? null : V4_PREFIX | BigInt(value);
}

/**
 * Returns the canonical text of an address, however it is written; null for anything else. It is the text that
 * Elasticsearch compares with a keyword: dotted for IPv4, otherwise that of RFC 5952, which shortens the longest run of
 * at least two zero groups, and the first one if several are equally long.
 */
export function canonicalAddress(text: string): string | null {
  const address = parseAddress(text);
  if (address === null) return null;
  if (address >> 32n === 0xffffn) return parts(address, 4, 8).join(".");
  const groups = parts(address, 8, 16).map((group) => group.toString(16));
  const long = groups.join(":");
  let zeros = { index: 0, length: 0 };
  for (const { index, 0: run } of long.matchAll(/\b0(?::0)+\b/g))
    if (run.length > zeros.length) zeros = { index, length: run.length };
  if (zeros.length === 0) return long;
  return `${long.slice(0, zeros.index) || ":"}${long.slice(zeros.index + zeros.length) || ":"}`;
}

/** Returns the last `count` parts of an address, each `width` bits wide. */
function parts(address: bigint, count: number, width: number): bigint[] {
  return Array.from({ length: count }, (_, i) =>
    BigInt.asUintN(width, address >> BigInt(width * (count - 1 - i))),
  );
}

/** Parses a block such as 10.6.48.157/8 (host bits are allowed) or a single address; null for anything else. */
export function parseBlock(text: string): CidrBlock | null {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  if (slash < 0) return { first: address, last: address };
  const length = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(length)) return null;
  // Elasticsearch treats the block of an IPv4-mapped address as an IPv4 block: its prefix is at least 96 bits long.
  const isV4 = address >> 32n === 0xffffn;
  const prefix = text.includes(":") ? Number(length) : Number(length) + 96;
  if (prefix > 128 || (isV4 && prefix < 96)) return null;
  const hosts = (1n << BigInt(128 - prefix)) - 1n;
  return { first: address & ~hosts, last: address | hosts };
}

/** Returns a negative number, zero or a positive number for an address before, inside or after a block. */
export function compareToBlock(address: bigint, { first, last }: CidrBlock): number {
  if (address < first) return -1;
  return address > last ? 1 : 0;
}

/** Whether an address, given as text, is in any of several blocks. False if the text is not an address. */
export function inBlock(text: string, blocks: readonly CidrBlock[]): boolean {
  const address = parseAddress(text);
  return address !== null && blocks.some((block) => compareToBlock(address, block) === 0);
}

function parseV4(text: string): number | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || (part.length > 1 && part.startsWith("0")) || Number(part) > 255)
      return null;
    value = value * 256 + Number(part);
  }
  return value;
}

function parseV6(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const left = parseGroups(halves[0]!, halves.length === 1);
  const right = halves.length === 2 ? parseGroups(halves[1]!, true) : [];
  if (left === null || right === null) return null;
  const gap = 8 - left.length - right.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return null;
  let value = 0n;
  for (const group of [...left, ...Array<number>(gap).fill(0), ...right])
    value = (value << 16n) | BigInt(group);
  return value;
}

/** Parses the 16-bit groups on one side of `::`; only the last side may end in an IPv4 address. */
function parseGroups(text: string, mayEndInV4: boolean): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (mayEndInV4 && i === parts.length - 1 && part.includes(".")) {
      const v4 = parseV4(part);
      if (v4 === null) return null;
      groups.push(v4 >>> 16, v4 & 0xffff);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return null;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}
