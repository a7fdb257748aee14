import type { MarkedToken, Token } from "marked";
import { decodeEntities } from "./entities.ts";
import type { Inline } from "./model.ts";
import { endsInPath, startsDoubled } from "./path.ts";
import { splitPlaceholders } from "./placeholder.ts";

/** Tokens of the two extensions in lex.ts. */
type OwnToken =
  | { readonly type: "placeholder"; readonly raw: string; readonly field: string }
  | { readonly type: "plugin"; readonly raw: string };

/** Converts marked's inline tokens to inlines, joining adjacent texts. */
export function inlinesFrom(tokens: readonly Token[]): Inline[] {
  const inlines: Inline[] = [];
  tokens.forEach((token, i) => {
    const before = textBefore(inlines);
    const next = tokens[i + 1]?.raw ?? "";
    for (const inline of inlineFrom(token as MarkedToken | OwnToken, before, next)) {
      const last = inlines.at(-1);
      if (inline.kind === "text" && last?.kind === "text") {
        inlines[inlines.length - 1] = { kind: "text", text: last.text + inline.text };
      } else inlines.push(inline);
    }
  });
  return inlines;
}

function inlineFrom(token: MarkedToken | OwnToken, before: string, next: string): readonly Inline[] {
  switch (token.type) {
    case "text":
      // Uses `raw`, because marked has decoded some entities in `text` and left others. Between raw HTML tags
      // (`escaped`) the text is literal, as it is in HTML.
      return [text(token.escaped ? token.raw : decodeEntities(token.raw.replace(/\s*\n\s*/g, " ")))];
    case "escape":
      return [text(escaped(token.raw, token.text, before, next))];
    case "br":
      return token.raw.startsWith("\\") && endsInPath(before)
        ? [text("\\"), { kind: "break" }]
        : [{ kind: "break" }];
    case "strong":
      return [{ kind: "strong", inlines: inlinesFrom(token.tokens) }];
    case "em":
      return token.raw.startsWith("*")
        ? asWritten("*", token.tokens)
        : [{ kind: "emphasis", inlines: inlinesFrom(token.tokens) }];
    case "del":
      return token.raw.startsWith("~~")
        ? [{ kind: "deleted", inlines: inlinesFrom(token.tokens) }]
        : asWritten("~", token.tokens);
    case "codespan":
      return splitPlaceholders(token.text, "code");
    case "link":
      return [
        { kind: "link", text: token.autolink ? token.text : decodeEntities(token.text), href: token.href },
      ];
    case "image":
      return [{ kind: "link", text: decodeEntities(token.text), href: token.href }];
    case "placeholder":
      return [{ kind: "placeholder", field: token.field }];
    case "plugin":
      // Either an unknown plugin, or one in a heading, a table or bold text, where a block cannot be shown.
      return splitPlaceholders(token.raw, "code");
    default:
      return [text(token.raw)];
  }
}

/**
 * In a guide a single `*` is nearly always the wildcard of a path or an argument, and `~` a home directory: "/tmp/* and
 * /home/*" must not lose both asterisks. Intended emphasis is readable with its marks as well.
 */
function asWritten(mark: string, tokens: readonly Token[]): readonly Inline[] {
  return [text(mark), ...inlinesFrom(tokens), text(mark)];
}

/**
 * Returns the text shown for `\x` in prose. Markdown drops the backslash, but rule authors write Windows paths: in
 * `C:\Users\*\AppData` and `\\server\share` every backslash belongs to the path.
 */
function escaped(raw: string, character: string, before: string, next: string): string {
  if (character === "\\") return startsDoubled(before, next) ? raw : character;
  return endsInPath(before) ? raw : character;
}

function text(value: string): Inline {
  return { kind: "text", text: value };
}

function textBefore(inlines: readonly Inline[]): string {
  const last = inlines.at(-1);
  return last?.kind === "text" ? last.text : "";
}
