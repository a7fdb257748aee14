/**
 * Explains on an alert that its rule used fields which Loupe derived.
 *
 * @param fields at least one
 */
export function derivedSentence(fields: readonly string[]): string {
  const value = fields.length === 1 ? "its value" : "their values";
  return `This rule uses ${fields.join(" and ")}, which raw records lack. Loupe derived ${value}; an agent would have written its own.`;
}
