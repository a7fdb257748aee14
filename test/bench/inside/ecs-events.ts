import { toEcs } from "../../../src/sources/index.ts";
import { readRecords } from "./read-records.ts";
import type { Way } from "./take-turns.ts";

export const way: Way = {
  run(bytes: Uint8Array) {
    let events = 0;
    readRecords(bytes, (record) => {
      if (toEcs(record) !== null) events++;
    });
    return events;
  },
};
