import { describe, expect, it } from "vitest";
import { readBytes } from "../../support/read.ts";

const record = (n: number) => ({ category: "AdvancedHunting-DeviceRegistryEvents", properties: { n } });

describe("a batch of records", () => {
  it.each(["records", "Results", "results"])(
    "below %s is read record by record, without diagnostics",
    (key) => {
      const batch = (...numbers: number[]) =>
        JSON.stringify({ Schema: [{ Name: "n" }], [key]: numbers.map(record) });
      const text = `${batch(1, 2)}\r\n${batch()}\r\n${batch(3)}\r\n`;
      for (const size of [1, 7, Infinity]) {
        const { values, problems, format, records } = readBytes(text, size);
        expect(values).toEqual([1, 2, 3].map(record));
        expect(problems).toEqual([]);
        expect(format).toBe("NDJSON");
        expect(records.map(({ place }) => place.line)).toEqual([1, 1, 3]);
        expect(records.map(({ text }) => JSON.parse(text) as unknown)).toEqual(values);
      }
      expect(readBytes(JSON.stringify(JSON.parse(batch(1, 2)), null, 2))).toMatchObject({
        values: [1, 2].map(record),
        format: "JSON",
      });
    },
  );

  it.each([
    ["of ECS", { "@timestamp": "2024-03-01T10:00:00Z", records: [{ a: 1 }] }, true],
    ["of ECS, its time last", { records: [{ a: 1 }], "@timestamp": "2024-03-01T10:00:00Z" }, false],
    ["of the Windows event log", { records: [{ a: 1 }], EventID: 13 }, false],
  ])(
    "is distinguished from an event %s with such a list, which is read or reported as unread",
    (_, event, isRead) => {
      const { values, lost } = readBytes(`${JSON.stringify(event)}\n`);
      if (isRead) expect(values).toEqual([event]);
      expect(lost).toHaveLength(isRead ? 0 : 1);
    },
  );
});
