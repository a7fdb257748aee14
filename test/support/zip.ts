import { constants, crc32, deflateRawSync } from "node:zlib";
import { BlobReader, TextWriter, ZipReader } from "@zip.js/zip.js";

/** A member of a handmade zip archive, in which anything can be wrong. */
export interface Part {
  readonly path: string;
  readonly data: string | Uint8Array;
  readonly stored?: boolean;
  /** Marks the member as protected by a password. */
  readonly encrypted?: boolean;
  /** Written to both headers instead of the true size and checksum. */
  readonly size?: number;
  readonly crc?: number;
  /** Written instead of the compressed data. */
  readonly packed?: Uint8Array;
}

/** A zip archive of the parts, according to APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16, without extra fields. */
export function zip(parts: readonly Part[], comment = ""): Uint8Array<ArrayBuffer> {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, data, stored = false, encrypted = false, size, crc, packed: given } of parts) {
    const raw = Buffer.from(data as Uint8Array);
    const packed = Buffer.from(given ?? (stored ? raw : deflateRawSync(raw)));
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800 | (encrypted ? 1 : 0), 2);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(crc ?? crc32(raw), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size ?? raw.length, 18);
    common.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, entry, name);
    const local = [Buffer.from("PK\x03\x04", "latin1"), common, name, packed];
    pieces.push(...local);
    offset += local.reduce((sum, piece) => sum + piece.length, 0);
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return new Uint8Array(Buffer.concat([...pieces, central, end, Buffer.from(comment)]));
}

/**
 * Deflate data that unpacks to many repetitions of a piece, which is compressed once: for content that would not fit
 * in memory.
 */
export function repeated(piece: Uint8Array, times: number): Uint8Array {
  const open = deflateRawSync(piece, { finishFlush: constants.Z_FULL_FLUSH });
  // An empty last block with fixed codes.
  return Buffer.concat([...Array<Uint8Array>(times).fill(open), Buffer.from([3, 0])]);
}

/** The members of an archive, in its order, with their texts. */
export async function unzipped(archive: Blob): Promise<ReadonlyMap<string, string>> {
  const reader = new ZipReader(new BlobReader(archive));
  const members = new Map<string, string>();
  for (const entry of await reader.getEntries())
    if (!entry.directory) members.set(entry.filename, await entry.getData(new TextWriter()));
  await reader.close();
  return members;
}
