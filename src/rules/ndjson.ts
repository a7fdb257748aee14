import { exceptionItemFrom, exceptionListFrom, isExceptionItem } from "./exception-from.ts";
import { isObject, own } from "./untyped-values.ts";
import type { RuleFault } from "./problem.ts";
import { excerpt, problemList } from "./problems.ts";
import { ruleFrom } from "./rule-from.ts";
import type { ExceptionItem, ExceptionList, Rule } from "./rule.ts";
import type { RulesFile } from "./rules-file.ts";

type ExportKind = "details" | "exception" | "connector" | "rule";

/**
 * Reads a Kibana rule export: one JSON object per line. Blank lines are skipped, and each line that cannot be parsed is
 * a problem. Of two rules with the same `rule_id`, the last is used and a problem reported, as when Kibana imports
 * them.
 */
export function readNdjson(content: string, name: string): RulesFile {
  const problems = problemList(name);
  const rules = new Map<string, Rule>();
  const exceptions: { lists: ExceptionList[]; items: ExceptionItem[] } = { lists: [], items: [] };
  const skipped = { connectors: 0 };
  let ruleLines = 0;
  const details: unknown[] = [];

  for (const { value: found, line, error } of entries(content)) {
    const value = unpacked(found);
    if (error !== undefined) problems.add({ code: "not-json", data: { detail: excerpt(error) } }, line);
    else if (!isObject(value)) problems.add({ code: "not-an-object", data: { form: "ndjson" } }, line);
    else {
      const kind = classify(value);
      if (kind === "exception") {
        if (isExceptionItem(value)) exceptions.items.push(exceptionItemFrom(value));
        else exceptions.lists.push(exceptionListFrom(value));
      }
      if (kind === "details") details.push(value);
      if (kind === "connector") skipped.connectors++;
      else if (kind === "rule") {
        ruleLines++;
        const rule = ruleFrom(value, "ndjson", (fault) => problems.add(fault, line));
        if (rule && rules.has(rule.rule_id)) {
          const id = excerpt(rule.rule_id);
          problems.add({ code: "duplicate-rule", data: { kind: "in-export", id } }, line);
        }
        if (rule) rules.set(rule.rule_id, rule);
      }
    }
  }
  for (const fault of missingFrom(details, ruleLines, exceptions)) problems.add(fault);
  const exported = new Set(exceptions.lists.map(listKey));
  return {
    rules: [...rules.values()].map((rule) => withExported(rule, exported)),
    problems: problems.all,
    exceptions,
    skipped,
  };
}

/**
 * Compares the counts in the last line of an export with the lines before it: what is missing was lost after the
 * export, or Kibana could not export it. Counts of several exports in one file are added up.
 */
function missingFrom(
  details: readonly unknown[],
  rules: number,
  { lists, items }: RulesFile["exceptions"],
): RuleFault[] {
  const count = (key: string): number =>
    details.reduce((sum: number, line) => {
      const value = own(line, key);
      return typeof value === "number" && Number.isSafeInteger(value) ? sum + value : sum;
    }, 0);
  const counts = [
    { kind: "rules", exported: count("exported_rules_count"), found: rules },
    { kind: "exception-lists", exported: count("exported_exception_list_count"), found: lists.length },
    { kind: "exception-items", exported: count("exported_exception_list_item_count"), found: items.length },
  ] as const;
  const faults = counts
    .filter(({ exported, found }) => exported > found)
    .map((data): RuleFault => ({ code: "incomplete", data }));
  const missing = count("missing_exception_lists_count") + count("missing_exception_list_item_count");
  if (missing > 0) faults.push({ code: "incomplete", data: { kind: "not-exported", count: missing } });
  return faults;
}

/** Marks the lists that the export contains, so that one without items does not count as missing. */
function withExported(rule: Rule, exported: ReadonlySet<string>): Rule {
  if (rule.exceptions_list.length === 0) return rule;
  const exceptions_list = rule.exceptions_list.map((ref) =>
    exported.has(listKey(ref)) ? { ...ref, exported: true } : ref,
  );
  return { ...rule, exceptions_list };
}

function listKey({ list_id, namespace_type }: Pick<ExceptionList, "list_id" | "namespace_type">): string {
  return JSON.stringify([list_id, namespace_type]);
}

/**
 * Takes a rule out of the saved object in which Elastic's package `security_detection_engine` ships it. Any other saved
 * object in an export is a connector and stays as it is.
 */
function unpacked(value: unknown): unknown {
  return own(value, "type") === "security-rule" ? (own(value, "attributes") ?? value) : value;
}

/** Classifies a line of an export. The tests are in the order of Kibana's own importer. */
function classify(line: Record<string, unknown>): ExportKind {
  if (own(line, "exported_count") !== undefined) return "details";
  if (["list_id", "item_id", "entries"].some((key) => own(line, key) !== undefined)) return "exception";
  if (own(line, "attributes") !== undefined) return "connector";
  return "rule";
}

/** Returns the list in a response of `GET …/rules/_find`, or the value itself. */
function foundBy(value: unknown): unknown {
  const data = own(value, "data");
  return Array.isArray(data) && own(value, "total") !== undefined ? data : value;
}

interface ExportEntry {
  readonly value?: unknown;
  readonly error?: string;
  readonly line?: number;
}

function* entries(content: string): Generator<ExportEntry> {
  // First as one JSON text: a response of Kibana's rules API, a formatted rule, or a list. A real export of several
  // lines fails here at its second line, so the attempt costs one line.
  const whole = tryJson(content);
  if (whole.error === undefined) {
    const list = foundBy(whole.value);
    if (Array.isArray(list)) for (const value of list as unknown[]) yield { value };
    else yield { value: whole.value, line: content.slice(0, content.search(/\S/)).split("\n").length };
    return;
  }
  let line = 0;
  for (let from = 0; from <= content.length;) {
    const end = content.indexOf("\n", from);
    const text = content.slice(from, end < 0 ? undefined : end);
    from = end < 0 ? content.length + 1 : end + 1;
    line++;
    if (text.trim() !== "") yield { ...tryJson(text), line };
  }
}

function tryJson(text: string): ExportEntry {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
