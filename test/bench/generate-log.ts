import { closeSync, openSync, writeSync } from "node:fs";
import { CHUNK, ChunkWriter } from "../formats/evtx/chunk-writer.ts";
import { evtxFile, HEADER } from "../formats/evtx/writer.ts";
import { fullLog } from "../forms/event-log.ts";
import { registryWrite } from "../support/registry-log.ts";

import { logEvents } from "./log-events.ts";
import { MATCHES } from "./write-spread.ts";

/** Bytes of distinct chunks, which are repeated: writing them takes longer than scanning them. */
const DISTINCT = 4 * 1048576;

/** Writes an event log of about the given number of bytes, of which as many records match as in `generate`. */
export function generateLog(path: string, bytes: number): void {
  const chunks = Math.floor((bytes - HEADER) / CHUNK);
  const distinct = fullLog(DISTINCT, logEvents).subarray(HEADER);
  const match = new ChunkWriter().add(1, registryWrite(1, "BENCH")).finish();
  const every = Math.floor(chunks / MATCHES);
  const file = openSync(path, "w");
  writeSync(file, evtxFile([], { chunks: chunks & 0xffff }));
  for (let n = 0; n < chunks; n++) {
    const at = (n * CHUNK) % distinct.length;
    writeSync(
      file,
      n % every === every >> 1 && n < MATCHES * every ? match : distinct.subarray(at, at + CHUNK),
    );
  }
  closeSync(file);
}
