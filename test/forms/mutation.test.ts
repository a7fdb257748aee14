import { describe, expect, it } from "vitest";
import { mulberry32 } from "../bench/random.ts";
import { toEcs } from "../../src/sources/index.ts";
import { expectEqual } from "../support/expect-equal.ts";
import { readBytes, type ReadResult, utf8 } from "../support/read.ts";
import { ACTIVITIES } from "./activities.ts";
import { FORMS } from "./forms.ts";

/*
 * One byte changed, removed or added, anywhere in a file of any form, including its first bytes. EVTX has a test of
 * its own, because its records share templates and names.
 */

const MUTANTS = 80;
const RECORDS = 6;
/** The bytes at the beginning are damaged as often as all others together. */
const BEGINNING = 150;
const SIGNS = [..."\0\n\r\t \"'\\{}[],:<>&;|-=/0x\u00ff"].map((sign) => sign.charCodeAt(0));
/** The bytes that may be between two records, and belong to either. */
const BETWEEN = 4;

const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

type Below = (n: number) => number;

function damaged(file: Uint8Array, at: number, random: Below): Uint8Array {
  const byte = random(2) === 0 ? SIGNS[random(SIGNS.length)]! : file[at]! ^ (1 << random(8));
  const [before, after] = [file.subarray(0, at), file.subarray(at + 1)];
  switch (random(3)) {
    case 0:
      return file.with(at, byte);
    case 1:
      return joined(before, after);
    default:
      return joined(before, Uint8Array.of(byte), file.subarray(at));
  }
}

/** Objects that are not events are counted, and reported if they contain events. */
const noEventsIn = ({ values, others }: ReadResult): number =>
  others + values.filter((value) => toEcs({ value }) === null).length;
const textsOf = ({ records }: ReadResult): Set<string> => new Set(records.map(({ text }) => text));

describe.each(
  FORMS.filter(({ format }) => !format.startsWith("EVTX")).map((form) => [form.name, form] as const),
)("%s with one damaged byte", (name, form) => {
  const held = ACTIVITIES.map(([activity]) => activity).filter((activity) => form.holds?.(activity) ?? true);
  const written = form.write(held.slice(0, RECORDS));
  const file = typeof written === "string" ? utf8(written) : written;
  const whole = readBytes(file);
  const first = whole.records[0]!.place.offset;
  const numbers = mulberry32([...name].reduce((sum, c) => sum + c.charCodeAt(0), 0));
  const random: Below = (n) => Math.floor(numbers() * n);

  it("keeps every record without that byte, and reports every loss", () => {
    const before = noEventsIn(whole);
    for (let n = 0; n < MUTANTS; n++) {
      const at = random(random(2) === 0 ? Math.min(BEGINNING, file.length) : file.length);
      const mutant = damaged(file, at, random);
      const found = readBytes(mutant, 1 + random(4000));
      const texts = textsOf(found);
      const missing = whole.records.filter(({ text }) => !texts.has(text));
      const trace = () =>
        `byte ${at}: ${JSON.stringify(new TextDecoder().decode(mutant.slice(Math.max(0, at - 20), at + 20)))}`;
      // A header, or the text around a list, belongs to every record after it.
      const isInFrame = at < first;
      const untouched = missing.filter(
        ({ place: { offset, length } }) => at < offset - BETWEEN || at > offset + length + BETWEEN,
      );
      if (!isInFrame) expectEqual(untouched, [], trace);
      const after = noEventsIn(found);
      if (found.records.length - after < whole.records.length - before) {
        expect(found.problems.length + after, trace()).toBeGreaterThan(whole.problems.length + before);
      }
    }
  });
});
