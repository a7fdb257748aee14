import { isDeepStrictEqual } from "node:util";
import type { ByteSource } from "../../src/bytes/index.ts";
import type { ArtifactProblem } from "../../src/artifacts/index.ts";
import { readHive, readMinidump, readReg, readUsn, readWer } from "../../src/artifacts/index.ts";
import { artifactProblemSentence } from "../../src/wording/index.ts";
import { filetime, utf16 } from "../artifacts/bytes-writer.ts";
import { writeDump } from "../artifacts/dump-writer.ts";
import { dword, type KeySpec, sz, TYPE, writeHive } from "../artifacts/hive-writer.ts";
import { writeNewLog, writeOldLog } from "../artifacts/log-writer.ts";
import { all, blob, inPieces } from "../artifacts/read-support.ts";
import { writeJournal } from "../artifacts/usn-writer.ts";
import { mulberry32, pick, type Random } from "../bench/random.ts";
import { mutate } from "./mutate.ts";
import type { Tally } from "./tally.ts";

export const ARTIFACTS = ["hive", "reg", "dump", "wer", "usn"] as const;
export type ArtifactKind = (typeof ARTIFACTS)[number];

/** Far more than any of these small files needs. */
const PATIENCE_MS = 10_000;

interface ArtifactSample {
  /** The files of one artifact: a hive has its logs beside it. */
  readonly files: readonly Uint8Array[];
  /** Everything that can be asked of it, and its problems. */
  readonly read: (files: readonly ByteSource[], bytes: readonly Uint8Array[]) => Promise<Outcome>;
}

interface Outcome {
  readonly found: unknown;
  readonly problems: readonly ArtifactProblem[];
}

const WRITTEN = "2026-03-14T08:00:00.0000000Z";

/** A hive with every kind of list and data, of which the values grow from state to state. */
function hive(value: number): Uint8Array<ArrayBuffer> {
  const many = Array.from({ length: 12 }, (_, i): KeySpec => ({ name: `k${i}`, values: [dword("v", i)] }));
  const root: KeySpec = {
    name: "ROOT",
    className: "class",
    keys: [
      { name: "Microsoft", list: "lf", keys: [{ name: "LocalDumps", values: [dword("DumpType", value)] }] },
      { name: "Policies", list: "ri", keys: many },
      { name: "gone", deleted: true, values: [dword("DumpType", 2), sz("DumpFolder", "C:\\d")] },
      { name: "Ключ", list: "li", keys: many.slice(0, 3) },
    ],
    values: [
      { name: "big", type: TYPE.binary, data: new Uint8Array(17_000).fill(value) },
      { name: "list", type: TYPE.multiSz, data: utf16("a\0b\0\0") },
      { name: "grows", type: TYPE.binary, data: new Uint8Array(value * 3000) },
    ],
  };
  return writeHive(root, { primary: 101, secondary: 100, written: WRITTEN }).bytes;
}

async function readAnyHive([source, ...logs]: readonly ByteSource[]): Promise<Outcome> {
  const found = await readHive(source!, logs, "SOFTWARE");
  const keys = await all(found.keys());
  const deleted = await found.deleted(["gone", "DumpType", "DumpFolder", "v"]);
  const key = found.get("Microsoft\\LocalDumps");
  const { root, kind, dirty, recovered, open, applied, problems } = found;
  return { found: { keys, deleted, key, root, kind, dirty, recovered, open, applied }, problems };
}

const before = hive(0);
const written = filetime(WRITTEN);
const HIVES: readonly ArtifactSample[] = [
  {
    files: [before, writeNewLog({ primary: 101, before, states: [hive(1), hive(2)] })],
    read: readAnyHive,
  },
  { files: [before, writeOldLog({ primary: 101, before, states: [hive(2)], written })], read: readAnyHive },
];

const text = (value: string, read: (bytes: Uint8Array) => Outcome): ArtifactSample => ({
  files: [utf16(`\ufeff${value}`)],
  read: (_, [bytes]) => Promise.resolve(read(bytes!)),
});

const KEY = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
const REG_FILE = `Windows Registry Editor Version 5.00\r\n\r\n[${KEY}]\r\n"DumpType"=dword:00000002\r\n@="a\\"b"\r\n"f"=hex(2):25,00,\\\r\n  00,00\r\n"x"=-\r\n[-${KEY}\\old]\r\n`;
const REG_QUERY = `\r\n${KEY}\r\n    DumpType    REG_DWORD    0x2\r\n    (Default)    REG_MULTI_SZ    a\\0b\r\n    r    REG_BINARY    01AB\r\n`;
const WER = `Version=1\r\nEventType=APPCRASH\r\nEventTime=134179540810000000\r\nSig[0].Name=Application Name\r\nSig[0].Value=lsass.exe\r\nSig[6].Name=Exception Code\r\nSig[6].Value=c0000001\r\nLoadedModule[0]=C:\\a.exe\r\nUI[2]=C:\\Windows\\System32\\lsass.exe\r\n`;

