import type { EventDatum, WindowsEvent } from "../windows-event.ts";
import { Budget } from "./budget.ts";
import type { RecordContent } from "./content.ts";
import { Damage } from "./damage.ts";
import { runDataPlan } from "./data-plan.ts";
import { ElementBuilder } from "./element-builder.ts";
import { Emitter } from "./emitter.ts";
import { addPayload, eventOf } from "./event-builder.ts";
import { type EventPlan, type PayloadStep, runSystemPlan } from "./event-plan.ts";
import { type Fragment, Fragments, type TemplateSource } from "./fragments.ts";
import type { MutableEvent } from "../event-schema.ts";
import type { ValueTexts } from "./value-text.ts";
import type { Values } from "./values.ts";
import { XmlText } from "./xml-text.ts";

/** What a record's own header says, whatever has become of its event. */
export interface RecordHeader {
  readonly recordId: string;
  /** When it was written, as event XML writes times; undefined if that is beyond the calendar. */
  readonly written: string | undefined;
}

const NOTHING = { name: "Event", attributes: [], children: [] };

/** Decodes the records of one chunk. */
export class EventDecoder {
  readonly #fragments: Fragments;
  readonly #budget = new Budget();
  readonly #emitter: Emitter;

  /**
   * @param validatesNames refuses records whose names have been overwritten, as can happen to deleted records
   * @param known templates of other chunks
   */
  constructor(
    bytes: Uint8Array,
    texts: ValueTexts,
    validatesNames = false,
    known: TemplateSource | null = null,
  ) {
    this.#fragments = new Fragments(bytes, texts, validatesNames, known);
    this.#emitter = new Emitter(this.#fragments, this.#budget);
  }

  /** Whether the record decoded last was read with a template of another chunk. */
  get hasBorrowed(): boolean {
    return this.#fragments.hasBorrowed;
  }

  /** Whether the record decoded last failed because its template is missing: another chunk may have it. */
  get lacksTemplate(): boolean {
    return this.#fragments.lacksTemplate;
  }

  /** @throws Damage */
  event(content: RecordContent): WindowsEvent {
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

  /**
   * The event as XML.
   * @throws Damage
   */
  xml(content: RecordContent): string {
    const { root, values } = this.#root(content);
    const text = new XmlText();
    this.#emitter.root(root, values, 0, text);
    return text.xml;
  }

  /**
   * What is left of an event that cannot be decoded: what the record's header says; if its template is there, all but the
   * values with elements that cannot be read; the values of these without names, each in its position, or the texts of an
   * element without a template.
   */
  remains(content: RecordContent, { recordId, written }: RecordHeader): WindowsEvent {
    const header: MutableEvent = { recordId, ...(written !== undefined && { systemTime: written }) };
    this.#begin(content);
    try {
      return this.#rootRemains(content, header);
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
    }
    this.#begin(content);
    try {
      this.#addRemains(header, content.start, content.end, 0);
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
    }
    return header;
  }

  /** @throws Damage */
  #rootRemains(content: RecordContent, header: WindowsEvent): WindowsEvent {
    const fragment = this.#fragments.read(content.start, content.end, 0);
    if (fragment === null) throw new Damage({ kind: "empty" });
    const builder = new ElementBuilder();
    const unnamed: MutableEvent = {};
    this.#emitter.lost = (from, end, depth) => this.#addRemains(unnamed, from, end, depth);
    try {
      this.#emitter.root(fragment.root, fragment.values, 0, builder);
    } finally {
      this.#emitter.lost = null;
    }
    const event: MutableEvent = { ...header, ...eventOf(builder.roots[0] ?? NOTHING) };
    if (event.userData === undefined && unnamed.userData !== undefined) event.userData = unnamed.userData;
    addUnnamed(event, unnamed.eventData ?? []);
    return event;
  }

  #addRemains(event: MutableEvent, from: number, end: number, depth: number): void {
    const unnamed: EventDatum[] = [];
    const values = this.#fragments.valuesAlone(from, end, depth);
    if (values === null) {
      for (const value of this.#fragments.textsAlone(from, end)) unnamed.push({ name: "", value });
      addUnnamed(event, unnamed);
      return;
    }
    for (let i = 0; i < values.count; i++) {
      if (values.isFragment(i)) this.#addInner(event, values.start(i), values.end(i), depth + 1);
      const value = values.isFragment(i) ? "" : values.text(i);
      this.#budget.spend(value.length);
      unnamed.push({ name: "", value });
    }
    addUnnamed(event, unnamed);
  }

  #addInner(event: MutableEvent, from: number, end: number, depth: number): void {
    const builder = new ElementBuilder();
    try {
      this.#emitter.fragments(from, end, depth, builder);
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      this.#addRemains(event, from, end, depth);
      return;
    }
    for (const element of builder.roots) addPayload(event, element);
  }

  #root(content: RecordContent): Fragment {
    this.#begin(content);
    const fragment = this.#fragments.read(content.start, content.end, 0);
    if (fragment === null) throw new Damage({ kind: "empty" });
    return fragment;
  }

  #begin(content: RecordContent): void {
    this.#budget.reset();
    this.#fragments.move(content.shift, content.moved);
    this.#fragments.cut = content.cut;
    this.#fragments.hasBorrowed = false;
    this.#fragments.lacksTemplate = false;
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

function addUnnamed(event: MutableEvent, data: readonly EventDatum[]): void {
  if (data.length > 0) event.eventData = [...(event.eventData ?? []), ...data];
}
