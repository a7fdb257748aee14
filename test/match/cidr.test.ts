import { describe, expect, it } from "vitest";
import { canonicalAddress, inBlock, parseAddress, parseBlock } from "../../src/match/cidr.ts";

const inside = (address: string, block: string): boolean => inBlock(address, [parseBlock(block)!]);

describe("CIDR blocks", () => {
  it.each([
    ["10.6.48.157", "10.6.48.157/8", true],
    ["10.255.0.1", "10.6.48.157/8", true],
    ["11.0.0.1", "10.6.48.157/8", false],
    ["1.2.3.4", "0.0.0.0/0", true],
    ["::1", "0.0.0.0/0", false],
    ["192.168.1.1", "192.168.1.1", true],
    ["192.168.1.2", "192.168.1.1/32", false],
    ["2001:db8:0:0:0:0:0:1", "2001:db8::/32", true],
    ["2001:db9::1", "2001:db8::/32", false],
    ["10.0.0.1", "::/0", true],
    ["127.0.0.1", "::1/64", true],
    ["10.0.0.1", "::1/96", false],
    ["::1", "::ffff:0:0/96", false],
    ["::ffff:10.0.0.1", "10.0.0.0/8", true],
    ["10.0.0.1", "::ffff:10.0.0.0/104", true],
    ["fe80::1", "fe80::/10", true],
    ["FEBF::1", "fe80::/10", true],
    ["fec0::1", "fe80::/10", false],
  ])("%s in %s: %s", (address, block, expected) => {
    expect(inside(address, block)).toBe(expected);
  });

  it.each([
    "",
    "10.0.0",
    "10.0.0.256",
    "010.0.0.1",
    "1.2.3.4.5",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "::1%eth0",
    "g::",
    "1.2.3.4::",
    "1:2:3:4:5:6:7::8::",
  ])("%j is not an address", (text) => {
    expect(parseAddress(text)).toBeNull();
    expect(inside(text, "0.0.0.0/0") || inside(text, "::/0")).toBe(false);
  });

  it.each([
    ["10.0.0.1", "10.0.0.1"],
    ["::FFFF:10.0.0.1", "10.0.0.1"],
    ["::ffff:a00:1", "10.0.0.1"],
    ["FE80:0:0:0:0:0:0:1", "fe80::1"],
    ["2001:0DB8:0:0:1:0:0:0", "2001:db8:0:0:1::"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["1:0:2:0:3:0:40:50", "1:0:2:0:3:0:40:50"],
    ["a0::", "a0::"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["::1", "::1"],
    ["here", null],
  ])("%s is normalised to %s", (text, expected) => {
    expect(canonicalAddress(text)).toBe(expected);
  });

  it.each([
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "::/129",
    "/8",
    "x/8",
    "::ffff:1.2.3.4/95",
  ])("%j is not a block", (text) => {
    expect(parseBlock(text)).toBeNull();
  });
});
