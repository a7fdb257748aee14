import { cutText, visiblePieces } from "../../explain/index.ts";

/** The longest tooltip, in UTF-16 units. */
const MAX_TOOLTIP = 1000;

/**
 * Evidence text for a tooltip, in which nothing can be marked: what would be hidden there, or would rearrange its
 * neighbours, is replaced by its sign.
 */
export function tooltip(text: string): string {
  const { text: start, left } = cutText(text, MAX_TOOLTIP);
  const shown = visiblePieces(start).map((piece) => piece.shown ?? piece.text);
  return `${shown.join("")}${left > 0 ? "…" : ""}`;
}
