import { exceptionItemFrom, exceptionListFrom, isExceptionItem } from "./exception-from.ts";
import { isObject, own } from "./own.ts";
import { problemList, quote } from "./problems.ts";
import { ruleFrom } from "./rule-from.ts";
import type { ExceptionItem, ExceptionList, Rule, RulesFile } from "./rule.ts";

type ExportKind = "details" | "exception" | "connector" | "rule";

/**
 * A Kibana rule export: one JSON object a line. Blank lines are skipped, a line that cannot be parsed is a
 * problem of its own, and of two rules with one `rule_id` the last is taken (with a problem), as Kibana imports.
 */
export function readNdjson(content: string, name: string): RulesFile {
  const problems = problemList();
  const rules = new Map<string, Rule>();
  const exceptions: { lists: ExceptionList[]; items: ExceptionItem[] } = { lists: [], items: [] };
  const skipped = { connectors: 0 };
  let ruleLines = 0;
  const details: unknown[] = [];

  for (const { value: found, line, error } of entries(content)) {
    const value = unpacked(found);
    const where = line === undefined ? `A rule in ${name}` : `The rule in line ${line} of ${name}`;
    if (error !== undefined) {
      const message = `Line ${line} of ${name} is not JSON (${quote(error)}). Export the rules again, or delete the line.`;
      problems.add("not-json", message, line);
    } else if (!isObject(value)) {
      const message = `${where} is no JSON object. A rule export has one object a line: export the rules again.`;
      problems.add("not-an-object", message, line);
    } else {
      const kind = classify(value);
      if (kind === "exception") {
        if (isExceptionItem(value)) exceptions.items.push(exceptionItemFrom(value));
        else exceptions.lists.push(exceptionListFrom(value));
      }
      if (kind === "details") details.push(value);
      if (kind === "connector") skipped.connectors++;
      else if (kind === "rule") {
        ruleLines++;
        const rule = ruleFrom(value, where, (code, message) => problems.add(code, message, line));
        if (rule && rules.has(rule.rule_id)) {
          const id = quote(rule.rule_id);
          const message = `${where} has the same rule_id as one before it, ${id}: the last one is used. Keep one of them.`;
          problems.add("duplicate-rule", message, line);
        }
        if (rule) rules.set(rule.rule_id, rule);
      }
    }
  }
  for (const message of missingFrom(details, ruleLines, exceptions, name))
    problems.add("incomplete", message);
  const exported = new Set(exceptions.lists.map(listKey));
  return {
    rules: [...rules.values()].map((rule) => withExported(rule, exported)),
    problems: problems.all,
    exceptions,
    skipped,
  };
}

/**
 * What the last line of an export counts and the lines before it do not hold: lost behind Kibana, or by it. Of exports
 * that somebody has put into one file, all that they count together.
 */
function missingFrom(
  details: readonly unknown[],
  rules: number,
  { lists, items }: RulesFile["exceptions"],
  name: string,
): string[] {
  const count = (key: string): number =>
    details.reduce((sum: number, line) => {
      const value = own(line, key);
      return typeof value === "number" && Number.isSafeInteger(value) ? sum + value : sum;
    }, 0);
  const messages: string[] = [];
  const lost = (what: string, exported: number, found: number): void => {
    if (exported <= found) return;
    const message = `${name} says that it holds ${exported} ${what}, but ${found} can be found in it: the others are not here. Export it again.`;
    messages.push(message);
  };
  lost("rules", count("exported_rules_count"), rules);
  lost("exception lists", count("exported_exception_list_count"), lists.length);
  lost("exception items", count("exported_exception_list_item_count"), items.length);
  const missing = count("missing_exception_lists_count") + count("missing_exception_list_item_count");
  if (missing > 0) {
    const message = `Kibana could not export ${missing} of the exception lists and items of ${name}: what they exclude is raised here. Export the rules with an account that may read exceptions.`;
    messages.push(message);
  }
  return messages;
}

/** Marks the lists that came along, so that one without items is not taken for one that is missing. */
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
 * A rule as Elastic's package `security_detection_engine` ships it: a saved object of one file. Only these are
 * unpacked: any other saved object in an export is a connector.
 */
function unpacked(value: unknown): unknown {
  return own(value, "type") === "security-rule" ? (own(value, "attributes") ?? value) : value;
}

/** What a line of an export is. The order of the tests is that of Kibana's own importer. */
function classify(line: Record<string, unknown>): ExportKind {
  if (own(line, "exported_count") !== undefined) return "details";
  if (["list_id", "item_id", "entries"].some((key) => own(line, key) !== undefined)) return "exception";
  if (own(line, "attributes") !== undefined) return "connector";
  return "rule";
}

/** The list in the answer of `GET …/rules/_find`, or the value itself. */
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
  // The answer of Kibana's rules API, or a rule somebody has formatted: JSON over several lines, or a list.
  // A real export of more than one line fails here at its second line, so the attempt costs one line.
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
