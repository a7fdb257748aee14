/** A packed part of the event index without its last bytes, as an earlier version packed it. */
export async function withoutEnd(
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const inflated = await through(bytes, new DecompressionStream("deflate-raw"));
  return through(inflated.slice(0, -count), new CompressionStream("deflate-raw"));
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}
