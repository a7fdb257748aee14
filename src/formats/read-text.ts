import { Batch, type RecordBatch } from "./record-batch.ts";

/**
 * Decodes every record of a text in memory, in order. It opens no archives, so that the page does not load that code.
 */
export function* readText(text: string): Generator<RecordBatch, void, void> {
  const batch = new Batch();
  const reader = batch.reader(undefined, null);
  yield* batch.append(reader, new TextEncoder().encode(text));
  reader.end(true);
  yield* batch.take();
}
