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
      const now = { name, bytes: new Uint8Array(readFileSync(join(folder, name))) };
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
