import { expect, it } from "vitest";
import { prepareToSort, sortByColumn } from "../../../src/app/list/sort-alerts.ts";
import { listFieldValues } from "../../../src/app/list/list-fields.ts";
import { columnsOf, sourcesOf } from "./columns-of.ts";

const sentence = (n: number): string => `reg.exe set value ${(n * 7919) % 120_011}`;

it("sorts by what happened in the same way, however far that was prepared", async () => {
  const rows = Array.from({ length: 120_000 }, (_, n) => ({ did: sentence(n), reason: sentence(n + 1) }));
  const expected = rows.map((_, n) => n).sort((a, b) => (sentence(a) < sentence(b) ? -1 : 1));
  const sorted = (columns: ReturnType<typeof columnsOf>) => {
    const severities = listFieldValues("severity", sourcesOf(columns));
    const sources = { severities, ruleOf: () => undefined };
    return sortByColumn(columns.all(), "what", columns, sources, { descending: false });
  };
  const [unprepared, prepared, begun] = [columnsOf(rows), columnsOf(rows), columnsOf(rows)];
  await prepareToSort(prepared, new AbortController().signal);
  const ending = new AbortController();
  const preparing = prepareToSort(begun, ending.signal);
  // It has had its first steps.
  expect(Buffer.from(sorted(begun).buffer).equals(Buffer.from(sorted(unprepared).buffer))).toBe(true);
  ending.abort();
  await preparing;
  for (const columns of [unprepared, prepared, begun])
    expect(Buffer.from(Uint32Array.from(expected).buffer).equals(Buffer.from(sorted(columns).buffer))).toBe(
      true,
    );
});
