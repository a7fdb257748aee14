import { exceptionItemFrom, exceptionListFrom } from "./exception-from.ts";
import { isObject, objects, own, text } from "./untyped-values.ts";
import type { ExceptionItem, ExceptionList } from "./rule.ts";
import type { RulesFile } from "./rules-file.ts";

/**
 * Reads the exceptions of a custom rule repository: `[[exceptions]]`, each a `container` and its `items`.
 * Source: `TOMLExceptionContents` in elastic/detection-rules `detection_rules/exception.py`. The rules themselves name
 * their lists: the `rule_ids` in the file are ids of saved objects in one Kibana.
 */
export function exceptionsFromToml(file: unknown): RulesFile["exceptions"] {
  const lists: ExceptionList[] = [];
  const items: ExceptionItem[] = [];
  for (const exception of objects(own(file, "exceptions"))) {
    const container = own(exception, "container");
    const list = exceptionListFrom(isObject(container) ? container : {});
    const inside = objects(own(exception, "items"));
    const list_id = list.list_id || text(own(inside[0], "list_id"));
    if (isObject(container)) lists.push({ ...list, list_id });
    inside.forEach((raw, i) => {
      // The repository omits what Kibana would fill in. Without ids of their own, two items would be the same.
      const item_id = `${list_id}, item ${i + 1}`;
      const { namespace_type } = list;
      items.push(exceptionItemFrom({ list_id, item_id, namespace_type, ...withoutEmpty(raw) }));
    });
  }
  return { lists, items };
}

function withoutEmpty(raw: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== ""));
}
