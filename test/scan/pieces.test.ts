import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { mulberry32, pick } from "../bench/random.ts";
import { ACTIVITIES } from "../forms/activities.ts";
import type { Form } from "../forms/form.ts";
import { FORMS } from "../forms/forms.ts";
import { comparable, scanSample } from "../fuzz/scan-sample.ts";
import { tarMember, TAR_END } from "../support/tar.ts";
import { zip } from "../support/zip.ts";

/* However a browser cuts a file into pieces, the same is found in it: in every form, and in everything around a form. */

type Wrapper = (bytes: Uint8Array) => Uint8Array;

const tar: Wrapper = (bytes) =>
  Buffer.concat([
    tarMember({ path: "a/first", data: bytes, form: "ustar" }),
    tarMember({ path: "second", data: "no event\n", form: "pax-path" }),
    TAR_END,
  ]);
const zipped: Wrapper = (bytes) =>
  zip([
    { path: "first", data: bytes },
    { path: "second", data: bytes, stored: true },
  ]);
const wide: Wrapper = (bytes) => Buffer.from(`\uFEFF${Buffer.from(bytes).toString("utf8")}`, "utf16le");
const big: Wrapper = (bytes) => Buffer.from(Buffer.from(bytes).toString("utf8"), "utf16le").swap16();
const appended: Wrapper = (bytes) => Buffer.concat([bytes, Buffer.from("\n"), wide(bytes)]);
const cut: Wrapper = (bytes) => bytes.subarray(0, Math.ceil(bytes.length * 0.9));

const AROUND: readonly (readonly [string, Wrapper])[] = [
  ["gzip", (bytes) => gzipSync(bytes)],
  ["two members of gzip", (bytes) => Buffer.concat([gzipSync(bytes), gzipSync(bytes)])],
  ["gzip that is cut off", (bytes) => cut(gzipSync(bytes))],
  ["tar", tar],
  ["tar in gzip", (bytes) => gzipSync(tar(bytes))],
  ["zip", zipped],
  ["gzip in zip", (bytes) => zipped(gzipSync(bytes))],
  ["zip in zip", (bytes) => zipped(zipped(bytes))],
  ["tar in gzip in zip", (bytes) => zipped(gzipSync(tar(bytes)))],
  ["zip that is cut off", (bytes) => cut(zipped(bytes))],
  ["an archive without its first bytes", (bytes) => zipped(bytes).fill(1, 0, 3)],
];
/** Only around text. */
const IN_TEXT: readonly (readonly [string, Wrapper])[] = [
  ["UTF-16 little endian", wide],
  ["UTF-16 big endian", big],
  ["UTF-8 and then UTF-16", appended],
  ["UTF-16 in gzip", (bytes) => gzipSync(wide(bytes))],
  ["UTF-16 without a byte", (bytes) => wide(bytes).filter((_, i) => i !== 301)],
];

function written(form: Form): Uint8Array {
  const known = ACTIVITIES.map(([activity]) => activity).filter((each) => form.holds?.(each) ?? true);
  const content = form.write(known.slice(0, 2));
  return typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
}

const WHOLE = 4 * 2 ** 20;

async function expectSame(bytes: Uint8Array, sizes: readonly number[], what: string): Promise<void> {
  const whole = comparable(await scanSample(bytes, WHOLE, false));
  for (const size of sizes) {
    expect(comparable(await scanSample(bytes, size, false)), `${what}, in pieces of ${size}`).toBe(whole);
  }
}

describe("a file in pieces", () => {
  it.each(FORMS.map((form, i) => [form.name, form, i] as const))(
    "of %s is read alike",
    async (_, form, i) => {
      const random = mulberry32(i + 1);
      const bytes = written(form);
      const isText = !form.format.startsWith("EVTX") && !bytes.includes(0);
      const [around, wrap] = pick(random, isText ? [...AROUND, ...IN_TEXT] : AROUND);
      const short = 1 + Math.floor(random() * 300);
      await expectSame(bytes, [bytes.length < 10_000 ? 1 : 977], form.name);
      await expectSame(wrap(bytes), [short], `${form.name} in ${around}`);
    },
  );

  it.each([...AROUND, ...IN_TEXT])("in %s is read alike, byte by byte", async (around, wrap) => {
    const form = FORMS.find(({ format }) => format.startsWith("NDJSON"))!;
    await expectSame(wrap(written(form)), [1, 3, 512], around);
  });

  it("is judged by the same bytes, however many of them come at once", async () => {
    // Longer than what a format is judged by, and than what a browser hands over at once.
    const random = mulberry32(7);
    for (const [around, wrap] of [
      ["nothing", (bytes: Uint8Array) => bytes] as const,
      ...AROUND,
      ...IN_TEXT,
    ]) {
      const form = pick(
        random,
        FORMS.filter(({ format }) => /^(?:NDJSON|event XML)/.test(format)),
      );
      const one = Buffer.from(written(form));
      const line = Buffer.from(`# ${"x".repeat(997)}\n`);
      const bytes = Buffer.concat([one, Buffer.from("\n"), ...Array<Buffer>(700).fill(line), one]);
      await expectSame(wrap(bytes), [65_536, 262_145], `${form.name} in ${around}`);
    }
  });
});
