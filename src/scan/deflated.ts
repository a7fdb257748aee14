/** Deflates bytes with the browser's own code. */
export function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return through(new CompressionStream("deflate-raw"), bytes);
}

/** @throws TypeError if the bytes are not deflated ones */
export function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return through(new DecompressionStream("deflate-raw"), bytes);
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  // Not from a Blob: making one takes a message to the browser's own process, and most of what is packed is small.
  const buffer = new Response(stream.readable).arrayBuffer();
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  const [result] = await Promise.all([buffer, written]);
  return new Uint8Array(result);
}
