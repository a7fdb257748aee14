import { type DataPlan, planData } from "./data-plan.ts";
import { type ContentNode, type ElementNode, isElement, type ValuePart } from "./nodes.ts";
import { type MutableEvent, type SystemField, systemFieldOf, systemFieldOrder } from "../event-schema.ts";
import type { Values } from "./values.ts";

/**
 * The fast path from an instance's values to the event, for templates of the usual form: `<System>` with one text or
 * one value in each position, then the payload. Gives exactly the result of the general path (event-builder.ts).
 */
export interface EventPlan {
  readonly system: readonly SystemStep[];
  readonly payload: readonly PayloadStep[];
}

interface SystemStep {
  readonly field: SystemField;
  readonly dependency: number;
  /** The number of the value, or a constant text. */
  readonly source: number | string;
}

/** An element of the template, or the number of a value that contains one. */
export interface PayloadStep {
  readonly node: ElementNode | null;
  readonly data: DataPlan | null;
  readonly slot: number;
}

/** @returns null if the element is not `<Event>`, or needs the general path */
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
  /** @returns false if the position needs the general path */
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
  // The same order for all templates: events with the same object layout are faster to create and to read.
  return steps.sort((a, b) => systemFieldOrder(a.field) - systemFieldOrder(b.field));
}

/** @returns false if a value is not plain, as it usually is: then the event needs the general path */
export function runSystemPlan(steps: readonly SystemStep[], values: Values, event: MutableEvent): boolean {
  for (const { field, dependency, source } of steps) {
    if (dependency >= 0 && values.isMissing(dependency)) continue;
    if (typeof source === "number" && !values.isPlain(source)) return false;
    const text = typeof source === "string" ? source : values.text(source);
    if (text !== "") event[field] = text;
  }
  return true;
}
