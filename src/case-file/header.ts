import { crc32, joined } from "../bytes/index.ts";
import { CaseFileError, damagedAt } from "./fault.ts";
import { fromHex, toHex } from "./hex.ts";

/**
 * What a case file begins with, as that of a PNG: a byte that no text begins with, a name, and line ends that a transfer
 * as text would change.
 */
const MAGIC = Uint8Array.of(0x89, 0x4c, 0x6f, 0x75, 0x70, 0x65, 0x0d, 0x0a, 0x1a, 0x0a);
/** A file whose first bytes are damaged is still to be called damaged, and not to be read as evidence. */
const MATCHING = MAGIC.length - 2;

/** The version of the container. A newer one may change everything after the header, but not where the header's parts are. */
const CONTAINER = 1;
const MOST_HEADER_BYTES = 16 * 1024;
/** The magic bytes, the container's version, and the length of the JSON text. */
const PREFIX_BYTES = MAGIC.length + 2 + 4;
const SUM_BYTES = 4;

/** What a reader must know before it can read the rest. It is never encrypted, and says nothing about the case. */
export interface CaseFileHeader {
  /** The version of the database whose records it has. */
  readonly database: number;
  /** The version of Loupe that wrote it. */
  readonly loupe: string;
  /** Null if the file is not encrypted. */
  readonly encryption: Encryption | null;
}

/** How the parts of a file are encrypted: AES-256-GCM, with a key that PBKDF2 with HMAC-SHA-256 derives from a passphrase. */
export interface Encryption {
  readonly iterations: number;
  readonly salt: Uint8Array<ArrayBuffer>;
  /** The first bytes of each part's nonce. */
  readonly nonce: Uint8Array<ArrayBuffer>;
}

export const SALT_BYTES = 16;
export const NONCE_BYTES = 7;
/** What a header may ask for: fewer would be a weak key, and many more would keep the page busy for minutes. */
const ITERATIONS = { least: 100_000, most: 10_000_000 } as const;
const CIPHER = "AES-256-GCM";
const DERIVATION = "PBKDF2-HMAC-SHA-256";

/** Whether a file is a case file, by its first bytes. */
export function isCaseFile(head: Uint8Array): boolean {
  return MAGIC.reduce((same, byte, i) => same + (head[i] === byte ? 1 : 0), 0) >= MATCHING;
}

export function headerBytes({ database, loupe, encryption }: CaseFileHeader): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(
    JSON.stringify({
      loupe,
      database,
      ...(encryption !== null && {
        encryption: {
          cipher: CIPHER,
          derivation: DERIVATION,
          iterations: encryption.iterations,
          salt: toHex(encryption.salt),
          nonce: toHex(encryption.nonce),
        },
      }),
    }),
  );
  const bytes = joined([MAGIC, new Uint8Array(6), json, new Uint8Array(SUM_BYTES)]);
  const view = new DataView(bytes.buffer);
  view.setUint16(MAGIC.length, CONTAINER);
  view.setUint32(MAGIC.length + 2, json.length);
  const end = PREFIX_BYTES + json.length;
  view.setUint32(end, crc32(bytes, 0, end));
  return bytes;
}

/**
 * Reads the header at the beginning of a file.
 *
 * @param start the first bytes of the file, at least `HEADER_READ_BYTES` if it has as many
 * @param size of the whole file
 * @returns the header and its bytes
 * @throws CaseFileError
 */
export function readHeader(
  start: Uint8Array<ArrayBuffer>,
  size: number,
): { readonly header: CaseFileHeader; readonly bytes: Uint8Array<ArrayBuffer> } {
  if (start.length < PREFIX_BYTES) throw cutShort(size);
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const length = view.getUint32(MAGIC.length + 2);
  if (length > MOST_HEADER_BYTES) throw damagedAt(0);
  const end = PREFIX_BYTES + length;
  if (start.length < end + SUM_BYTES) throw cutShort(size);
  if (crc32(start, 0, end) !== view.getUint32(end)) throw damagedAt(0);
  if (!MAGIC.every((byte, i) => start[i] === byte)) throw damagedAt(0);
  const json = parsed(start.subarray(PREFIX_BYTES, end));
  const loupe = typeof json["loupe"] === "string" ? json["loupe"].slice(0, 100) : "";
  if (view.getUint16(MAGIC.length) > CONTAINER)
    throw new CaseFileError({ code: "newer", data: { version: loupe } });
  const database = json["database"];
  if (typeof database !== "number" || !Number.isInteger(database)) throw damagedAt(0);
  const header = { loupe, database, encryption: encryptionOf(json["encryption"]) };
  return { header, bytes: start.slice(0, end + SUM_BYTES) };
}

/** The bytes that surely have the header. */
export const HEADER_READ_BYTES = PREFIX_BYTES + MOST_HEADER_BYTES + SUM_BYTES;

function parsed(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof json === "object" && json !== null) return json as Record<string, unknown>;
  } catch {
    // Reported with the other texts that are no header.
  }
  throw damagedAt(0);
}

function encryptionOf(json: unknown): Encryption | null {
  if (json === undefined) return null;
  if (typeof json !== "object" || json === null) throw damagedAt(0);
  const { cipher, derivation, iterations, salt, nonce } = json as Readonly<Record<string, unknown>>;
  if (cipher !== CIPHER || derivation !== DERIVATION)
    throw new CaseFileError({ code: "newer", data: { version: "" } });
  const [salted, begun] = [fromHex(salt, SALT_BYTES), fromHex(nonce, NONCE_BYTES)];
  if (typeof iterations !== "number" || !Number.isInteger(iterations)) throw damagedAt(0);
  if (iterations < ITERATIONS.least || iterations > ITERATIONS.most) throw damagedAt(0);
  if (salted === null || begun === null) throw damagedAt(0);
  return { iterations, salt: salted, nonce: begun };
}

function cutShort(size: number): CaseFileError {
  return new CaseFileError({ code: "cut-short", data: { size } });
}
