import { CaseFileError } from "./fault.ts";
import type { Encryption } from "./header.ts";

/** Encrypts and decrypts the parts of one file, or leaves them as they are. */
export interface Seal {
  /** @param number of the part, from 0 on */
  close(part: Uint8Array<ArrayBuffer>, number: number, isLast: boolean): Promise<Uint8Array<ArrayBuffer>>;
  /** @returns null if the part was not closed with the same key, number and place */
  open(
    part: Uint8Array<ArrayBuffer>,
    number: number,
    isLast: boolean,
  ): Promise<Uint8Array<ArrayBuffer> | null>;
}

/** OWASP's figure for PBKDF2 with HMAC-SHA-256 is 600,000 (Password Storage Cheat Sheet, 2023). About half a second. */
export const ITERATIONS = 1_000_000;

/** For a file that is not encrypted. */
export const NO_SEAL: Seal = {
  close: (part) => Promise.resolve(part),
  open: (part) => Promise.resolve(part),
};

/** Whether the browser lets this page encrypt: on `file:` and `https:` it does. */
export function canEncrypt(): boolean {
  return (globalThis.crypto as Crypto | undefined)?.subtle !== undefined;
}

/**
 * The seal of a passphrase. Parts are encrypted as in the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár,
 * CRYPTO 2015): the nonce of each has its number and whether it is the last, so that none can be left out, moved, or
 * taken from another file, and the file cannot be cut short. The header is authenticated with each part.
 *
 * @throws CaseFileError `no-encryption`
 */
export function sealOf(
  passphrase: string,
  { iterations, salt, nonce }: Encryption,
  header: Uint8Array<ArrayBuffer>,
): Seal {
  if (!canEncrypt()) throw new CaseFileError({ code: "no-encryption", data: {} });
  const { subtle } = crypto;
  let key: Promise<CryptoKey> | undefined;
  // Derived when it is first needed: a damaged file is known as such before.
  const keyOf = (): Promise<CryptoKey> => (key ??= derived(passphrase, iterations, salt));
  const parametersOf = (number: number, isLast: boolean): AesGcmParams => {
    const iv = new Uint8Array(12);
    iv.set(nonce);
    new DataView(iv.buffer).setUint32(nonce.length, number);
    iv[11] = isLast ? 1 : 0;
    return { name: "AES-GCM", iv, additionalData: header };
  };
  return {
    async close(part, number, isLast) {
      return new Uint8Array(await subtle.encrypt(parametersOf(number, isLast), await keyOf(), part));
    },
    async open(part, number, isLast) {
      const opening = await keyOf();
      try {
        return new Uint8Array(await subtle.decrypt(parametersOf(number, isLast), opening, part));
      } catch {
        // WebCrypto says no more than that the tag is not right.
        return null;
      }
    },
  };
}

async function derived(
  passphrase: string,
  iterations: number,
  salt: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  const { subtle } = crypto;
  // The same letters may be typed as one character or as two.
  const typed = new TextEncoder().encode(passphrase.normalize("NFC"));
  const material = await subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  return subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}
