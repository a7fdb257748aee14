import { saveFile } from "./save-file.ts";

/** Where a large file goes while it is being made. */
export interface LargeFile {
  /** @throws DOMException if the disk is full, or the analyst takes the permission back */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The file is whole. */
  done(): Promise<void>;
  /** The file is not wanted any more; nothing of it stays. */
  drop(): Promise<void>;
}

/** What of the file system API is used. Chromium and Edge have it, also for a page from a file; Firefox has not. */
interface WithPicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{
    createWritable(): Promise<WritableFile>;
  }>;
}
interface WritableFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/**
 * Opens a file for writing. One that may become large is written to disk as it is made, where the browser can do that: it
 * asks the analyst where. Any other is gathered in Blobs, which a browser may keep on disk, and then downloaded.
 *
 * @param isLarge whether it may be more than the memory should hold; then it has to be called on a click
 * @returns null if the analyst chose no file
 */
export async function openLargeFile(name: string, type: string, isLarge: boolean): Promise<LargeFile | null> {
  const { showSaveFilePicker } = globalThis as WithPicker;
  if (!isLarge || showSaveFilePicker === undefined) return gathered(name, type);
  try {
    const handle = await showSaveFilePicker({ suggestedName: name });
    return streamed(await handle.createWritable());
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return null;
    // A policy of the browser forbids it.
    return gathered(name, type);
  }
}

function streamed(file: WritableFile): LargeFile {
  return {
    write: (bytes) => file.write(bytes),
    done: () => file.close(),
    drop: () => file.abort(),
  };
}

/** Small pieces are joined: each Blob costs more than a kilobyte. */
const BLOB_BYTES = 1024 * 1024;

function gathered(name: string, type: string): LargeFile {
  const blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const join = (): void => {
    blobs.push(new Blob(pieces));
    pieces = [];
    size = 0;
  };
  return {
    write(bytes) {
      pieces.push(bytes.slice());
      size += bytes.length;
      if (size >= BLOB_BYTES) join();
      return Promise.resolve();
    },
    done() {
      join();
      saveFile(name, type, blobs);
      return Promise.resolve();
    },
    drop() {
      blobs.length = 0;
      return Promise.resolve();
    },
  };
}
