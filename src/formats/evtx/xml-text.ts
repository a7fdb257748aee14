import type { XmlSink } from "./xml-sink.ts";

/**
 * Writes elements as wevtutil does: one line, attributes in single quotes.
 *
 * Characters that XML cannot contain, and unpaired surrogates, become U+FFFD. This text is for people and other
 * programs; the event itself keeps the original.
 */
export class XmlText implements XmlSink {
  readonly #parts: string[] = [];
  readonly #open: string[] = [];
  #inTag = false;

  get xml(): string {
    return this.#parts.join("");
  }

  open(name: string): void {
    this.#endTag();
    const safe = safeName(name);
    this.#open.push(safe);
    this.#parts.push(`<${safe}`);
    this.#inTag = true;
  }

  attribute(name: string, value: string): void {
    this.#parts.push(` ${safeName(name)}='${escaped(value, true)}'`);
  }

  text(text: string): void {
    this.#endTag();
    this.#parts.push(escaped(text, false));
  }

  close(empty: boolean): void {
    const name = this.#open.pop();
    if (empty && this.#inTag) this.#parts.push("/>");
    else {
      this.#endTag();
      this.#parts.push(`</${name ?? ""}>`);
    }
    this.#inTag = false;
  }

  #endTag(): void {
    if (this.#inTag) this.#parts.push(">");
    this.#inTag = false;
  }
}

const ENTITY = new Map([
  ["<", "&lt;"],
  [">", "&gt;"],
  ["&", "&amp;"],
  ["'", "&apos;"],
  ["\t", "&#9;"],
  ["\n", "&#10;"],
  ["\r", "&#13;"],
]);

function escaped(text: string, inAttribute: boolean): string {
  const clean = text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Surrogate}]/gu, "\ufffd");
  // A parser turns line breaks in attributes into spaces. Between tags, Windows writes them as they are.
  return clean.replace(inAttribute ? /[<>&'\t\n\r]/g : /[<>&]/g, (c) => ENTITY.get(c) ?? c);
}

/** Evidence can contain any name: one that would end the tag is changed so that it does not. */
function safeName(name: string): string {
  const safe = name.replace(/[\0-,/;-@[-^`{-\x7f\ufffd-\uffff\p{Surrogate}]/gu, "_");
  return safe === "" || /^[-.0-9]/.test(safe) ? `_${safe}` : safe;
}
