import type { MarkedToken, Token, Tokens } from "marked";
import { inlinesFrom } from "./inlines.ts";
import type { Block, PluginBlock } from "./model.ts";
import { splitPlaceholders } from "./placeholder.ts";

/** Returns the block of a plugin, or undefined if the plugin is to stay in the text as written. */
export type Resolve = (plugin: string) => PluginBlock | undefined;

/**
 * Converts marked's block tokens to blocks. Tokens without a counterpart (raw HTML, link definitions) become their own
 * text.
 */
export function blocksFrom(tokens: readonly Token[], resolve: Resolve): Block[] {
  return tokens.flatMap((token) => blockFrom(token as MarkedToken, resolve) ?? []);
}

function blockFrom(token: MarkedToken, resolve: Resolve): Block | readonly Block[] | undefined {
  switch (token.type) {
    case "space":
    case "checkbox":
      return undefined;
    case "heading":
      return { kind: "heading", level: token.depth, inlines: inlinesFrom(token.tokens) };
    case "paragraph":
      return paragraphs(token.tokens, resolve);
    case "text":
      // The content of a list item without blank lines: a text token whose own tokens are inline.
      return paragraphs(token.tokens ?? [token], resolve);
    case "list":
      return {
        kind: "list",
        start: token.ordered ? Number(token.start) : undefined,
        items: token.items.map((item) => blocksFrom(withCheckbox(item), resolve)),
      };
    case "code":
      return { kind: "code", text: token.text, language: token.lang ?? "" };
    case "blockquote":
      return { kind: "quote", blocks: blocksFrom(token.tokens, resolve) };
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

/** Splits a paragraph at its plugins, which are shown as blocks. */
function paragraphs(tokens: readonly Token[], resolve: Resolve): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  const addText = (to: number): void => {
    const inlines = inlinesFrom(tokens.slice(from, to));
    const blank = inlines.every(
      (inline) => inline.kind === "break" || (inline.kind === "text" && !inline.text.trim()),
    );
    // Only blanks and line breaks between plugins: no paragraph.
    if (!blank || (from === 0 && to === tokens.length)) blocks.push({ kind: "paragraph", inlines });
    from = to + 1;
  };
  tokens.forEach((token, i) => {
    const block = token.type === "plugin" ? resolve(token.raw) : undefined;
    if (block === undefined) return;
    addText(i);
    blocks.push(block);
  });
  addText(tokens.length);
  return blocks;
}

/** A task's `[ ]` is part of the text in a loose item, but a token of its own before the text in a tight one. */
function withCheckbox(item: Tokens.ListItem): readonly Token[] {
  const [box, content, ...rest] = item.tokens as MarkedToken[];
  if (box?.type !== "checkbox" || content?.type !== "text") return item.tokens;
  const mark: Tokens.Text = { type: "text", raw: box.raw, text: box.raw };
  return [{ ...content, tokens: [mark, ...(content.tokens ?? [])] }, ...rest];
}
