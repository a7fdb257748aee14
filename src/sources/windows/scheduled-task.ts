import { flatten } from "../../ecs/index.ts";
import { elementInText, type XmlElement } from "../../formats/index.ts";
import { codes } from "./code-set.ts";
import type { FinalStep } from "./step.ts";

/*
 * What a scheduled task does and when, from the XML in the event. Elastic's agent decodes the XML as a map, and its
 * pipeline (packages/system, scheduled_task.yml) picks the parts out; both are done here, with what is odd about them.
 */

/** An element as Elastic's agent decodes it: its text if it has nothing else, otherwise its parts by name. */
type Decoded = string | Parts;
/** Names in lower case, without prefixes. A name that is repeated has a list. */
type Parts = ReadonlyMap<string, Decoded | readonly Decoded[]>;
type Part = Decoded | readonly Decoded[] | undefined;

/** The name under which the agent keeps the text of an element that has more than its text. */
const TEXT = "#text";

function decodedElement({ attributes, children }: XmlElement): Decoded {
  const parts = new Map<string, Decoded | readonly Decoded[]>();
  for (const child of children) {
    if (typeof child === "string") continue;
    const key = keyOf(child.name);
    const value = decodedElement(child);
    const before = parts.get(key);
    parts.set(key, before === undefined ? value : [...(isList(before) ? before : [before]), value]);
  }
  // An attribute takes the place of an element of its name.
  for (const [name, value] of attributes) parts.set(keyOf(name), value);
  const last = children.at(-1);
  const text = typeof last === "string" ? last.trim() : "";
  if (parts.size === 0) return text;
  if (text !== "") parts.set(TEXT, text);
  return parts;
}

const keyOf = (name: string): string => name.slice(name.lastIndexOf(":") + 1).toLowerCase();
const isList = (part: Part): part is readonly Decoded[] => Array.isArray(part);
const listOf = (part: Part): readonly Decoded[] =>
  part === undefined ? [] : isList(part) ? part : [part as Decoded];
const partsOf = (part: Part): Parts | undefined => (part instanceof Map ? part : undefined);

/** The text of a part; undefined if it has none. */
function textOf(part: Part): string | undefined {
  if (part instanceof Map) return textOf((part as Parts).get(TEXT));
  // As Java writes a list. Task Scheduler has no task with two commands in one action.
  if (isList(part)) return `[${part.map((one) => textOf(one) ?? "").join(", ")}]`;
  return part === "" ? undefined : (part as string | undefined);
}

function booleanOf(part: Part): boolean | undefined {
  const text = textOf(part)?.toLowerCase();
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : undefined;
}

type Value = string | boolean | Values | Values[] | undefined;
interface Values {
  [name: string]: Value;
}

