import { HuntFile, type HuntFileOptions, type HuntResult } from "../src/export/index.ts";

/** Writes a large export in a thread of its own, while the others read the evidence. */
export function createExporter() {
  let file: HuntFile | null = null;
  const open = (): HuntFile => {
    if (file === null) throw new Error("No export was begun.");
    return file;
  };
  return {
    /** Begins a file with the results of a hunt. */
    begin(options: HuntFileOptions): Promise<void> {
      file = new HuntFile(options);
      return Promise.resolve();
    },

    /** See `HuntFile.add`. */
    add(results: readonly HuntResult[]): Promise<void> {
      open().add(results);
      return Promise.resolve();
    },

    /** The number of results so far. */
    count(): Promise<number> {
      return Promise.resolve(open().count);
    },

    /** See `HuntFile.finish`. */
    finish(from: number, to: number): Promise<Blob[]> {
      return open().finish(from, to);
    },
  };
}

export type ExportWorkerApi = ReturnType<typeof createExporter>;
