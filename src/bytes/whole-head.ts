/**
 * Joins the first pieces of a file, so that whoever judges it by its first piece sees the same bytes however a browser
 * cuts them. The first piece has `least` bytes or more, unless the file is shorter; the others are passed on as they are.
 *
 * @param pieces each valid until the next one is requested, as those that are yielded
 */
export async function* withWholeHead(
  pieces: AsyncGenerator<Uint8Array, void, void>,
  least: number,
): AsyncGenerator<Uint8Array, void, void> {
  let head: Uint8Array | null = new Uint8Array(0);
  try {
    for await (const piece of pieces) {
      if (head === null || (head.length === 0 && piece.length >= least)) {
        head = null;
        yield piece;
        continue;
      }
      const joined: Uint8Array = new Uint8Array(head.length + piece.length);
      joined.set(head);
      joined.set(piece, head.length);
      head = joined;
      if (head.length < least) continue;
      const whole: Uint8Array = head;
      head = null;
      yield whole;
    }
  } catch (error) {
    // What could be read before is still worth reading.
    if (head !== null && head.length > 0) yield head;
    throw error;
  }
  if (head !== null && head.length > 0) yield head;
}
