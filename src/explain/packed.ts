import { Inflater } from "../bytes/index.ts";

/**
 * A table as text, which is there when it is asked for first. The build writes the text deflated and in base64 in place of
 * the template, since the tables would be a twentieth of the page: see `packTables` in `tools/vite-packed-tables.ts`.
 *
 * @param text a template without gaps and escapes, or what the build made of it
 */
export function packed(text: TemplateStringsArray | string): () => string {
  let whole: string | undefined;
  return () => (whole ??= typeof text === "string" ? unpacked(text) : text[0]!);
}

function unpacked(base64: string): string {
  const inflater = new Inflater();
  inflater.push(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  const decoder = new TextDecoder();
  let whole = "";
  for (let piece = inflater.pull(); piece !== null; piece = inflater.pull()) {
    whole += decoder.decode(piece, { stream: true });
  }
  if (!inflater.ended) throw new Error(`A table of this page is damaged: ${inflater.failure}.`);
  return whole;
}
