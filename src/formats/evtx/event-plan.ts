import { type DataPlan, planData } from "./data-plan.ts";
import { type ContentNode, type ElementNode, isElement, type ValuePart } from "./nodes.ts";
import { type MutableEvent, type SystemField, systemFieldOf, systemFieldOrder } from "../event-schema.ts";
import type { Values } from "./values.ts";

/**
 * The short way from an instance's values to the event, for templates of the usual form: `<System>` with one text or
 * one value in each place, then the payload. Says exactly what the long way (`EventBuilder`) says.
 */
export interface EventPlan {
  readonly system: readonly SystemStep[];
  readonly payload: readonly PayloadStep[];
}

interface SystemStep {
  readonly field: SystemField;
  readonly dependency: number;
  /** The value's number, or a text that is always the same. */
  readonly source: number | string;
}

/** An element of the template, or the number of a value that holds one. */
export interface PayloadStep {
  readonly node: ElementNode | null;
  readonly data: DataPlan | null;
  readonly slot: number;
}

/** @returns null if the element is no `<Event>`, or one that takes the long way */
export function planEvent(root: ElementNode): EventPlan | null {
  const [system, ...payload] = root.children;
  if (root.name !== "Event") return null;
  if (system === undefined || !isElement(system) || system.name !== "System" || system.dependency >= 0) {
    return null;
  }
  const steps = planSystem(system);
  return steps === null ? null : { system: steps, payload: payload.flatMap(payloadStep) };
}

function payloadStep(node: ContentNode): PayloadStep[] {
  if (typeof node === "string") return [];
  if (isElement(node)) return [{ node, data: planData(node), slot: -1 }];
  return [{ node: null, data: null, slot: node.slot }];
}

function planSystem(system: ElementNode): SystemStep[] | null {
  const steps: SystemStep[] = [];
  const seen = new Set<SystemField>();
  /** @returns false if the place needs the long way */
  const plan = (
    node: ElementNode,
    attribute: string,
    parts: readonly (ValuePart | ElementNode)[],
  ): boolean => {
    const field = systemFieldOf(node.name, attribute);
    const part = parts[0];
    if (field === undefined || part === undefined) return true;
    if (parts.length > 1 || (typeof part === "object" && isElement(part)) || seen.has(field)) return false;
    seen.add(field);
    steps.push({
      field,
      dependency: node.dependency,
      source: typeof part === "string" ? part : part.slot,
    });
    return true;
  };
  for (const node of system.children) {
    if (!isElement(node)) return null;
    if (!plan(node, "", node.children)) return null;
    for (const { name, parts } of node.attributes) if (!plan(node, name, parts)) return null;
  }
  // One order for all templates: events of the same form are faster to make and to read.
  return steps.sort((a, b) => systemFieldOrder(a.field) - systemFieldOrder(b.field));
}

/** @returns false if a value is not the plain one that is usual there: then the event takes the long way */
export function runSystemPlan(steps: readonly SystemStep[], values: Values, event: MutableEvent): boolean {
  for (const { field, dependency, source } of steps) {
    if (dependency >= 0 && values.isMissing(dependency)) continue;
    if (typeof source === "number" && !values.isPlain(source)) return false;
    const text = typeof source === "string" ? source : values.text(source);
    if (text !== "") event[field] = text;
  }
  return true;
}
