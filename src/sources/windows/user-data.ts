import type { MutableFlatEvent } from "../../ecs/index.ts";
import type { XmlElement } from "../../formats/index.ts";
import { withoutWindowsLineEnds } from "./text.ts";

/**
 * Elements below this depth are left out: no provider nests that deep, and a hostile record must not exhaust the stack.
 */
const MAX_DEPTH = 32;
const PREFIX = "winlog.user_data.";

/** The element whose children are the payload: the only one inside `<UserData>`, or the payload itself. */
export function payloadOf(userData: XmlElement): XmlElement | undefined {
  if (userData.name !== "UserData") return userData;
  return userData.children.find((child) => typeof child !== "string");
}

/** The text of the payload's child of that name. */
export function userDatum(userData: XmlElement | undefined, name: string): string | undefined {
  const payload = userData === undefined ? undefined : payloadOf(userData);
  for (const child of payload?.children ?? []) {
    if (typeof child !== "string" && nameOf(child) === name) {
      const text = textIn(child);
      if (text !== "") return text;
    }
  }
  return undefined;
}

/**
 * Writes the payload below `winlog.user_data`, named as Winlogbeat names it, using the first of several values with
 * one name. Winlogbeat drops what is nested deeper; here it is kept under dotted names.
 */
export function mapUserData(userData: XmlElement, out: MutableFlatEvent): void {
  const payload = payloadOf(userData);
  if (payload === undefined) return;
  if (payload.name !== "") out[`${PREFIX}xml_name`] = payload.name;
  addChildren(payload, "", out, 0);
}

function addChildren(element: XmlElement, path: string, out: MutableFlatEvent, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const child of element.children) {
    if (typeof child === "string") continue;
    const name = path === "" ? nameOf(child) : `${path}.${nameOf(child)}`;
    const text = textIn(child);
    if (text !== "") out[PREFIX + name] ??= text;
    addChildren(child, name, out, depth + 1);
  }
}

function nameOf(element: XmlElement): string {
  for (const [name, value] of element.attributes) if (name === "Name" && value !== "") return value;
  return element.name;
}

/** The element's text; mere indentation between elements does not count. */
function textIn(element: XmlElement): string {
  let text = "";
  for (const child of element.children) if (typeof child === "string") text += child;
  return text.trim() === "" ? "" : withoutWindowsLineEnds(text);
}
