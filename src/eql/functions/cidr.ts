/** IP addresses and blocks of them, IPv4 and IPv6, without resolving or normalising names. */

/** An address as its family and bits; an IPv4-mapped IPv6 address is the IPv4 address, as Java reads it. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Block extends Address {
  readonly prefix: number;
}

/** Parses an address such as 10.0.0.1, 2001:db8::1 or ::ffff:10.0.0.1; null for anything else. */
export function parseAddress(text: string): Address | null {
  if (text.length > 45) return null;
  if (!text.includes(":")) {
    const value = parseV4(text);
    return value === null ? null : { bits: 32, value };
  }
  const value = parseV6(text);
  if (value === null) return null;
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits: 128, value };
}

/** Parses a block such as 10.6.48.157/8 (host bits are allowed) or a single address; null for anything else. */
export function parseBlock(text: string): Block | null {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  if (slash < 0) return { ...address, prefix: address.bits };
  const length = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(length)) return null;
  const written = Number(length);
  // The block of a mapped address counts its prefix from the start of the 128 bits.
  const prefix = address.bits === 32 && text.includes(":") ? written - 96 : written;
  return prefix < 0 || prefix > address.bits ? null : { ...address, prefix };
}

/** Whether an address, given as text, lies in a block. False for a text that is no address. */
export function inBlock(text: string, blocks: readonly Block[]): boolean {
  const address = parseAddress(text);
  if (address === null) return false;
  return blocks.some((block) => {
    if (block.bits !== address.bits) return false;
    const rest = BigInt(block.bits - block.prefix);
    return address.value >> rest === block.value >> rest;
  });
}

function parseV4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || (part.length > 1 && part.startsWith("0")) || Number(part) > 255)
      return null;
    value = (value << 8n) | BigInt(Number(part));
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

/** The 16-bit groups of one side of `::`; only the last side may end in an IPv4 address. */
function parseGroups(text: string, mayEndInV4: boolean): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (mayEndInV4 && i === parts.length - 1 && part.includes(".")) {
      const v4 = parseV4(part);
      if (v4 === null) return null;
      groups.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return null;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}
