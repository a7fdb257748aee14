import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { readBytes } from "../support/read.ts";

/* Gzip with several members, damaged anywhere: everything before the damage is read, and the damage is reported. */

const members = [0, 1, 2].map((m) =>
  gzipSync(Array.from({ length: 3 }, (_, i) => `{"n":${m * 3 + i}}\n`).join("")),
);
const whole = Uint8Array.from(Buffer.concat(members));
/** Where each member ends. */
const ends = members.map((_, i) => members.slice(0, i + 1).reduce((sum, { length }) => sum + length, 0));

const numbers = (bytes: Uint8Array) => {
  const { values, problems } = readBytes(bytes, 7);
  return {
    found: values.map((value) => (value as { n: number }).n),
    codes: problems.map(({ code }) => code),
  };
};

it("loses no record of a whole member, wherever the file is cut off", () => {
  for (let length = 2; length < whole.length; length++) {
    const { found, codes } = numbers(whole.subarray(0, length));
    const safe = ends.filter((end) => end <= length).length * 3;
    expect(found.slice(0, safe), `cut at ${length}`).toEqual(Array.from({ length: safe }, (_, i) => i));
    if (!ends.includes(length)) expect(codes, `cut at ${length}`).toContain("bad-gzip");
  }
});

it("loses no record before a changed byte, and reports a change in the records", () => {
  for (let at = 2; at < whole.length; at++) {
    const damaged = whole.slice();
    damaged[at]! ^= 0xff;
    const { found, codes } = numbers(damaged);
    const safe = ends.filter((end) => end <= at).length * 3;
    expect(found.slice(0, safe), `changed at ${at}`).toEqual(Array.from({ length: safe }, (_, i) => i));
    // A member's header contains a time and an operating system, which are irrelevant here.
    if (found.join() !== "0,1,2,3,4,5,6,7,8") expect(codes, `changed at ${at}`).toContain("bad-gzip");
  }
});
