import { Batch, type RecordBatch } from "./record-batch.ts";

/** Every record of a text that is at hand, decoded, in its order. No archive is opened: the page has none of its code. */
export function* readText(text: string): Generator<RecordBatch, void, void> {
  const batch = new Batch();
  const reader = batch.reader(undefined, null);
  yield* batch.append(reader, new TextEncoder().encode(text));
  reader.end(true);
  yield* batch.take();
}
