/** Tests a value in lower case. */
export type ValueTest = (lowerCaseValue: string) => boolean;

/**
 * What the value of a condition means, whatever the case of its letters. `*` at its start or end stands for any text, and
 * `*` alone for any value at all. `**` at an end is one star that is meant literally: evidence may contain a star, and a
 * click on it must not mean everything. Elsewhere a star is a character like any other.
 */
export function valuePattern(value: string): ValueTest {
  const { text, before, after } = partsOf(value.toLowerCase());
  if (before && after) return text === "" ? (given) => given !== "" : (given) => given.includes(text);
  if (before) return (given) => given.endsWith(text);
  if (after) return (given) => given.startsWith(text);
  return (given) => given === text;
}

/** The value of a condition that a text, and no other, meets. */
export function literalValue(text: string): string {
  const start = text.startsWith("*") ? `*${text}` : text;
  return text.length > 1 && text.endsWith("*") ? `${start}*` : start;
}

/** The text that a free text asks for, in lower case: it may be anywhere, so stars at its ends change nothing. */
export function textOfPattern(value: string): string {
  return partsOf(value.toLowerCase()).text;
}

interface Parts {
  readonly text: string;
  /** Whether any text may come before it, and after it. */
  readonly before: boolean;
  readonly after: boolean;
}

function partsOf(value: string): Parts {
  if (value === "*") return { text: "", before: true, after: true };
  const startsLiterally = value.startsWith("**");
  const before = !startsLiterally && value.startsWith("*");
  // The star of a literal start is not looked at again.
  const first = startsLiterally ? "*" : "";
  const rest = value.slice(startsLiterally ? 2 : before ? 1 : 0);
  if (rest.endsWith("**")) return { text: first + rest.slice(0, -1), before, after: false };
  const after = rest.endsWith("*");
  return { text: first + (after ? rest.slice(0, -1) : rest), before, after };
}