const reg = (bytes: Uint8Array): Outcome => {
  const { problems, ...found } = readReg(bytes);
  return { found, problems };
};

async function readAnyDump([source]: readonly ByteSource[]): Promise<Outcome> {
  const found = await readMinidump(source!);
  return { found, problems: found?.problems ?? [] };
}

const MODULES = ["C:\\Windows\\System32\\lsass.exe", "C:\\Windows\\System32\\ntdll.dll"];

const SAMPLES: Readonly<Record<ArtifactKind, readonly ArtifactSample[]>> = {
  hive: HIVES,
  reg: [text(REG_FILE, reg), text(REG_QUERY, reg)],
  dump: [
    writeDump({ modules: MODULES, pid: 652, exception: 0xc000_0001, flags: 2, memory64: [500, 900] }),
    writeDump({ modules: MODULES, pid: 652, memory: [64, 64], comment: "*** procdump" }),
  ].map((bytes) => ({ files: [bytes], read: readAnyDump })),
  wer: [
    text(WER, (bytes) => {
      const { problems, ...found } = readWer(bytes);
      return { found, problems };
    }),
  ],
  usn: [
    {
      files: [
        writeJournal(
          Array.from({ length: 120 }, (_, i) => ({
            name: `file${i}.tmp`,
            time: "2026-03-14T09:00:00.0000000Z",
            reason: 0x8000_0102,
            entry: i,
            version: ([2, 3, 4] as const)[i % 3]!,
          })),
        ),
      ],
      read: async ([source]) => {
        const journal = readUsn(source!);
        return { found: await all(journal), problems: journal.problems };
      },
    },
  ],
};

/**
 * Damages artifacts. Nothing may throw or hang, the sizes of the pieces in which the bytes arrive change nothing, and
 * every problem has a sentence.
 */
export class ArtifactFuzzer {
  readonly #kind: ArtifactKind;

  constructor(kind: ArtifactKind) {
    this.#kind = kind;
  }

  async run(seed: number, tally: Tally): Promise<void> {
    const random = mulberry32(seed);
    for (let i = 0; i < 4; i++) random();
    const { files, read } = pick(random, SAMPLES[this.#kind]);
    const { damaged, changes } = damage(files, random);
    const start = performance.now();
    try {
      const whole = await read(damaged.map(blob), damaged);
      const milliseconds = performance.now() - start;
      tally.mutant(milliseconds, seed);
      if (milliseconds > PATIENCE_MS) tally.fail("hang", seed, changes);
      for (const problem of whole.problems) artifactProblemSentence(problem);
      const piece = 61 + Math.floor(random() * 5000);
      const inParts = await read(
        damaged.map((bytes) => inPieces(bytes, piece)),
        damaged,
      );
      if (!isDeepStrictEqual(inParts, whole)) tally.fail("depends on chunking", seed, changes);
    } catch (error) {
      tally.fail("crash", seed, `${changes}: ${String(error)}`);
    }
  }
}

/** Sizes, counts and offsets that are too large, too small or negative. */
const NUMBERS = [0, 1, 7, 8, 0x7fff, 0xffff, 0x7fff_fff8, 0x8000_0000, 0xffff_fff8, 0xffff_ffff];

/** Damages one of the files: as any file is damaged, or in the numbers that structures consist of. */
function damage(
  files: readonly Uint8Array[],
  random: Random,
): { readonly damaged: readonly Uint8Array[]; readonly changes: string } {
  const which = Math.floor(random() * files.length);
  const { bytes, changes } =
    random() < 0.5 ? mutate(files[which]!, pick(random, files), random) : otherNumbers(files[which]!, random);
  return {
    damaged: files.map((each, i) => (i === which ? bytes : each)),
    changes: `file ${which}: ${changes}`,
  };
}

/** Writes numbers in place of others, at places where a structure has some: zeros and fillings are left alone. */
function otherNumbers(
  file: Uint8Array,
  random: Random,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly changes: string } {
  const bytes = file.slice();
  const view = new DataView(bytes.buffer);
  const changes: string[] = [];
  const count = 1 + Math.floor(random() * 4);
  for (let tries = 0; changes.length < count && tries < 1000; tries++) {
    const at = 2 * Math.floor((random() * (bytes.length - 4)) / 2);
    if (at < 0 || (view.getUint32(at, true) === 0 && random() < 0.95)) continue;
    const number = random() < 0.5 ? pick(random, NUMBERS) : 8 * Math.floor((random() * bytes.length) / 8);
    view.setUint32(at, number, true);
    changes.push(`${number} at ${at}`);
  }
  return { bytes, changes: changes.join(", ") };
}
