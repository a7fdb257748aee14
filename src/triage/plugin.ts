/** The longest plugin looked for: without a limit, each start that never ends costs a search to the note's end. */
const LONGEST_PLUGIN = 5_000;

/**
 * The Kibana plugin that a text begins with, e.g. `!{investigate{"label":"…"}}`: up to the brace that closes it.
 * Braces within its JSON strings do not count.
 */
export function pluginAt(text: string): string | undefined {
  const head = /^!\{[a-z]{1,40}\{/.exec(text)?.[0];
  if (head === undefined) return undefined;
  let depth = 2;
  let quoted = false;
  const end = Math.min(text.length, LONGEST_PLUGIN);
  for (let i = head.length; i < end; i++) {
    const c = text[i];
    if (quoted) {
      if (c === "\\") i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) return text.slice(0, i + 1);
  }
  return undefined;
}
