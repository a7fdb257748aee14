import { investigateFrom, osqueryFrom } from "../rules/index.ts";
import type { RuleTransform } from "../rules/index.ts";
import type { PluginBlock } from "./model.ts";

/** The longest plugin looked for: without a limit, each start that never ends costs a search to the note's end. */
const LONGEST_PLUGIN = 10_000;

/**
 * The plugin that a text begins with: `$osquery_0` or `$investigate_12` of a TOML file, or what Kibana makes of it,
 * `!{investigate{"label":"…"}}`, up to the brace that closes it. Braces within its JSON strings do not count.
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
 * What a plugin stands for; undefined for an index that the rule does not have, JSON that is none, and plugins that
 * are not known: these stay in the guide as they are written.
 *
 * @param raw as `pluginAt` gives it
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
  // "insight" is the name that "investigate" had until Kibana 8.8.
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
