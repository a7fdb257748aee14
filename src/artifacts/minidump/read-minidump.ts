import type { ByteSource } from "../../bytes/index.ts";
import { type ArtifactProblem, ProblemList } from "../diagnostic.ts";
import { u16, u32 } from "../little-endian.ts";
import { isStagedCrash } from "../staged-crash.ts";
import { latin1Text, utf16Text } from "../text.ts";
import { type DumpDirectory, dumpDirectory, type Stream, STREAM } from "./directory.ts";
import { DumpReader } from "./dump-reader.ts";
import { type KernelDump, kernelDump } from "./kernel-dump.ts";
import { type DumpMemory, dumpMemory } from "./memory.ts";
import { modules, type Modules } from "./modules.ts";
import { isProtectedDump } from "./protected-dump.ts";

const FULL_MEMORY = 0x2;
const PRIVATE_MEMORY = 0x200;
const HAS_PROCESS_ID = 0x1;
const MOST_COMMENT_BYTES = 4096;
const ARCHITECTURES: ReadonlyMap<number, string> = new Map([
  [0, "x86"],
  [5, "arm"],
  [9, "x64"],
  [12, "arm64"],
]);

/** What a crash dump is: of which program, how much of it, and how it came about. None of its memory is read. */
export interface Minidump {
  /** `protected`: an encrypted dump, as Windows writes of protected processes; nothing else of it can be known. */
  readonly kind: "minidump" | "kernel" | "protected";
  /** The name of the program, from its path. */
  readonly process: string | null;
  readonly processPath: string | null;
  readonly pid: number | null;
  /** Whether it has all memory of the process. */
  readonly full: boolean;
  /** Whether it has the private memory alone, as the larger dumps of Windows Error Reporting do. */
  readonly heap: boolean;
  readonly complete: boolean;
  /** How many bytes are missing at the end. */
  readonly missingBytes: number;
  /** In hexadecimal: `0xc0000005`. Null if nothing crashed: a tool asked for the dump. */
  readonly exceptionCode: string | null;
  /** A crash of lsass that only a tool causes, in order to get the dump. */
  readonly isStagedCrash: boolean;
  /** The first bytes were replaced, so that nothing finds the dump by them. */
  readonly signatureReplaced: boolean;
  /** The tool that the dump's form or comment gives away. */
  readonly tool: "nanodump" | "procdump" | null;
  /** When it was written; null if it does not say. */
  readonly time: string | null;
  readonly flags: number;
  readonly architecture: string | null;
  readonly osBuild: number | null;
  readonly modules: readonly string[];
  readonly threads: number | null;
  /** How much memory it has, or should have. */
  readonly memoryBytes: number;
  readonly comment: string | null;
  /** Numbers of its streams, as Windows counts them. */
  readonly streams: readonly number[];
  readonly kernel: KernelDump | null;
  readonly problems: readonly ArtifactProblem[];
}

