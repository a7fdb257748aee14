import type { WindowsEvent } from "../windows-event.ts";
import { Budget } from "./budget.ts";
import type { Content } from "./content.ts";
import { Damage } from "./damage.ts";
import { runDataPlan } from "./data-plan.ts";
import { ElementBuilder } from "./element-builder.ts";
import { Emitter } from "./emitter.ts";
import { addPayload, eventOf } from "./event-builder.ts";
import { type EventPlan, type PayloadStep, runSystemPlan } from "./event-plan.ts";
import { type Fragment, Fragments } from "./fragments.ts";
import type { MutableEvent } from "../event-schema.ts";
import type { ValueTexts } from "./value-text.ts";
import type { Values } from "./values.ts";
import { XmlText } from "./xml-text.ts";

const NOTHING = { name: "Event", attributes: [], children: [] };

/** Decodes the records of one chunk. */
export class EventDecoder {
  readonly #fragments: Fragments;
  readonly #budget = new Budget();
  readonly #emitter: Emitter;

  /** @param validatesNames refuses records whose names have been overwritten, as can happen to deleted records */
  constructor(bytes: Uint8Array, texts: ValueTexts, validatesNames = false) {
    this.#fragments = new Fragments(bytes, texts, validatesNames);
    this.#emitter = new Emitter(this.#fragments, this.#budget);
  }

  /**
   * @param recordId identifies a cut record if nothing else is left of it
   * @throws Damage
   */
  event(content: Content, recordId: string): WindowsEvent {
    try {
      return this.#event(content);
    } catch (error) {
      if (isCut(content, error)) return { recordId };
      throw error;
    }
  }

  /**
   * The event as XML.
   * @throws Damage
   */
  xml(content: Content, recordId: string): string {
    try {
      const { root, values } = this.#root(content);
      const text = new XmlText();
      this.#emitter.root(root, values, 0, text);
      return text.xml;
    } catch (error) {
      if (isCut(content, error)) {
        return `<Event><System><EventRecordID>${recordId}</EventRecordID></System></Event>`;
      }
      throw error;
    }
  }

  #event(content: Content): WindowsEvent {
    const { root, values, template } = this.#root(content);
    if (template?.event) {
      const event = this.#short(template.event, values);
      if (event !== null) return event;
      this.#budget.reset();
    }
    const builder = new ElementBuilder();
    this.#emitter.root(root, values, 0, builder);
    return eventOf(builder.roots[0] ?? NOTHING);
  }

  #root(content: Content): Fragment {
    this.#budget.reset();
    this.#fragments.shift = content.shift;
    this.#fragments.cut = content.cut;
    const fragment = this.#fragments.read(content.start, content.end, 0);
    if (fragment === null) throw new Damage({ kind: "empty" });
    return fragment;
  }

  /** Decodes an event by its plan. Returns null if something is unusual. */
  #short(plan: EventPlan, values: Values): WindowsEvent | null {
    const event: MutableEvent = {};
    if (!runSystemPlan(plan.system, values, event)) return null;
    for (const step of plan.payload) if (!this.#payload(step, values, event)) return null;
    return event;
  }

  #payload({ node, data, slot }: PayloadStep, values: Values, event: MutableEvent): boolean {
    if (data !== null && event.eventData === undefined) return runDataPlan(data, values, event, this.#budget);
    const builder = new ElementBuilder();
    if (node !== null) this.#emitter.element(node, values, 0, builder);
    else if (values.isFragment(slot)) {
      const end = values.end(slot);
      const fragment = this.#fragments.read(values.start(slot), end, 1);
      if (fragment === null) return true;
      const next = this.#fragments.next;
      const inner = fragment.template?.data;
      if (inner && event.eventData === undefined) {
        if (!runDataPlan(inner, fragment.values, event, this.#budget)) return false;
      } else this.#emitter.element(fragment.root, fragment.values, 1, builder);
      this.#emitter.fragments(next, end, 1, builder);
    }
    for (const element of builder.roots) addPayload(event, element);
    return true;
  }
}

/** Damage is expected in a cut record. */
function isCut(content: Content, error: unknown): boolean {
  return content.cut && error instanceof Damage;
}
