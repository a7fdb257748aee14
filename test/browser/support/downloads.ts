import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { until } from "./until.ts";

export interface Download {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Waits for the one file that appears in the folder, takes it out and returns it.
 *
 * Both browsers write beside the final name first (`.crdownload`, `.part`); Firefox also puts an empty file of the final name
 * there at once. So a file counts when nothing unfinished is left and two looks in a row see the same bytes,
 * of which there must be some: an empty download is never seen.
 */
export async function takeDownload(folder: string, milliseconds: number): Promise<Download> {
  let last: Download | undefined;
  const download = await until(
    () => {
      const names = readdirSync(folder);
      const [name] = names;
      if (names.length !== 1 || !name || /\.(crdownload|part|tmp)$/.test(name) || name.startsWith("."))
        return undefined;
      const bytes = readIfThere(join(folder, name));
      if (bytes === undefined) return undefined;
      const now = { name, bytes };
      const settled = last && Buffer.compare(last.bytes, now.bytes) === 0 && now.bytes.length > 0;
      last = now;
      return settled ? now : undefined;
    },
    milliseconds,
    () => `no download was finished; the folder holds: ${readdirSync(folder).join(", ") || "nothing"}`,
  );
  rmSync(join(folder, download.name));
  return download;
}

/** Firefox renames what it has finished: a file that was listed may have another name by the time it is read. */
function readIfThere(path: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    return undefined;
  }
}
