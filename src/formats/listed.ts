/** Names from evidence in a sentence, few and short: a record can have a thousand of a megabyte each. */
export function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, 5)
    .map((name) => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name));
  const more = names.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more.toLocaleString("en")} others` : ""}`;
}
