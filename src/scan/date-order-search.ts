import { readBlob, UnpackBudget, withWholeHead, type ByteSource } from "../bytes/index.ts";
import { archiveIn, EvidenceReader, SNIFF_BYTES, walkArchive } from "../formats/index.ts";
import { toEcs } from "../sources/index.ts";
import type { DateOrder } from "../time/index.ts";
import { clockOf, readOptionsOf, type ReadSettings } from "./read-settings.ts";

/**
 * Reads a file up to the first date whose numbers fit only one order: all others were written by the same clock.
 *
 * @param passwords tried on the encrypted members of an archive
 * @returns null if the file has no such date, or cannot be read so far
 */
export async function searchDateOrder(
  blob: ByteSource,
  readSettings: ReadSettings,
  passwords: readonly string[] = [],
): Promise<DateOrder | null> {
  const { zone, dates } = clockOf({ ...readSettings, dateOrder: undefined });
  const isFound = (): boolean => dates.shown.length > 0;
  const open = (budget?: UnpackBudget): EvidenceReader =>
    new EvidenceReader(
      {
        record: (record) => void toEcs(record, { zone }),
        skipped: () => undefined,
        notAnObject: () => undefined,
        problem: () => undefined,
      },
      null,
      { ...readOptionsOf(readSettings), ...(budget && { budget }) },
    );
  const take = (reader: EvidenceReader, bytes: Uint8Array): void => {
    reader.append(bytes);
    while (!isFound() && reader.work());
  };
  try {
    const chunks = withWholeHead(readBlob(blob), SNIFF_BYTES);
    const first = await chunks.next();
    if (first.done) return null;
    if ((await archiveIn(blob, first.value)) !== null) {
      await chunks.return();
      const budget = UnpackBudget.ofFile(blob.size);
      for await (const file of walkArchive(blob, { passwords, budget })) {
        if ("code" in file) continue;
        const reader = open(budget);
        for (let piece = await file.read(); piece !== null && !isFound(); piece = await file.read())
          take(reader, piece);
        if (isFound()) break;
        reader.end(file.problem === null);
      }
    } else {
      const reader = open();
      take(reader, first.value);
      for await (const chunk of chunks) {
        if (isFound()) break;
        take(reader, chunk);
      }
      if (!isFound()) reader.end(true);
    }
  } catch {
    // The scan reports that the file cannot be read.
  }
  return dates.shown.length === 1 ? dates.shown[0]! : null;
}
