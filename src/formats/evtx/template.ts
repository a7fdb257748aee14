import { type DataPlan, planData } from "./data-plan.ts";
import { type EventPlan, planEvent } from "./event-plan.ts";
import type { ElementNode } from "./nodes.ts";

/** The definition of a template, with fast paths to its values if it has the usual form. */
export class Template {
  readonly root: ElementNode;
  /** For a template of whole events. */
  readonly event: EventPlan | null;
  /** For a template of `<EventData>`. */
  readonly data: DataPlan | null;

  constructor(root: ElementNode) {
    this.root = root;
    this.event = planEvent(root);
    this.data = planData(root);
  }
}
