import type { RecordHandler } from "./handler.ts";

/** Passes on the records of a prescan only: everything else is left to the validation pass. */
export function recordsOnly(handler: RecordHandler): RecordHandler {
  return {
    record: (record) => handler.record(record),
    skipped: () => undefined,
    notAnObject: () => undefined,
    problem: () => undefined,
  };
}
