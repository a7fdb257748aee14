import { u64Text } from "./bytes.ts";
import { contentOf } from "./content.ts";
import { Damage } from "./damage.ts";
import type { EventDecoder } from "./event-decoder.ts";
import type { RecordPiece } from "./record-walk.ts";

/**
 * Records of a damaged chunk that are made of two: a chunk is written over an older one, and where the disk kept only
 * some of its sectors, a record begins in one generation and goes on in the other. All of it can be read; that the
 * record's header and its event number it differently is what shows.
 *
 * Logs that were exported or forwarded count anew, and there all numbers differ. So they have to agree in most records.
 *
 * @returns of each of them the number that its event gives
 */
export function findSpliced(
  bytes: Uint8Array,
  pieces: readonly RecordPiece[],
  decoder: EventDecoder,
): ReadonlyMap<RecordPiece, string> {
  const differing = new Map<RecordPiece, string>();
  let agreeing = 0;
  for (const piece of pieces) {
    if (piece.kind !== "whole") continue;
    const inHeader = u64Text(bytes, piece.start + 8);
    const inEvent = idInEvent(piece, decoder, inHeader);
    if (inEvent === inHeader) agreeing++;
    else if (inEvent !== undefined) differing.set(piece, inEvent);
  }
  return agreeing > differing.size ? differing : new Map<RecordPiece, string>();
}

function idInEvent({ start, end }: RecordPiece, decoder: EventDecoder, recordId: string): string | undefined {
  try {
    return decoder.event(contentOf(start, end, false), recordId).recordId;
  } catch (error) {
    if (error instanceof Damage) return undefined;
    throw error;
  }
}
