import { CaseFile } from "../../src/case-file/index.ts";
import { headerBytes } from "../../src/case-file/header.ts";
import { PartWriter } from "../../src/case-file/parts.ts";
import { recordBytes } from "../../src/case-file/records.ts";
import { NO_SEAL } from "../../src/case-file/seal.ts";
import { writeCaseFile } from "../../src/case-file/write-case-file.ts";
import { DATABASE_VERSION } from "../../src/case/index.ts";
import { mulberry32, pick } from "../bench/random.ts";
import { CASE, currentCases, entriesOf, smallCase } from "../case-file/stored-cases.ts";
import { mutate } from "./mutate.ts";
import type { Tally } from "./tally.ts";

/** The fewest that a file may have. */
const FEWEST_ITERATIONS = 100_000;
const PASSPHRASE = "a passphrase";

interface CaseSample {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Damages case files. Of a file, every change is to be noticed; records that were changed before the file was sealed are
 * either a case or refused. Neither may throw.
 */
export class CaseFileFuzzer {
  #samples: { readonly files: readonly CaseSample[]; readonly contents: readonly CaseSample[] } | null = null;

  async run(seed: number, tally: Tally): Promise<void> {
    const random = mulberry32(seed);
    for (let i = 0; i < 4; i++) random();
    this.#samples ??= await samples();
    const isSealedAfter = random() < 0.5;
    const some = isSealedAfter ? this.#samples.contents : this.#samples.files;
    const sample = pick(random, some);
    const mutant = mutate(sample.bytes, pick(random, some).bytes, random);
    const trace = `${sample.name}${isSealedAfter ? ", sealed after" : ""}: ${mutant.changes}`;
    const isSame = Buffer.from(sample.bytes).equals(mutant.bytes);
    const start = performance.now();
    try {
      const code = await faultOf(isSealedAfter ? await sealed(mutant.bytes) : new Blob([mutant.bytes]));
      if (isSame ? code !== undefined : code === undefined && !isSealedAfter)
        tally.fail("silent loss", seed, `${trace}: ${code ?? "read"}`);
    } catch (error) {
      tally.fail("crash", seed, `${trace}: ${error instanceof Error ? (error.stack ?? "") : String(error)}`);
    }
    tally.mutant(performance.now() - start, seed);
  }
}

async function samples() {
  const cases = [smallCase(), ...currentCases()];
  const [files, contents]: [CaseSample[], CaseSample[]] = [[], []];
  for (const source of cases) {
    for (const passphrase of [null, PASSPHRASE]) {
      const options = { database: DATABASE_VERSION, loupe: "1", without: [], iterations: FEWEST_ITERATIONS };
      const pieces: Uint8Array<ArrayBuffer>[] = [];
      for await (const piece of writeCaseFile(source, { ...options, passphrase })) pieces.push(piece);
      const name = `${source.info.name}${passphrase === null ? "" : ", encrypted"}`;
      files.push({ name, bytes: Uint8Array.from(Buffer.concat(pieces)) });
    }
    const entries = (await entriesOf(source)).map(({ store, key, value }) => ({
      ...{ store, key: [...key].slice(1) },
      value,
    }));
    const info = { name: source.info.name, createdAt: 1, origin: CASE, without: [] };
    const records = [{ case: info }, ...entries, { entries: entries.length }];
    const bytes = Uint8Array.from(Buffer.concat(records.flatMap((record) => [...recordBytes(record)])));
    contents.push({ name: source.info.name, bytes });
  }
  return { files, contents };
}

/** A whole file with these bytes as its records. */
async function sealed(content: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const parts = new PartWriter(NO_SEAL);
  const bytes = [headerBytes({ database: DATABASE_VERSION, loupe: "1", encryption: null })];
  for await (const part of parts.add(content)) bytes.push(part);
  bytes.push(await parts.end());
  return new Blob(bytes);
}

async function faultOf(file: Blob): Promise<string | undefined> {
  const opened = await CaseFile.open(file, DATABASE_VERSION);
  if ("fault" in opened) return opened.fault.code;
  const info = await opened.value.unlock(PASSPHRASE);
  if ("fault" in info) return info.fault.code;
  const result = await opened.value.read(CASE, () => Promise.resolve());
  return "fault" in result ? result.fault.code : undefined;
}
