import { type ByteSource, readBlob, UnpackBudget, withWholeHead } from "../bytes/index.ts";
import { archiveIn } from "./archive-in.ts";
import { walkArchive } from "./archive-walk.ts";
import { SNIFF_BYTES } from "./content-sniffer.ts";
import { Batch, type RecordBatch } from "./record-batch.ts";

/**
 * Decodes every record of a file, in file order. An archive is read file by file, with the password "infected" where
 * one is needed. JSON values that are not objects are not records.
 *
 * @param blob the file; read as a stream, so its size does not matter
 * @param _name the file's name. Not used, since content alone decides how a file is read; callers outside pass it.
 * @throws what `readBlob` throws when the file itself cannot be read
 */
export async function* readRecords(blob: ByteSource, _name = ""): AsyncGenerator<RecordBatch, void, void> {
  const batch = new Batch();
  const reader = batch.reader(undefined, null);
  const chunks = withWholeHead(readBlob(blob), SNIFF_BYTES);
  let first = true;
  for await (const chunk of chunks) {
    if (first && (await archiveIn(blob, chunk)) !== null) {
      yield* readArchive(blob, batch);
      return;
    }
    first = false;
    yield* batch.append(reader, chunk);
  }
  reader.end(true);
  yield* batch.take();
}

async function* readArchive(blob: ByteSource, batch: Batch): AsyncGenerator<RecordBatch, void, void> {
  const budget = UnpackBudget.ofFile(blob.size);
  for await (const file of walkArchive(blob, { budget })) {
    if ("code" in file) {
      yield { records: [], problems: [file] };
      continue;
    }
    const reader = batch.reader(file.member, budget);
    for (let piece = await file.read(); piece !== null && !reader.isIgnoring; piece = await file.read()) {
      yield* batch.append(reader, piece);
    }
    const { problem } = file;
    reader.end(problem === null);
    yield* batch.take();
    if (problem !== null) yield { records: [], problems: [problem] };
  }
}
