import type { Licence } from "./licences.ts";

/**
 * Writes the licences as a module. Most licences consist of the same paragraphs, so each is written once, with the line
 * breaks that it has where it first occurs.
 */
export function licenceModule(licences: readonly Licence[]): string {
  const numbers = new Map<string, number>();
  const paragraphs: string[] = [];
  const entries = licences.map(({ name, version, licence, text }) => {
    const its = text
      .trimEnd()
      .split(/\n\s*\n/)
      .map((paragraph) => {
        const words = paragraph.trim().replace(/\s+/g, " ");
        let number = numbers.get(words);
        if (number === undefined) {
          number = paragraphs.push(paragraph) - 1;
          numbers.set(words, number);
        }
        return number;
      });
    return `{name:${JSON.stringify(name)},version:${JSON.stringify(version)},licence:${JSON.stringify(licence)},text:text(${its.join()})}`;
  });
  return (
    `const paragraphs=${JSON.stringify(paragraphs)};\n` +
    `const text=(...numbers)=>numbers.map((n)=>paragraphs[n]).join("\\n\\n")+"\\n";\n` +
    `export const licences=[${entries.join(",\n")}];\n`
  );
}