/** Leaves out what has no value. @returns undefined if nothing is left */
function given(values: Values): Values | undefined {
  const left = Object.entries(values).filter(([, value]) => value !== undefined);
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

const ESCAPED = /[\u0000-\u001f%=|\u007f]/g;

/** One text for all values of a trigger or an action, as lists of each value do not say which belong together. */
function definition(
  pairs: readonly (readonly [name: string, value: string | boolean | undefined])[],
): string {
  const escaped = (text: string): string =>
    text.replace(ESCAPED, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
  return ["v=1", ...pairs.map(([name, value = ""]) => `${name}=${escaped(String(value))}`)].join("|");
}

/** The triggers in the pipeline's order: which of two kinds came first is lost with the agent's decoding. */
const TRIGGERS: readonly (readonly [element: string, type: string])[] = [
  ["boottrigger", "boot"],
  ["wnfstatechangetrigger", "wnf_state_change"],
  ["timetrigger", "time"],
  ["calendartrigger", "calendar"],
  ["logontrigger", "logon"],
  ["registrationtrigger", "registration"],
  ["sessionstatechangetrigger", "session_state_change"],
  ["eventtrigger", "event"],
  ["idletrigger", "idle"],
];

function triggersOf(task: Parts): Values[] {
  const block = partsOf(task.get("triggers"));
  return TRIGGERS.flatMap(([element, type]) =>
    listOf(block?.get(element)).flatMap((trigger) => {
      const parts = partsOf(trigger);
      // An empty element is a trigger as well, one with a text is none.
      if (parts === undefined && trigger !== "") return [];
      const repeated = partsOf(parts?.get("repetition"));
      const interval = textOf(repeated?.get("interval"));
      const duration = textOf(repeated?.get("duration"));
      const stop = booleanOf(repeated?.get("stopatdurationend"));
      // Task Scheduler takes a trigger for enabled unless it says otherwise.
      const enabled = parts?.has("enabled") === true ? booleanOf(parts.get("enabled")) : true;
      return {
        type,
        enabled,
        repetition: given({ interval, duration, stop_at_duration_end: stop }),
        definition: definition([
          ["type", type],
          ["enabled", enabled],
          ["interval", interval],
          ["duration", duration],
          ["stop_at_duration_end", stop],
        ]),
      };
    }),
  );
}

const ACTIONS = [
  ["exec", "exec"],
  ["comhandler", "com_handler"],
] as const;

function actionsOf(task: Parts): Values[] {
  const block = partsOf(task.get("actions"));
  const context = textOf(block?.get("context"));
  return ACTIONS.flatMap(([element, type]) =>
    listOf(block?.get(element)).flatMap((action) => {
      const parts = partsOf(action);
      if (parts === undefined) return [];
      const isExec = type === "exec";
      const values = {
        type,
        context,
        command: isExec ? textOf(parts.get("command")) : undefined,
        arguments: isExec ? textOf(parts.get("arguments")) : undefined,
        working_directory: isExec ? textOf(parts.get("workingdirectory")) : undefined,
        class_id: isExec ? undefined : textOf(parts.get("classid")),
      };
      return { ...values, definition: definition(Object.entries(values)) };
    }),
  );
}

function principalsOf(task: Parts): Values[] {
  const block = partsOf(task.get("principals"));
  return listOf(block?.get("principal")).flatMap((principal) => {
    const parts = partsOf(principal);
    const values = given({
      id: textOf(parts?.get("id")),
      user: given({ identifier: textOf(parts?.get("userid")) }),
      group: given({ identifier: textOf(parts?.get("groupid")) }),
      logon: given({ type: textOf(parts?.get("logontype")) }),
      run_level: textOf(parts?.get("runlevel")),
    });
    return values === undefined ? [] : [values];
  });
}

function taskOf(element: XmlElement): Values | undefined {
  const decoded = partsOf(decodedElement(element));
  if (decoded === undefined) return undefined;
  // The XML of a task has one root, `<Task>`. Of another one, the pipeline finds no part either.
  const task = keyOf(element.name) === "task" ? decoded : new Map([[keyOf(element.name), decoded]]);
  const settings = partsOf(task.get("settings"));
  const some = (values: Values[]): Values[] | undefined => (values.length === 0 ? undefined : values);
  return given({
    uri: textOf(partsOf(task.get("registrationinfo"))?.get("uri")),
    principals: some(principalsOf(task)),
    settings: given({
      enabled: booleanOf(settings?.get("enabled")),
      hidden: booleanOf(settings?.get("hidden")),
    }),
    triggers: some(triggersOf(task)),
    actions: some(actionsOf(task)),
  });
}

/**
 * The scheduled task of 4698 to 4702, below `winlog.scheduled_task`. XML that is cut off or damaged gives nothing, as in
 * Elastic's agent; the text stays where it is.
 */
export const scheduledTask: FinalStep = {
  from: "EventData/TaskContent, TaskContentNew",
  how: "its parts",
  ids: codes("4698-4702"),
  apply: (context) => {
    const xml = context.data(context.code === "4702" ? "TaskContentNew" : "TaskContent");
    const element = xml === undefined ? null : elementInText(xml);
    const task = element === null ? undefined : taskOf(element);
    if (task === undefined) return;
    const fields = flatten({ winlog: { scheduled_task: task } });
    for (const field in fields) context.out[field] = fields[field]!;
  },
};
