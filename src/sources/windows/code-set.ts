/** Event ids written as one line: single ids and ranges, `"4624 4634-4648"`. */
export function codes(text: string): ReadonlySet<string> {
  const set = new Set<string>();
  for (const part of text.split(" ")) {
    const [first, last] = part.split("-").map(Number);
    for (let id = first!; id <= (last ?? first!); id++) set.add(String(id));
  }
  return set;
}
