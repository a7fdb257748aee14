import {
  type MutableEvent,
  type MutableRendering,
  RENDERED,
  SYSTEM_FIELDS,
  type SystemField,
} from "../event-schema.ts";
import type { EventDatum, WindowsEvent, XmlElement } from "../windows-event.ts";
import type { EventText } from "./event-text.ts";
import { normalizeLineEnds, normalizeValue, resolveReferences } from "./references.ts";
import { OP, REFERENCES, type Tape, WHITE_SPACE } from "./tape.ts";

/** Builds the Windows event from the tape that the scanner wrote. */
export class EventBuilder {
  readonly #tape: Tape;
  readonly #text: EventText;
  /** The next entry of the tape. */
  #at = 0;
  /** The data of the event being built. */
  #data: EventDatum[] = [];

  constructor(tape: Tape, text: EventText) {
    this.#tape = tape;
    this.#text = text;
  }

  /**
   * Builds the event on the tape. Elements are matched by their local names, whatever the prefix. Attributes of the
   * event schema have no prefix, so `xmlns:Name` is not `Name`.
   *
   * Children of `<Event>` that the event schema does not know count as payload and become `userData`. If there are
   * several, `userData` is an `Event` element that contains just these.
   */
  build(): WindowsEvent {
    const event: MutableEvent = {};
    const payloads: XmlElement[] = [];
    this.#at = 0;
    this.#data = [];
    const root = this.#name(this.#at++);
    this.#skipAttributes();
    while (this.#atChild()) {
      switch (localName(this.#name(this.#at))) {
        case "System":
          this.#system(event);
          break;
        case "EventData":
          this.#eventData(event);
          break;
        case "RenderingInfo":
          this.#rendering(event);
          break;
        default:
          payloads.push(this.#element());
      }
    }
    const [first] = payloads;
    if (payloads.length > 1) event.userData = { name: root, attributes: [], children: payloads };
    else if (first !== undefined) event.userData = first;
    return event;
  }

  /** If an element is repeated, the first value counts. */
  #system(event: MutableEvent): void {
    this.#at++;
    this.#skipAttributes();
    while (this.#atChild()) {
      const fields = SYSTEM_FIELDS.get(localName(this.#name(this.#at++)));
      while (this.#tape.op(this.#at) === OP.attribute) {
        const field = fields?.get(this.#name(this.#at));
        if (field !== undefined) set(event, field, this.#value(this.#at + 1));
        this.#at += 2;
      }
      const text = this.#content(true);
      const field = fields?.get("");
      if (field !== undefined) set(event, field, text.trim());
    }
  }

  #eventData(event: MutableEvent): void {
    const data = this.#data;
    this.#at++;
    const name = this.#attribute("Name");
    if (name !== undefined) event.eventDataName ??= name;
    while (this.#atChild()) {
      const element = localName(this.#name(this.#at++));
      const given = this.#attribute("Name");
      const value = this.#content(false);
      if (element === "Binary" && given === undefined && event.binary === undefined)
        event.binary = value.trim();
      // `ComplexData` is data as well; any other element at least has its own name.
      else if (element === "Data" || element === "ComplexData") data.push({ name: given ?? "", value });
      else data.push({ name: given ?? element, value });
    }
    event.eventData = data;
  }

  /** If there are two, the first value counts. */
  #rendering(event: MutableEvent): void {
    const rendering: MutableRendering = {};
    this.#at++;
    const culture = this.#attribute("Culture");
    if (culture !== undefined) rendering.culture = culture;
    while (this.#atChild()) {
      const name = localName(this.#name(this.#at));
      if (name === "Keywords") {
        rendering.keywords = this.#keywords();
        continue;
      }
      this.#at++;
      this.#skipAttributes();
      const text = this.#content(false);
      const key = RENDERED.get(name);
      if (key !== undefined) rendering[key] ??= text;
    }
    event.rendering ??= rendering;
  }

  #keywords(): string[] {
    const keywords: string[] = [];
    this.#at++;
    this.#skipAttributes();
    while (this.#atChild()) {
      this.#at++;
      this.#skipAttributes();
      const keyword = this.#content(true);
      if (keyword !== "") keywords.push(keyword);
    }
    return keywords;
  }

  #element(): XmlElement {
    const name = this.#name(this.#at++);
    const attributes: (readonly [string, string])[] = [];
    while (this.#tape.op(this.#at) === OP.attribute) {
      attributes.push([this.#name(this.#at), this.#value(this.#at + 1)]);
      this.#at += 2;
    }
    const children: (XmlElement | string)[] = [];
    let hasElements = false;
    for (let op = this.#tape.op(this.#at); op !== OP.close; op = this.#tape.op(this.#at)) {
      if (op === OP.open) {
        hasElements = true;
        children.push(this.#element());
      } else this.#addText(children);
    }
    this.#at++;
    // Indentation comes from the exporter, not from the provider.
    const kept = hasElements
      ? children.filter((c) => typeof c !== "string" || /[^ \t\r\n]/.test(c))
      : children;
    return { name, attributes, children: kept };
  }

  /** Texts divided by a comment or by the border of a CDATA section are joined. */
  #addText(children: (XmlElement | string)[]): void {
    const text = this.#textOf(this.#at++);
    const last = children.at(-1);
    if (typeof last === "string") children[children.length - 1] = last + text;
    else children.push(text);
  }

  /**
   * Returns all text up to the end of the element, including that of nested elements. The attributes must have been
   * read.
   */
  #content(isName: boolean): string {
    const tape = this.#tape;
    let text = "";
    for (let depth = 0; ;) {
      const entry = this.#at++;
      switch (tape.op(entry)) {
        case OP.close:
          if (depth-- === 0) return text;
          break;
        case OP.open:
          depth++;
          break;
        case OP.text: {
          const piece = isName ? this.#nameText(entry) : this.#textOf(entry);
          text = text === "" ? piece : text + piece;
          break;
        }
      }
    }
  }

  /** Returns true at the beginning of a child; false past the end of the element. */
  #atChild(): boolean {
    while (this.#tape.op(this.#at) === OP.text) this.#at++;
    if (this.#tape.op(this.#at) !== OP.close) return true;
    this.#at++;
    return false;
  }

  #skipAttributes(): void {
    while (this.#tape.op(this.#at) === OP.attribute) this.#at += 2;
  }

  /** Skips the attributes of an element and returns the value of the requested one. */
  #attribute(name: string): string | undefined {
    let value: string | undefined;
    for (; this.#tape.op(this.#at) === OP.attribute; this.#at += 2) {
      if (this.#name(this.#at) === name) value ??= this.#value(this.#at + 1);
    }
    return value;
  }

  #name(entry: number): string {
    return this.#text.name(this.#tape.start(entry), this.#tape.end(entry));
  }

  #value(entry: number): string {
    const text = this.#name(entry);
    const marks = this.#tape.marks(entry);
    if (marks === 0) return text;
    const plain = (marks & WHITE_SPACE) === 0 ? text : normalizeValue(text);
    return (marks & REFERENCES) === 0 ? plain : resolveReferences(plain);
  }

  #textOf(entry: number): string {
    return this.#resolve(this.#text.part(this.#tape.start(entry), this.#tape.end(entry)), entry);
  }

  #nameText(entry: number): string {
    return this.#resolve(this.#name(entry), entry);
  }

  #resolve(text: string, entry: number): string {
    const marks = this.#tape.marks(entry);
    if (marks === 0) return text;
    const plain = (marks & WHITE_SPACE) === 0 ? text : normalizeLineEnds(text);
    return (marks & REFERENCES) === 0 ? plain : resolveReferences(plain);
  }
}

/** Ignores an empty text in `<System>`: exporters write empty attributes for values that the record lacks. */
function set(event: MutableEvent, field: SystemField, value: string): void {
  if (value !== "") event[field] ??= value;
}

function localName(name: string): string {
  return name.includes(":") ? name.slice(name.lastIndexOf(":") + 1) : name;
}
