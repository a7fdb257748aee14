import { investigateFrom, osqueryFrom } from "../rules/index.ts";
import type { RuleTransform } from "../rules/index.ts";
import type { PluginBlock } from "./model.ts";

/** The length limit of a plugin: without it, every unclosed plugin would be searched for to the end of the note. */
const LONGEST_PLUGIN = 10_000;

/**
 * Returns the plugin at the start of a text: `$osquery_0` or `$investigate_12` as in a TOML file, or the form that
 * Kibana turns it into, `!{investigate{"label":"…"}}`, up to its closing brace. Braces within its JSON strings do not
 * count.
 */
export function pluginAt(text: string): string | undefined {
  if (text.startsWith("$")) return REFERENCE.exec(text)?.[0];
  const head = RENDERED.exec(text)?.[0];
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

const REFERENCE = /^\$(osquery|investigate)_(\d{1,4})(?!\w)/;
const RENDERED = /^!\{([a-z]{1,40})\{/;

/**
 * Returns the block of a plugin. It is undefined for an index that the rule does not have, invalid JSON and unknown
 * plugins: these stay in the guide as written.
 *
 * @param raw the text that `pluginAt` returned
 */
export function pluginBlock(raw: string, transform: RuleTransform | undefined): PluginBlock | undefined {
  const [, list, index] = REFERENCE.exec(raw) ?? [];
  if (list !== undefined) {
    const osquery = list === "osquery" ? transform?.osquery[Number(index)] : null;
    const investigate = list === "investigate" ? transform?.investigate[Number(index)] : null;
    return blockOf(osquery, investigate);
  }
  const name = RENDERED.exec(raw)?.[1];
  const configuration = json(raw.slice(`!{${name}`.length, -1));
  if (name === "osquery") return blockOf(osqueryFrom(configuration), null);
  // "insight" was the name of "investigate" until Kibana 8.8.
  return name === "investigate" || name === "insight"
    ? blockOf(null, investigateFrom(configuration))
    : undefined;
}

function blockOf(
  osquery: RuleTransform["osquery"][number] | undefined,
  investigate: RuleTransform["investigate"][number] | undefined,
): PluginBlock | undefined {
  if (osquery) return { kind: "osquery", plugin: osquery };
  return investigate ? { kind: "investigate", plugin: investigate } : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
