import type {
  ExceptionEntry,
  ExceptionItem,
  ExceptionListRef,
  Rule,
  RuleTransform,
} from "../../rules/index.ts";

/** A rule with the items of its exception lists. */
export interface RuleWithExceptions {
  readonly rule: Rule;
  readonly exceptions: readonly ExceptionItem[];
}

/**
 * Writes rules as a Kibana export, which `POST api/detection_engine/rules/_import` takes: a line for each rule, for each of
 * their exception lists and its items, and the line with the counts.
 *
 * Source: Kibana's detection engine API (rules and exceptions), export and import.
 *
 * @returns lines with their newlines
 */
export function* rulesNdjson(rules: readonly RuleWithExceptions[]): Generator<string, void> {
  for (const { rule } of rules) yield line(ruleObject(rule));
  const lists = listsOf(rules);
  const items = itemsOf(rules);
  for (const list of lists) yield line(listObject(list));
  for (const item of items) yield line(itemObject(item));
  yield line({
    exported_count: rules.length + lists.length + items.length,
    exported_rules_count: rules.length,
    missing_rules: [],
    missing_rules_count: 0,
    exported_exception_list_count: lists.length,
    exported_exception_list_item_count: items.length,
    missing_exception_list_item_count: 0,
    missing_exception_list_items: [],
    missing_exception_lists: [],
    missing_exception_lists_count: 0,
  });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** Off: whoever imports it decides when it runs. */
function ruleObject(rule: Rule): object {
  const { transform, note, index, investigation_fields, exceptions_list } = rule;
  return {
    ...rule,
    // Left out of the JSON: what a TOML file has besides the rule.
    metadata: undefined,
    transform: undefined,
    index: rule.data_view_id === undefined && index.length > 0 ? index : undefined,
    // Kibana takes no rule without one.
    description: rule.description || rule.name,
    note: withPlugins(note, transform),
    investigation_fields: investigation_fields.length > 0 ? { field_names: investigation_fields } : undefined,
    exceptions_list: exceptions_list.map((reference) => ({ ...reference, exported: undefined })),
    enabled: false,
    actions: [],
  };
}

const REFERENCE = /\$(osquery|investigate)_(\d{1,4})(?!\w)/g;

/** The plugins of a guide as Kibana writes them in place of the references of a rule file. */
function withPlugins(note: string, transform: RuleTransform | undefined): string {
  if (transform === undefined) return note;
  return note.replace(REFERENCE, (reference: string, kind: keyof RuleTransform, number: string) => {
    const plugin = transform[kind][Number(number)];
    return plugin === null || plugin === undefined ? reference : `!{${kind}${JSON.stringify(plugin)}}`;
  });
}

function keyOf({ list_id, namespace_type }: Pick<ExceptionListRef, "list_id" | "namespace_type">): string {
  return JSON.stringify([list_id, namespace_type]);
}

function listsOf(rules: readonly RuleWithExceptions[]): ExceptionListRef[] {
  const lists = new Map<string, ExceptionListRef>();
  for (const { rule } of rules)
    for (const reference of rule.exceptions_list)
      if (!lists.has(keyOf(reference))) lists.set(keyOf(reference), reference);
  return [...lists.values()];
}

/** An item with an entry that Loupe could not read is left out: without the entry it would cover more. */
function itemsOf(rules: readonly RuleWithExceptions[]): ExceptionItem[] {
  const items = new Map<string, ExceptionItem>();
  for (const { exceptions } of rules)
    for (const item of exceptions)
      if (item.entries.every(isWritten)) items.set(JSON.stringify([keyOf(item), item.item_id]), item);
  return [...items.values()];
}

function isWritten(entry: ExceptionEntry): boolean {
  return entry.type !== "unsupported";
}

function listObject({ list_id, type, namespace_type }: ExceptionListRef): object {
  return {
    list_id,
    name: list_id,
    description: list_id,
    type: type === "" ? "detection" : type,
    namespace_type,
    os_types: [],
    tags: [],
  };
}

function itemObject(item: ExceptionItem): object {
  return { ...item, description: item.name, type: "simple", tags: [], comments: [] };
}
