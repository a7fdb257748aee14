/** A piece of a sentence: words of the page, or text from evidence, which the page shows as such. */
export type AnswerPart = { readonly text: string } | { readonly evidence: string };

/** A sentence whose values are from evidence; `words` marks a value that is not. Empty values are shown as “?”. */
export function said(
  texts: TemplateStringsArray,
  ...values: readonly (string | { readonly text: string } | readonly AnswerPart[])[]
): AnswerPart[] {
  return texts.flatMap((text, i) => {
    const value = values[i];
    const part =
      value === undefined
        ? []
        : typeof value === "string"
          ? [value === "" ? { text: "?" } : { evidence: value }]
          : "text" in value
            ? [value]
            : value;
    return [...(text === "" ? [] : [{ text }]), ...part];
  });
}

export function words(text: string | number): { readonly text: string } {
  return { text: String(text) };
}

/** The sentence as plain text. */
export function partsText(parts: readonly AnswerPart[]): string {
  return parts.map((part) => ("text" in part ? part.text : part.evidence)).join("");
}
