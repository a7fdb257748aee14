import { u64Text } from "./bytes.ts";
import { contentOf } from "./content.ts";
import { Damage } from "./damage.ts";
import type { EventDecoder } from "./event-decoder.ts";
import type { MovedBytes } from "./moved-bytes.ts";
import type { ChunkSegment } from "./record-walk.ts";

/**
 * Finds records of a damaged chunk that combine two records. A chunk is written over an older one. If the disk kept
 * only some of its sectors, a record begins in one generation and continues in the other. All of it can be read; the
 * only sign is that the record's header and its event disagree about its number.
 *
 * Exported and forwarded logs are renumbered, so that all numbers differ. That is why the numbers must agree in most
 * records.
 *
 * @returns for each spliced record, the number in its event
 */
export function findSpliced(
  bytes: Uint8Array,
  segments: readonly ChunkSegment[],
  decoder: EventDecoder,
  moved: MovedBytes | null,
): ReadonlyMap<ChunkSegment, string> {
  const differing = new Map<ChunkSegment, string>();
  let agreeing = 0;
  for (const segment of segments) {
    if (segment.kind !== "whole") continue;
    const inHeader = u64Text(bytes, segment.start + 8);
    const inEvent = idInEvent(segment, decoder, moved);
    if (inEvent === inHeader) agreeing++;
    else if (inEvent !== undefined) differing.set(segment, inEvent);
  }
  return agreeing > differing.size ? differing : new Map<ChunkSegment, string>();
}

function idInEvent(
  segment: ChunkSegment,
  decoder: EventDecoder,
  moved: MovedBytes | null,
): string | undefined {
  try {
    return decoder.event(contentOf(segment, moved)).recordId;
  } catch (error) {
    if (error instanceof Damage) return undefined;
    throw error;
  }
}
