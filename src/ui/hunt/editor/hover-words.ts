import type { KnownField } from "../../../app/index.ts";
import { signatureOf } from "../../../eql/index.ts";
import { ecsTypeOf } from "../../../ecs/index.ts";
import { functionWords, keywordWords } from "../../../wording/index.ts";
import { piecesOf } from "./pieces.ts";

/** What is said of the word, field or function at a place of a query. */
export interface HoverWords {
  readonly from: number;
  readonly to: number;
  readonly title: string;
  readonly lines: readonly string[];
}

const MOST_VALUES = 5;
const MOST_OF_VALUE = 80;

export function hoverWords(
  language: string,
  text: string,
  at: number,
  field: (name: string) => KnownField | undefined,
): HoverWords | null {
  const piece = piecesOf(language, text).find(({ from, to }) => from <= at && at <= to);
  if (piece === undefined) return null;
  const { from, to, kind, text: name } = piece;
  if (kind === "function") {
    const signature = signatureOf(name);
    const words = signature && functionWords(signature.name);
    if (words === undefined) return null;
    const ignores = signature?.caseAware === true ? [`${signature.name}~ ignores case.`] : [];
    return { from, to, title: words.usage, lines: [words.what, ...ignores] };
  }
  if (kind === "keyword" || (kind === "category" && name === "any")) {
    const words = language === "eql" ? keywordWords(name) : undefined;
    return words === undefined ? null : { from, to, title: words.usage, lines: [words.what] };
  }
  return kind === "field" ? { from, to, title: name, lines: fieldLines(name, field(name)) } : null;
}

function fieldLines(name: string, known: KnownField | undefined): string[] {
  const type = ecsTypeOf(name);
  const typed = type === null ? [] : [type === "date" ? "A date." : "An address."];
  if (known === undefined) return [...typed, "Not met in this evidence, and no rule names it."];
  if (!known.occurs) return [...typed, "Not met in this evidence so far."];
  const values = known.values.slice(0, MOST_VALUES).map((value) => cut(value));
  return [...typed, values.length === 0 ? "Occurs in this evidence." : `Values here: ${values.join(", ")}`];
}

function cut(value: string): string {
  return value.length <= MOST_OF_VALUE ? value : `${value.slice(0, MOST_OF_VALUE)}…`;
}
