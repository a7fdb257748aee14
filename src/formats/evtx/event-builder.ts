import { type MutableEvent, type MutableRendering, RENDERED, systemFieldOf } from "../event-schema.ts";
import type { EventDatum, Rendering, WindowsEvent, XmlElement } from "../windows-event.ts";

/** Builds the event from an `<Event>` element: the general path, for every form that an event can have. */
export function eventOf(root: XmlElement): WindowsEvent {
  const event: MutableEvent = {};
  for (const child of root.children) {
    if (typeof child === "string") continue;
    if (child.name === "System") addSystem(event, child);
    else addPayload(event, child);
  }
  return event;
}

/** Adds a child of `<Event>` other than `<System>`. Two of a kind are treated as in the event XML reader. */
export function addPayload(event: MutableEvent, element: XmlElement): void {
  if (element.name === "EventData") addEventData(event, element);
  else if (element.name === "RenderingInfo") event.rendering ??= renderingOf(element);
  else event.userData = event.userData === undefined ? element : together(event.userData, element);
}

function together(before: XmlElement, element: XmlElement): XmlElement {
  const isList = before.name === "Event";
  return { name: "Event", attributes: [], children: [...(isList ? before.children : [before]), element] };
}

function addSystem(event: MutableEvent, system: XmlElement): void {
  for (const element of system.children) {
    if (typeof element === "string") continue;
    for (const [name, value] of [["", textOf(element)] as const, ...element.attributes]) {
      const field = systemFieldOf(element.name, name);
      if (field !== undefined && value !== "") event[field] ??= value;
    }
  }
}

function addEventData(event: MutableEvent, element: XmlElement): void {
  const data: EventDatum[] = [...(event.eventData ?? [])];
  for (const child of element.children) {
    if (typeof child === "string") continue;
    if (child.name === "Binary") event.binary ??= textOf(child);
    else {
      const name = attributeOf(child, "Name") ?? (child.name === "Data" ? "" : child.name);
      data.push({ name, value: textOf(child) });
    }
  }
  const name = attributeOf(element, "Name");
  if (name !== undefined) event.eventDataName ??= name;
  event.eventData = data;
}

function renderingOf(element: XmlElement): Rendering {
  const rendering: MutableRendering = {};
  const culture = attributeOf(element, "Culture");
  if (culture !== undefined) rendering.culture = culture;
  for (const child of element.children) {
    if (typeof child === "string") continue;
    const field = RENDERED.get(child.name);
    if (field !== undefined) rendering[field] ??= textOf(child);
    else if (child.name === "Keywords") {
      rendering.keywords = child.children.filter((keyword) => typeof keyword !== "string").map(textOf);
    }
  }
  return rendering;
}

function attributeOf(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((attribute) => attribute[0] === name)?.[1];
}

/** All texts in an element, in order. */
function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}
