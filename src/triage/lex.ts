import { Marked } from "marked";
import type { Token, TokenizerExtension } from "marked";
import { pluginAt } from "./plugin.ts";
import { placeholderAt } from "./placeholder.ts";

/**
 * Placeholders and plugins are not Markdown. As tokens of their own, they keep their underscores, asterisks and braces.
 */
const placeholder: TokenizerExtension = {
  name: "placeholder",
  level: "inline",
  start: (src) => indexOf(src, "{{"),
  tokenizer(src) {
    const found = placeholderAt(src);
    return found && { type: "placeholder", raw: found.raw, field: found.field };
  },
};

const plugin: TokenizerExtension = {
  name: "plugin",
  level: "inline",
  start: (src) => Math.min(indexOf(src, "!{") ?? Infinity, indexOf(src, "$") ?? Infinity),
  tokenizer(src) {
    const raw = pluginAt(src);
    return raw === undefined ? undefined : { type: "plugin", raw };
  },
};

/**
 * How far ahead a marker is searched for: without a limit, a long note would be searched again from each of its words.
 */
const LOOK_AHEAD = 2_000;

/** Where plain text must stop because the marker may follow. Stopping too early is harmless. */
function indexOf(src: string, marker: string): number | undefined {
  const at = src.slice(0, LOOK_AHEAD).indexOf(marker);
  if (at >= 0) return at;
  return src.length > LOOK_AHEAD ? LOOK_AHEAD - marker.length : undefined;
}

const marked = new Marked({ extensions: [placeholder, plugin] });

/**
 * Converts Markdown to marked's tokens. Only the lexer is used, so HTML is never produced. Throws if nested too deeply.
 */
export function lex(note: string): Token[] {
  return marked.lexer(note);
}
