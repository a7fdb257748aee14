import { ZipWriter } from "@zip.js/zip.js/lib/zip-core-writer.js";

/** The same for every member, in every zone: a file is of its content alone. */
const DATE = new Date(1980, 0, 1);

/** Writes a zip archive piece by piece; nothing of it is kept but the list of its members. */
export class ZipFile {
  readonly #writer: ZipWriter<unknown>;

  /** @param write takes the pieces of the archive; each is awaited before the next comes */
  constructor(write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void> | void) {
    const stream = new WritableStream<Uint8Array<ArrayBuffer>>({ write });
    this.#writer = new ZipWriter(stream, {
      // Workers of zip.js would be code that the page's policy refuses.
      useWebWorkers: false,
      extendedTimestamp: false,
      lastModDate: DATE,
    });
  }

  /**
   * Adds a member; one at a time.
   *
   * @throws what `write` throws
   */
  async add(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#writer.add(name, { readable: streamOf(bytes), size: bytes.length });
  }

  /** Writes the list of the members. */
  async close(): Promise<void> {
    await this.#writer.close();
  }
}

function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}
