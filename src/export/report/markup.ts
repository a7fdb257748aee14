import { cutText, visiblePieces } from "../../explain/index.ts";

/** Markup that may be written as it is. Only this file makes any. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: markup as it is, and anything else as text. */
export type Insert = string | number | Markup | readonly Insert[];

/**
 * A template for markup. Every value is escaped unless it is markup itself, and nothing in it stays hidden: control
 * characters and marks that change the direction of writing are shown by their signs, as on the page. Values belong into
 * the content of elements only, never into attributes.
 */
export function markup(texts: TemplateStringsArray, ...values: readonly Insert[]): Markup {
  return new Markup(
    texts.reduce((before, text, i) => `${before}${i === 0 ? "" : insert(values[i - 1]!)}${text}`, ""),
  );
}

function insert(value: Insert): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "object") return value.map(insert).join("");
  return shown(String(value), true);
}

/** The longest text of a value, in UTF-16 units: the evidence has the rest. */
const LONGEST_VALUE = 2000;

/** A value from evidence, or a text of the analyst: set off, so that its direction of writing ends with it. */
export function value(text: string, longest = LONGEST_VALUE): Markup {
  const { text: start, left } = cutText(text, longest);
  const more = left > 0 ? markup` <i>&#8230; and ${left.toLocaleString("en")} more characters</i>` : "";
  return markup`<bdi>${new Markup(shown(start, false))}</bdi>${more}`;
}

/** A sentence: words of Loupe's own, and texts from the evidence or of the analyst. */
export type Phrase = readonly ({ readonly text: string } | { readonly evidence: string })[];

export function phrase(parts: Phrase): Markup {
  return markup`${parts.map((part) => ("text" in part ? part.text : value(part.evidence)))}`;
}

/** Text of several lines, such as a record or a query, with its line breaks. */
export function lines(text: string, longest: number): Markup {
  const { text: start, left } = cutText(text, longest);
  const more =
    left > 0 ? markup`<p class="more">&#8230; and ${left.toLocaleString("en")} more characters.</p>` : "";
  // Without the inner element, a line break at the start would be lost.
  return markup`<pre><code dir="auto">${start}</code></pre>
    ${more}`;
}

/** Text where no elements can be, such as the title of the page. */
export function plain(text: string): Markup {
  return new Markup(
    escaped(
      visiblePieces(text)
        .map((piece) => piece.shown ?? piece.text)
        .join(""),
    ),
  );
}

/** The paragraphs of a text that a person wrote. */
export function paragraphs(text: string): Markup {
  const blocks = text.split(/\n\s*\n/).filter((block) => block.trim() !== "");
  return markup`${blocks.map((block) => markup`<p class="written" dir="auto">${block.trim()}</p>`)}`;
}

/** A table whose head is repeated on every page. The widths of its columns are those of a class in the style. */
export function table(kind: string, heads: readonly string[], rows: readonly (readonly Insert[])[]): Markup {
  return markup`<table class="${new Markup(kind)}">
    <thead>
      <tr>
        ${heads.map((head) => markup`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (cells) =>
          markup`<tr>
            ${cells.map((cell) => markup`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Values in a row. */
export function values(texts: readonly string[], between = ", "): Markup {
  return markup`${texts.map((text, i) => markup`${i === 0 ? "" : between}${value(text)}`)}`;
}

/** What the report leaves out, if it does. */
export function note(text: string): Markup {
  return text === "" ? markup`` : markup`<p class="more">${text}</p>`;
}

function shown(text: string, hasLines: boolean): string {
  return visiblePieces(text, hasLines)
    .map(({ text: piece, shown: sign, breakAfter }) =>
      sign === undefined
        ? `${escaped(piece)}${breakAfter === true ? "<wbr>" : ""}`
        : `<span class="sign">${escaped(sign)}</span>`,
    )
    .join("");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}
