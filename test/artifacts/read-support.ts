import type { ByteSource } from "../../src/bytes/index.ts";
import { readHive } from "../../src/artifacts/index.ts";
import type { Hive, RegistryKey } from "../../src/artifacts/index.ts";

/** A file whose bytes arrive in pieces of this size, which counts what is read of it. */
export function inPieces(bytes: Uint8Array, piece: number, counted = { bytes: 0 }): ByteSource {
  return {
    size: bytes.length,
    slice: (start = 0, end = bytes.length) => inPieces(bytes.subarray(start, end), piece, counted),
    stream: () => {
      let at = 0;
      return new ReadableStream<Uint8Array>({
        pull(controller) {
          if (at >= bytes.length) return controller.close();
          counted.bytes += Math.min(piece, bytes.length - at);
          controller.enqueue(bytes.slice(at, at + piece));
          at += piece;
        },
      });
    },
  };
}

export const blob = (bytes: Uint8Array): Blob => new Blob([bytes.slice()]);

export function open(bytes: Uint8Array, logs: readonly Uint8Array[] = [], name = ""): Promise<Hive> {
  return readHive(blob(bytes), logs.map(blob), name);
}

export async function allKeys(hive: Hive): Promise<RegistryKey[]> {
  const keys: RegistryKey[] = [];
  for await (const key of hive.keys()) keys.push(key);
  return keys;
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Codes and kinds of problems, sorted. */
export function kinds(problems: readonly { readonly code: string; readonly data: object }[]): string[] {
  return problems.map(({ code, data }) => ("kind" in data ? `${code} ${String(data.kind)}` : code)).sort();
}
