/**
 * What Elastic's mappings make of a field, as far as it changes what a query means. Flat events carry no mapping, so
 * the fields that differ from a keyword are listed; everything else is compared whole and case-sensitively.
 *
 * Sources: ECS 8/9 field definitions; fields.yml of Winlogbeat and of the integrations windows and endpoint.
 */
import { ecsTypeOf } from "../ecs/index.ts";

export type FieldKind =
  /** Whole value, exactly. */
  | "keyword"
  /** The same, but Kibana sends wildcards through query_string, which cuts them at blanks. */
  | "wildcard"
  /** Words in lower case, cut by the standard analyzer. */
  | "text"
  /** Words in lower case, cut at everything but ASCII letters, digits, `_` and `-`. */
  | "script"
  /** Whole value in lower case. */
  | "caseless"
  | "ip"
  | "date";

export interface FieldUse {
  readonly name: string;
  readonly kind: FieldKind;
  /** For a multi-field such as `process.name.text`: the field whose value it indexes. */
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
 * Winlogbeat and the Windows integration give this field an analyzer of their own, pattern `[\W&&[^-]]+`:
 * `New-Object` stays one word, `System.Net.WebClient` becomes three, and only ASCII letters make words.
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

/** Fields with a `.text` beside them in ECS: free text finds single words of these. */
const WITH_TEXT =
  /^(?:(?:process|process\.parent)\.(?:command_line|executable|name|title|working_directory)|file\.(?:path|target_path)|(?:.*\.)?user\.(?:full_name|name)|user_agent\.original|(?:.*\.)?os\.(?:full|name)|(?:.*\.)?organization\.name|url\.(?:full|original)|error\.stack_trace)$/;

/** What a name may end in where the field before it is meant: see `fieldUse`. */
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
