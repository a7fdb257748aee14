import type { EventDatum } from "../windows-event.ts";
import type { Budget } from "./budget.ts";
import type { MutableEvent } from "../event-schema.ts";
import { type ElementNode, isElement } from "./nodes.ts";
import type { Values } from "./values.ts";

/**
 * The fast path from an instance's values to the event's data, for templates in which every child of `<EventData>`
 * contains one text or one value. Gives exactly the result of the general path (event-builder.ts), several times
 * faster.
 */
export interface DataPlan {
  readonly name: string | undefined;
  readonly steps: readonly DataPlanStep[];
}

interface DataPlanStep {
  readonly name: string;
  readonly isBinary: boolean;
  readonly dependency: number;
  /** The number of the value, or a constant text. */
  readonly source: number | string;
}

/** @returns null if the element is not `<EventData>`, or needs the general path */
export function planData(root: ElementNode): DataPlan | null {
  if (root.name !== "EventData" || root.dependency >= 0) return null;
  const name = nameOf(root);
  if (name === null) return null;
  const steps: DataPlanStep[] = [];
  for (const child of root.children) {
    if (!isElement(child)) return null;
    const step = planDatum(child);
    if (step === null) return null;
    steps.push(step);
  }
  return { name, steps };
}

function planDatum(node: ElementNode): DataPlanStep | null {
  const name = nameOf(node);
  if (name === null) return null;
  const content = node.children[0] ?? "";
  if (node.children.length > 1 || (typeof content === "object" && isElement(content))) return null;
  return {
    name: name ?? (node.name === "Data" ? "" : node.name),
    isBinary: node.name === "Binary",
    dependency: node.dependency,
    source: typeof content === "string" ? content : content.slot,
  };
}

/** The `Name` attribute; undefined if there is none, null if it is not just a text. */
function nameOf(node: ElementNode): string | undefined | null {
  const attribute = node.attributes.find(({ name }) => name === "Name");
  if (attribute === undefined) return undefined;
  const text = attribute.parts[0] ?? "";
  return attribute.parts.length <= 1 && typeof text === "string" ? text : null;
}

/** @returns false if a value is binary XML: then the event needs the general path */
export function runDataPlan(plan: DataPlan, values: Values, event: MutableEvent, budget: Budget): boolean {
  const data: EventDatum[] = [];
  for (const { name, isBinary, dependency, source } of plan.steps) {
    if (dependency >= 0 && values.isMissing(dependency)) continue;
    if (typeof source === "string") add(event, data, isBinary, name, source, budget);
    else if (values.isFragment(source)) return false;
    else if (values.isArray(source)) {
      const items = values.items(source);
      if (items.length === 0) add(event, data, isBinary, name, "", budget);
      for (const item of items) add(event, data, isBinary, name, item, budget);
    } else add(event, data, isBinary, name, values.text(source), budget);
  }
  if (plan.name !== undefined) event.eventDataName = plan.name;
  event.eventData = data;
  return true;
}

function add(
  event: MutableEvent,
  data: EventDatum[],
  isBinary: boolean,
  name: string,
  value: string,
  budget: Budget,
): void {
  budget.spend(value.length);
  if (isBinary) event.binary ??= value;
  else data.push({ name, value });
}
