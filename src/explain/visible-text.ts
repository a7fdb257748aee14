/**
 * A piece of evidence text as it is shown. The concatenated texts of all pieces are the evidence, exact to the code
 * unit.
 */
export interface TextPiece {
  readonly text: string;
  /** Shown in place of a character that is invisible or rearranges its neighbours. */
  readonly shown?: string;
  /** Whether the line may be broken after this piece. */
  readonly breakAfter?: boolean;
}

/**
 * Splits a text so that nothing in it is hidden: control characters, marks that change the writing direction, invisible
 * and unusual spaces, lone surrogates, and spaces at either end get a visible stand-in. Long paths may break after
 * their separators.
 *
 * @param lines for text of several lines: line breaks, tabs and spaces at the ends stay as they are
 */
export function visiblePieces(text: string, lines = false): TextPiece[] {
  const pieces: TextPiece[] = [];
  let plain = "";
  const flush = (breakAfter = false): void => {
    if (plain !== "") pieces.push(breakAfter ? { text: plain, breakAfter } : { text: plain });
    plain = "";
  };
  const leading = lines ? 0 : text.length - text.trimStart().length;
  const trailing = lines ? Infinity : text.trimEnd().length;
  let at = 0;
  for (const character of text) {
    const shown =
      lines && LAYOUT.has(character) ? undefined : standIn(character, at < leading || at >= trailing);
    if (shown !== undefined) {
      flush();
      // One element per run: a hundred thousand marks in one name must not become a hundred thousand elements.
      const last = pieces.at(-1);
      if (last?.shown !== undefined) pieces[pieces.length - 1] = join(last, character, shown);
      else pieces.push({ text: character, shown });
    } else {
      plain += character;
      if (!lines && SEPARATORS.has(character)) flush(true);
    }
    at += character.length;
  }
  flush();
  return pieces;
}

function join(run: TextPiece, character: string, shown: string): TextPiece {
  return { text: run.text + character, shown: `${run.shown!}${shown.startsWith("U+") ? " " : ""}${shown}` };
}

/** Cuts a text to a number of UTF-16 units, and returns how many were left out. */
export function cutText(text: string, limit: number): { readonly text: string; readonly left: number } {
  if (text.length <= limit) return { text, left: 0 };
  // Not between the two halves of a character.
  const end = /[\uD800-\uDBFF]/.test(text[limit - 1]!) ? limit - 1 : limit;
  return { text: text.slice(0, end), left: text.length - end };
}

const LAYOUT: ReadonlySet<string> = new Set(["\n", "\r", "\t"]);

const SEPARATORS: ReadonlySet<string> = new Set(["\\", "/", ",", ";", "&"]);

function standIn(character: string, atEdge: boolean): string | undefined {
  const code = character.codePointAt(0)!;
  // The Control Pictures block has a picture for each of the first 32 characters, in order.
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  if (code === 0x20) return atEdge ? "\u2423" : undefined;
  if (HIDDEN.test(character)) return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return undefined;
}

/** C1 controls, format characters (direction marks, zero-width ones, tags), odd spaces, lone surrogates, unassigned. */
const HIDDEN =
  /[\u0080-\u00a0\u2000-\u200a\u3000\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u115f\u1160\u3164\uffa0]|\u034f/u;
