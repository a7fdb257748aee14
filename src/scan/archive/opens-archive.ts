import type { ByteSource } from "../../bytes/index.ts";
import { walkArchive } from "../../formats/index.ts";

/**
 * Whether a password opens a member of an archive, including members of nested archives.
 *
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function opensArchive(source: ByteSource, password: string): Promise<boolean> {
  let opens = false;
  const opened = (used: string): void => {
    opens ||= used === password;
  };
  const found = walkArchive(source, { passwords: [password], opened });
  for (let next = await found.next(); next.done !== true && !opens;) next = await found.next();
  await found.return();
  return opens;
}
