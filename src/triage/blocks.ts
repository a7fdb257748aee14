import type { MarkedToken, Token, Tokens } from "marked";
import { inlinesFrom } from "./inlines.ts";
import type { Block } from "./model.ts";
import { splitPlaceholders } from "./placeholder.ts";

/** marked's block tokens as blocks. What has no counterpart (raw HTML, link definitions) becomes its own text. */
export function blocksFrom(tokens: readonly Token[]): Block[] {
  return tokens.flatMap((token) => blockFrom(token as MarkedToken) ?? []);
}

function blockFrom(token: MarkedToken): Block | undefined {
  switch (token.type) {
    case "space":
    case "checkbox":
      return undefined;
    case "heading":
      return { kind: "heading", level: token.depth, inlines: inlinesFrom(token.tokens) };
    case "paragraph":
      return { kind: "paragraph", inlines: inlinesFrom(token.tokens) };
    case "text":
      // The content of a list item without blank lines: a text whose own tokens are the inline ones.
      return { kind: "paragraph", inlines: inlinesFrom(token.tokens ?? [token]) };
    case "list":
      return {
        kind: "list",
        start: token.ordered ? Number(token.start) : undefined,
        items: token.items.map((item) => blocksFrom(withCheckbox(item))),
      };
    case "code":
      return { kind: "code", text: token.text, language: token.lang ?? "" };
    case "blockquote":
      return { kind: "quote", blocks: blocksFrom(token.tokens) };
    case "table":
      return {
        kind: "table",
        header: token.header.map((cell) => inlinesFrom(cell.tokens)),
        rows: token.rows.map((row) => row.map((cell) => inlinesFrom(cell.tokens))),
      };
    case "hr":
      return { kind: "line" };
    default: {
      const text = token.raw.trim();
      return text === "" ? undefined : { kind: "paragraph", inlines: splitPlaceholders(text, "text") };
    }
  }
}

/** A task's `[ ]` stands in the text of a loose item, but as a token in front of it in a tight one. */
function withCheckbox(item: Tokens.ListItem): readonly Token[] {
  const [box, content, ...rest] = item.tokens as MarkedToken[];
  if (box?.type !== "checkbox" || content?.type !== "text") return item.tokens;
  const mark: Tokens.Text = { type: "text", raw: box.raw, text: box.raw };
  return [{ ...content, tokens: [mark, ...(content.tokens ?? [])] }, ...rest];
}
