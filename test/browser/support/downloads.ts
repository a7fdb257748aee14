import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { until } from "./until.ts";

export interface Download {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Waits for the one file that appears in the folder, moves it out and returns it.
 *
 * Both browsers first write beside the final name (`.crdownload`, `.part`); Firefox also creates an empty file with
 * the final name at once. So a file counts when nothing unfinished is left and two checks in a row find the same
 * bytes. There must be some: an empty download is never found.
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

/** Firefox renames finished files, so a listed file may have another name by the time it is read. */
function readIfThere(path: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch {
    return undefined;
  }
}
