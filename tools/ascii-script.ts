import { parseSync, Visitor } from "vite";

const OTHER = /[^\0-\x7f]/;

/**
 * Writes a script in ASCII, with escapes for all other characters. A single other character makes a browser store and
 * compile the whole script with two bytes a character, which a page feels as it starts.
 *
 * @throws Error for a character in a place where an escape would mean something else
 */
export function asciiScript(code: string): string {
  const { program, comments, errors } = parseSync("script.js", code);
  if (errors.length > 0) throw new Error(`The script cannot be parsed: ${errors[0]!.message}`);
  const escapable: Span[] = [...comments];
  const raw: Span[] = [];
  const collect = (literal: Span) => {
    if (OTHER.test(code.slice(literal.start, literal.end))) escapable.push(literal);
  };
  new Visitor({
    Literal: collect,
    TemplateElement: collect,
    TaggedTemplateExpression: ({ quasi }) => void raw.push(...quasi.quasis),
  }).visit(program);
  const isIn = (at: number, spans: readonly Span[]) =>
    spans.some(({ start, end }) => start <= at && at < end);
  return code.replace(/[^\0-\x7f]/g, (unit, at: number) => {
    if (!isIn(at, escapable) || isIn(at, raw) || code[at - 1] === "\\")
      throw new Error(`There is no escape for ${unit} in: ${code.slice(Math.max(0, at - 40), at + 40)}`);
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

interface Span {
  readonly start: number;
  readonly end: number;
}
