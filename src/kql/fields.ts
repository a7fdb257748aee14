/**
 * How Elastic's mappings index a field, as far as it changes the meaning of a query. Flat events have no mapping, so
 * the fields that are not keywords are listed here. All others are compared as whole values and case-sensitively.
 *
 * Sources: ECS 8/9 field definitions; fields.yml of Winlogbeat and of the integrations windows and endpoint.
 */
import { ecsTypeOf } from "../ecs/index.ts";

export type FieldKind =
  /** The whole value, exactly. */
  | "keyword"
  /** The same, but Kibana sends wildcards through query_string, which splits them at blanks. */
  | "wildcard"
  /** Words in lower case, split by the standard analyzer. */
  | "text"
  /** Words in lower case, split at everything but ASCII letters, digits, `_` and `-`. */
  | "script"
  /** The whole value in lower case. */
  | "caseless"
  | "ip"
  | "date";

export interface FieldUse {
  readonly name: string;
  readonly kind: FieldKind;
  /** For a multi-field such as `process.name.text`, the field whose value it indexes. */
  readonly parent: string | null;
}

/** Free text. `match_only_text` is searched like `text`. */
const TEXT = new Set([
  "message",
  "error.message",
  "powershell.command.value",
  "powershell.command.invocation_details.value",
]);

/**
 * Winlogbeat and the Windows integration define a custom analyzer for this field, with the pattern `[\W&&[^-]]+`:
 * `New-Object` stays one word, `System.Net.WebClient` becomes three, and letters outside of ASCII separate words.
 */
const SCRIPT = new Set(["powershell.file.script_block_text"]);

const WILDCARD = new Set([
  "error.stack_trace",
  "http.request.body.content",
  "http.response.body.content",
  "process.command_line",
  "process.io.text",
  "process.parent.command_line",
  "registry.data.strings",
  "url.full",
  "url.original",
  "url.path",
]);

/** Fields that are listed here by name, because they are neither keywords nor of a type that their name shows. */
export const LISTED_FIELDS: readonly string[] = [...TEXT, ...SCRIPT, ...WILDCARD];

/** Fields that have a `.text` multi-field in ECS, in which free text finds single words. */
const WITH_TEXT =
  /^(?:(?:process|process\.parent)\.(?:command_line|executable|name|title|working_directory)|file\.(?:path|target_path)|(?:.*\.)?user\.(?:full_name|name)|user_agent\.original|(?:.*\.)?os\.(?:full|name)|(?:.*\.)?organization\.name|url\.(?:full|original)|error\.stack_trace)$/;

/** The last parts of multi-field names; the parent field is meant: see `fieldUse`. */
export const MULTI_FIELDS = ["text", "caseless", "keyword"] as const;

export function fieldUse(name: string): FieldUse {
  const dot = name.lastIndexOf(".");
  if (dot > 0 && !WILDCARD.has(name)) {
    const parent = name.slice(0, dot);
    const last = name.slice(dot + 1);
    if (last === "text") return { name, kind: "text", parent };
    if (last === "caseless") return { name, kind: "caseless", parent };
    if (last === "keyword") return { name, kind: "keyword", parent };
  }
  return { name, kind: kindOf(name), parent: null };
}

function kindOf(name: string): FieldKind {
  if (TEXT.has(name)) return "text";
  if (SCRIPT.has(name)) return "script";
  if (WILDCARD.has(name)) return "wildcard";
  return ecsTypeOf(name) ?? "keyword";
}

/** Whether ECS indexes the field's words as well, under its name and `.text`. */
export function hasText(name: string): boolean {
  return WITH_TEXT.test(name);
}
