import { type Case, type Entry, isPageOwnerOfRule } from "../case/index.ts";
import {
  type CaseFileEntry,
  type CaseFileInfo,
  type OptionalContent,
  storesOf,
  valueInCase,
  valueWithout,
} from "./case-file-entry.ts";
import { headerBytes, NONCE_BYTES, SALT_BYTES } from "./header.ts";
import { PartWriter } from "./parts.ts";
import { recordBytes } from "./records.ts";
import { isEntry } from "./schema/entry-checks.ts";
import { ITERATIONS, NO_SEAL, sealOf } from "./seal.ts";

export interface CaseFileSource {
  readonly info: Case;
  /** The entries of a store, in the order of their keys, some at a time. */
  entries(store: CaseFileEntry["store"]): AsyncIterable<readonly Entry[]>;
}

export interface CaseFileOptions {
  /** The version of the database that the entries are from. */
  readonly database: number;
  /** The version of this Loupe. */
  readonly loupe: string;
  readonly without: readonly OptionalContent[];
  /** Null for a file that is not encrypted. */
  readonly passphrase: string | null;
  /** Derivations of the key; for tests, which have many files to make. */
  readonly iterations?: number;
}

/**
 * Writes a case as a file. Without a passphrase, the same case gives the same bytes in the same browser.
 *
 * @param written called with how many entries are written
 * @returns the bytes of the file, in pieces of up to about a megabyte
 * @param options a passphrase only where `canEncrypt`
 * @throws whatever the source throws; RangeError for an entry that no file may have
 */
export async function* writeCaseFile(
  source: CaseFileSource,
  { database, loupe, without, passphrase, iterations = ITERATIONS }: CaseFileOptions,
  written: (entries: number) => void = () => undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));
  const encryption =
    passphrase === null ? null : { iterations, salt: random(SALT_BYTES), nonce: random(NONCE_BYTES) };
  const header = headerBytes({ database, loupe, encryption });
  const seal = passphrase === null || encryption === null ? NO_SEAL : sealOf(passphrase, encryption, header);
  yield header;
  const parts = new PartWriter(seal);
  yield* partsOf(parts, { case: infoOf(source.info, without) });
  const files = new Set<string>();
  let count = 0;
  for (const store of storesOf(without)) {
    for await (const entries of source.entries(store)) {
      for (const entry of entries) {
        const plain = plainEntry(entry, store, without);
        if (store === "evidence") files.add(String(plain.key[0]));
        if (isOrphan(plain, files)) continue;
        // A file that no Loupe opens would be found out too late.
        if (!isEntry(plain, files)) throw new RangeError(`An entry of ${store} is not as Loupe writes it.`);
        yield* partsOf(parts, plain);
        count++;
      }
      written(count);
    }
  }
  yield* partsOf(parts, { entries: count });
  yield parts.end();
}

async function* partsOf(parts: PartWriter, record: unknown): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for (const piece of recordBytes(record)) yield* parts.add(piece);
}

function infoOf(info: Case, without: readonly OptionalContent[]): CaseFileInfo {
  const { id, origin = id, name, createdAt, unstored, queries, report, without: lacked = [] } = info;
  return {
    name,
    createdAt,
    origin,
    ...(unstored !== undefined && { unstored }),
    ...(queries !== undefined && { queries }),
    ...(report !== undefined && { report }),
    without: [...new Set([...lacked, ...without])].sort(),
  };
}

function plainEntry(
  { key, value }: Entry,
  store: CaseFileEntry["store"],
  without: readonly OptionalContent[],
): CaseFileEntry {
  const plain = { store, key: key.slice(1) as (string | number)[], value: valueInCase(value, "") };
  return { ...plain, value: valueWithout(plain, without) };
}

const OF_FILES: ReadonlySet<string> = new Set(["findings", "rows", "sightings", "nearMisses", "events"]);

/** Whether it is of a file that the case does not have, as after a crash: no page shows such an entry. */
function isOrphan({ store, key: [owner] }: CaseFileEntry, files: ReadonlySet<string>): boolean {
  const isOfRule = typeof owner === "string" && isPageOwnerOfRule(owner);
  return OF_FILES.has(store) && !isOfRule && !files.has(String(owner));
}
