import type { XmlElement } from "../../../src/formats/windows-event.ts";

const ENTITIES = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/**
 * Parses well-formed XML, as far as libevtx, Event Viewer and evtx_dump write it, and returns its roots. Throws on
 * anything else.
 */
export function parseXml(xml: string): XmlElement[] {
  const roots: XmlElement[] = [];
  const open: { name: string; attributes: [string, string][]; children: (XmlElement | string)[] }[] = [];
  const token =
    /<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:[^"'>]|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/y;
  for (let match = token.exec(xml); match !== null; match = token.exec(xml)) {
    const [, cdata, close, start, attributes, empty, text] = match;
    if (cdata !== undefined) open.at(-1)?.children.push(cdata);
    else if (text !== undefined) open.at(-1)?.children.push(unescape(text));
    if (start !== undefined) {
      const pairs = [...(attributes ?? "").matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
      open.push({
        name: start,
        attributes: pairs.map(([, name, double, single]) => [name!, unescape(double ?? single ?? "")]),
        children: [],
      });
    }
    if (close !== undefined || empty === "/") {
      const element = open.pop()!;
      if (close !== undefined && close !== element.name) throw new Error(`</${close}> in <${element.name}>`);
      (open.at(-1)?.children ?? roots).push(element);
    }
    if (token.lastIndex === xml.length) break;
  }
  if (token.lastIndex !== xml.length || open.length > 0)
    throw new Error(`not well-formed at ${token.lastIndex}`);
  return roots;
}

function unescape(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex as string, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    const text = ENTITIES.get(name as string);
    if (text === undefined) throw new Error(`unknown entity ${String(whole)}`);
    return text;
  });
}

/** Removes the white space that pretty-printing puts between elements. */
export function withoutIndent(element: XmlElement): XmlElement {
  const hasElements = element.children.some((child) => typeof child !== "string");
  const children = element.children.flatMap((child): (XmlElement | string)[] => {
    if (typeof child === "string") return hasElements && child.trim() === "" ? [] : [child];
    return [withoutIndent(child)];
  });
  return { ...element, children };
}
