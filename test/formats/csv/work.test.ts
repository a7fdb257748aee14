/** The cost of content that opens a lot and closes nothing: linear, whatever it is. */
import { growth, LINEAR } from "../../support/work.ts";
import { expect, it } from "vitest";
import { readCsv } from "./read-csv.ts";

const HEADER = '"@timestamp","host.name","process.command_line"';
const dialect = { kind: "discover", delimiter: ",", lineBreak: 0x0a, cells: 3 } as const;

it.each(['"', '"\n', '"a\n', '"a', '","\n', '"""\n', '"a""b\n', ',"\n', '""x\n', "\r", '"\r', ","])(
  "linear: %j",
  (part) => {
    expect(
      growth(10_000, (n) => readCsv(`${HEADER}\n${part.repeat(n / part.length)}`, { dialect, size: 1024 })),
    ).toBeLessThan(LINEAR);
  },
);