/**
 * Judges a crash dump by its header, its directory and a few streams: under 3 MiB of a file of any size.
 *
 * @param source a file; its name, if it has one, says whether encrypted content may be a dump
 * @returns null if it is no dump
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function readMinidump(
  source: ByteSource & { readonly name?: string },
  name = source.name ?? "",
): Promise<Minidump | null> {
  const reader = new DumpReader(source);
  const kernel = await kernelDump(reader);
  if (kernel !== null) return ofKernel(kernel);
  const directory = await dumpDirectory(reader);
  if (directory !== null) return ofProcess(reader, directory);
  return (await isProtectedDump(reader, name)) ? { ...NOTHING, kind: "protected" } : null;
}

const NOTHING: Omit<Minidump, "kind"> = {
  process: null,
  processPath: null,
  pid: null,
  full: false,
  heap: false,
  complete: false,
  missingBytes: 0,
  exceptionCode: null,
  isStagedCrash: false,
  signatureReplaced: false,
  tool: null,
  time: null,
  flags: 0,
  architecture: null,
  osBuild: null,
  modules: [],
  threads: null,
  memoryBytes: 0,
  comment: null,
  streams: [],
  kernel: null,
  problems: [],
};

function ofKernel(kernel: KernelDump): Minidump {
  const { missingBytes, time, isComplete } = kernel;
  return { ...NOTHING, kind: "kernel", kernel, time, missingBytes, complete: isComplete };
}

async function ofProcess(reader: DumpReader, directory: DumpDirectory): Promise<Minidump> {
  const problems = new ProblemList();
  const { flags, seconds, streams, says, directoryAt } = directory;
  if (streams.length < says) problems.add("dump-directory", { kind: "streams", streams: says }, directoryAt);
  const outside = streams.filter((stream) => isKnown(stream) && stream.at + stream.size > reader.size);
  if (outside.length > 0) {
    problems.add("dump-directory", { kind: "outside", streams: outside.length }, directoryAt);
  }
  /** Reads the stream of a type, if the dump has one; what cannot be read is reported. */
  const of = async <T>(type: number, read: (stream: Stream) => Promise<T | null>): Promise<T | null> => {
    const stream = streams.find((each) => each.type === type && each.size > 0);
    if (stream === undefined) return null;
    const found = await read(stream);
    if (found === null) problems.add("dump-stream", { kind: "unreadable", stream: type }, stream.at);
    return found;
  };
  const bytesOf = (type: number, length: number): Promise<Uint8Array | null> =>
    of(type, ({ at, size }) => reader.read(at, Math.min(size, length)));

  // Where the memory is comes first, so that nothing after it touches it.
  const memory = await dumpMemory(reader, streams);
  const memoryStream = streams.find(({ type, size }) => isMemory(type) && size > 0);
  if (memory === null && memoryStream !== undefined) {
    problems.add("dump-stream", { kind: "unreadable", stream: memoryStream.type }, memoryStream.at);
  }
  reader.keepOut(memory?.extents ?? []);
  const list = await of(STREAM.modules, (stream) => modules(reader, stream));
  const moduleStream = streams.find(({ type }) => type === STREAM.modules);
  for (const [part, stream] of [
    [memory, memoryStream],
    [list, moduleStream],
  ] as const) {
    if (part?.isCut === true && stream !== undefined) {
      problems.add("dump-stream", { kind: "count", stream: stream.type }, stream.at);
    }
  }
  const system = await bytesOf(STREAM.system, 20);
  const misc = await bytesOf(STREAM.misc, 12);
  const exception = await bytesOf(STREAM.exception, 12);
  const threads = await bytesOf(STREAM.threads, 4);
  const ansi = await bytesOf(STREAM.ansiComment, MOST_COMMENT_BYTES);
  const wide = await bytesOf(STREAM.comment, MOST_COMMENT_BYTES);
  if (reader.isExhausted) problems.add("dump-limit", {}, 0);

  const processPath = list?.paths[0] ?? null;
  const code = exception !== null && exception.length >= 12 ? u32(exception, 8) : null;
  const comment = commentOf(ansi, wide);
  const missingBytes = missing(streams, memory, reader.size);
  return {
    ...NOTHING,
    kind: "minidump",
    process: processPath === null ? null : processPath.split(/[\\/]/).at(-1)!,
    processPath,
    pid: misc !== null && misc.length >= 12 && (u32(misc, 4) & HAS_PROCESS_ID) !== 0 ? u32(misc, 8) : null,
    ...extentOf(flags, memory, list),
    complete: missingBytes === 0 && outside.length === 0 && streams.length === says && streams.some(isKnown),
    missingBytes,
    exceptionCode: code === null ? null : `0x${code.toString(16).padStart(8, "0")}`,
    isStagedCrash: isStagedCrash(processPath, code),
    signatureReplaced: directory.isSignatureReplaced,
    tool: toolOf(directory, comment),
    time: seconds === 0 ? null : new Date(seconds * 1000).toISOString(),
    flags,
    architecture: system === null ? null : (ARCHITECTURES.get(u16(system, 0)) ?? String(u16(system, 0))),
    osBuild: system !== null && system.length >= 20 ? u32(system, 16) : null,
    modules: list?.paths.filter((path) => path !== null) ?? [],
    threads: threads !== null && threads.length >= 4 ? u32(threads, 0) : null,
    memoryBytes: memory?.bytes ?? 0,
    comment,
    streams: streams.map(({ type }) => type),
    problems: problems.all,
  };
}

/** Streams of Windows have small numbers; other writers have others, in which anything may be. */
const isKnown = ({ type }: Stream): boolean => type > STREAM.unused && type < 0x1_0000;
const isMemory = (type: number): boolean => type === STREAM.memory64 || type === STREAM.memory;

/**
 * Whether all memory is there. The flags alone do not decide: a tool can leave them out. A list of long ranges is
 * written for full memory, or with a flag of its own for the private part of it.
 */
function extentOf(
  flags: number,
  memory: DumpMemory | null,
  list: Modules | null,
): { readonly full: boolean; readonly heap: boolean } {
  const isPrivate = (flags & PRIVATE_MEMORY) !== 0 && (flags & FULL_MEMORY) === 0;
  if (memory === null || !memory.isLong || memory.bytes === 0) return { full: false, heap: isPrivate };
  const isLarge = list !== null && list.imageBytes > 0 && memory.bytes >= list.imageBytes;
  const full = !isPrivate || isLarge;
  return { full, heap: !full };
}

/** How far the file ends before the last byte that its streams and its memory need. */
function missing(streams: readonly Stream[], memory: DumpMemory | null, size: number): number {
  let end = memory?.end ?? 0;
  for (const stream of streams) if (isKnown(stream)) end = Math.max(end, stream.at + stream.size);
  return Math.max(0, end - size);
}

function commentOf(ansi: Uint8Array | null, wide: Uint8Array | null): string | null {
  const text =
    wide !== null ? utf16Text(wide, 0, wide.length) : ansi !== null ? latin1Text(ansi, 0, ansi.length) : "";
  return text === "" ? null : text.split("\0", 1)[0]!;
}

/** nanodump writes three streams, no time and no flags; procdump its command line as a comment. */
function toolOf(
  { streams, flags, seconds, directoryAt }: DumpDirectory,
  comment: string | null,
): Minidump["tool"] {
  const types = streams.map(({ type }) => type).join();
  const isNanodump = types === [STREAM.system, STREAM.modules, STREAM.memory64].join();
  if (isNanodump && flags === 0 && seconds === 0 && directoryAt === 32) return "nanodump";
  return comment !== null && /procdump/i.test(comment) ? "procdump" : null;
}
