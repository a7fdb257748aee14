import type { ByteSource } from "../../bytes/index.ts";
import { type EventsRead, readAllEvents, type ReadSettings } from "../../scan/index.ts";
import { type BulkFile, BulkParts, type BulkSummary } from "./bulk-parts.ts";
import { FieldPlan } from "./field-plan.ts";
import type { FieldUses } from "./field-uses.ts";

/** What a worker needs to write the events of a file: plain values only. */
export interface BulkRequest extends BulkFile {
  readonly uses: FieldUses;
  readonly readSettings: ReadSettings;
  readonly passwords: readonly string[];
  /** See `BulkParts`. */
  readonly partUnits?: number;
}

/** Each call is awaited, so the receiver sets the pace. */
export interface BulkReceiver {
  part(bytes: Uint8Array<ArrayBuffer>): Promise<void> | void;
  /** @param bytes of the file that have been read so far */
  progress(bytes: number): Promise<void> | void;
}

export interface BulkOfFile extends BulkSummary, EventsRead {}

/**
 * Reads a file again and writes all its events as the bodies of `_bulk` requests. Of the file and of what is written, no more
 * than a part is in memory.
 */
export async function bulkOfFile(
  blob: ByteSource,
  { uses, readSettings, passwords, partUnits, ...file }: BulkRequest,
  receiver: BulkReceiver,
): Promise<BulkOfFile> {
  const parts = new BulkParts(file, new FieldPlan(uses), partUnits);
  const handOver = async (): Promise<void> => {
    for (const part of parts.takeFull()) await receiver.part(part);
  };
  const read = await readAllEvents(
    blob,
    {
      async events(events, bytes) {
        for (const event of events) parts.add(event);
        await handOver();
        await receiver.progress(bytes);
      },
    },
    { readSettings, passwords },
  );
  const summary = parts.finish();
  await handOver();
  return { ...summary, ...read };
}
