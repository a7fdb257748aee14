import { eqlPieces } from "../../../eql/index.ts";
import { kqlPieces } from "../../../kql/index.ts";
import type { QueryPiece } from "../../../match/index.ts";

/** A longer text is pasted by mistake: it is shown without colours. */
const MOST_COLOURED = 50_000;

/** The pieces of a query in a language; none where the text is too long. */
export function piecesOf(language: string, text: string): readonly QueryPiece[] {
  if (text.length > MOST_COLOURED) return [];
  return language === "kuery" ? kqlPieces(text) : eqlPieces(text);
}
