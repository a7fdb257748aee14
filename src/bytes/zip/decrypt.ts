import { DecryptError } from "./decrypt-error.ts";
import {
  ERR_INVALID_AUTHENTICATION_CODE,
  ERR_INVALID_PASSWORD,
  ERR_UNSUPPORTED_ENCRYPTION,
  type FileEntry,
} from "@zip.js/zip.js/lib/zip-core-reader.js";
import type { ZipMemberReader } from "./member-reader.ts";
import { STORED } from "./methods.ts";

/**
 * Decrypts an encrypted member with a password: the result is still packed.
 *
 * @throws DecryptError, and what the file's stream throws when it cannot be read
 */
export async function* decrypted(entry: FileEntry, password: string): AsyncGenerator<Uint8Array, void, void> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const reader = readable.getReader();
  const options = { password, passThrough: "compressed", useWebWorkers: false } as const;
  const written = entry.getData(writable, options).then(
    () => null,
    async (error: unknown) => {
      // A failure before zip.js takes the stream would leave the stream's reader waiting.
      await writable.abort(error).catch(() => undefined);
      return error;
    },
  );
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    const error = await written;
    if (error !== null) throw error;
  } catch (error) {
    throw decryptError(error);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function decryptError(error: unknown): unknown {
  // zip.js throws plain Errors; a file that cannot be read ends its stream with a DOMException or a TypeError.
  if (!(error instanceof Error) || error.name !== "Error") return error;
  switch (error.message) {
    case ERR_INVALID_PASSWORD:
      return new DecryptError({ kind: "wrong-password" });
    case ERR_UNSUPPORTED_ENCRYPTION:
      return new DecryptError({ kind: "unsupported-encryption" });
    case ERR_INVALID_AUTHENTICATION_CODE:
      return new DecryptError({ kind: "authentication" });
    default:
      return new DecryptError({ kind: "decryption", detail: error.message });
  }
}

/** The amount of content read to decide whether a password is right. */
const PROBE_BYTES = 256 * 1024;

/**
 * Whether a password opens a member. The old encryption checks a password by a single byte, so the decrypted content
 * must be sound as well: `damaged` means that the byte is right and the content is not.
 *
 * @param open makes a reader of the decrypted data
 */
export async function opensWith(
  entry: FileEntry,
  password: string,
  open: (data: AsyncGenerator<Uint8Array, void, void>) => ZipMemberReader,
): Promise<"opens" | "wrong" | "unsupported" | "damaged"> {
  const reader = open(decrypted(entry, password));
  // Only the checksum at the end shows whether stored content is sound.
  const enough = entry.zipCrypto && entry.compressionMethod === STORED ? Infinity : PROBE_BYTES;
  while (reader.unpacked < enough && (await reader.read()) !== null);
  await reader.close();
  if (reader.decryptFailure === "wrong-password") return "wrong";
  if (reader.decryptFailure === "unsupported-encryption") return "unsupported";
  return entry.zipCrypto && reader.fault !== null ? "damaged" : "opens";
}
