import { isElement, type ContentNode, type ElementNode } from "./nodes.ts";
import type { Template } from "./template.ts";
import type { Values } from "./values.ts";
import { ARRAY, VALUE } from "./value-types.ts";

/** Bytes of definitions that are kept, so that a file made of templates does not fill the memory. */
const MAX_BYTES = 4 * 1024 * 1024;

interface Known {
  readonly guid: string;
  readonly template: Template;
}

/**
 * Templates of the file's intact chunks. A record whose own template is gone is read with the same one from another
 * chunk: every chunk defines each template anew.
 *
 * A record names its template by the first four bytes of the GUID only. So a template is used only if no other in the
 * file begins with these bytes, and if each of the record's values has the type that the template expects there. In
 * half a million values of real logs, no value had another type, but for sizes written as hexadecimal numbers.
 */
export class KnownTemplates {
  readonly #byId = new Map<number, Known | "ambiguous">();
  /** Templates of damaged chunks; true if two chunks have the same. */
  readonly #doubtful = new Map<number, Known & { readonly isTwice: boolean }>();
  #bytes = 0;

  /**
   * Notes a template. Call it only for a definition that a right checksum covers.
   *
   * @param guid all 16 bytes of the definition's GUID, as text
   * @param size of the definition, in bytes
   */
  add(id: number, guid: string, template: Template, size: number): void {
    const known = this.#byId.get(id);
    if (known === undefined) {
      if (this.#bytes + size > MAX_BYTES) return;
      this.#bytes += size;
      this.#byId.set(id, { guid, template });
    } else if (known !== "ambiguous" && known.guid !== guid) this.#byId.set(id, "ambiguous");
  }

  /** Notes a template of a chunk whose checksum is not right. Damage does not change two chunks alike. */
  addDoubtful(id: number, guid: string, template: Template, size: number): void {
    const known = this.#doubtful.get(id);
    if (known === undefined) {
      if (this.#bytes + size > MAX_BYTES) return;
      this.#bytes += size;
      this.#doubtful.set(id, { guid, template, isTwice: false });
    } else if (!known.isTwice) {
      const isTwice = known.guid === guid && isSameElement(known.template.root, template.root);
      this.#doubtful.set(id, { guid, template, isTwice });
    }
  }

  /** The template with this GUID; null if none is known, or the GUID's beginning is not unique in the file. */
  withGuid(id: number, guid: string): Template | null {
    const known = this.#byId.get(id);
    return known !== undefined && known !== "ambiguous" && known.guid === guid ? known.template : null;
  }

  /** The template of an instance with these values; null if none is certain to be the one. */
  find(id: number, values: Values): Template | null {
    const doubtful = this.#doubtful.get(id);
    const known = this.#byId.get(id) ?? (doubtful?.isTwice === true ? doubtful : undefined);
    if (known === undefined || known === "ambiguous") return null;
    return fits(known.template.root, values) ? known.template : null;
  }
}

/** Whether two elements and everything in them are the same. */
export function isSameElement(a: ElementNode, b: ElementNode): boolean {
  // Trees of plain strings and numbers, built by one parser: the same text is the same tree.
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function fits(element: ElementNode, values: Values): boolean {
  const isFitting = (node: ContentNode): boolean => {
    if (typeof node === "string") return true;
    if (isElement(node)) return fits(node, values);
    return node.slot < values.count && isOfType(values.type(node.slot), node.type);
  };
  if (element.dependency >= values.count) return false;
  return element.attributes.every(({ parts }) => parts.every(isFitting)) && element.children.every(isFitting);
}

function isOfType(actual: number, expected: number): boolean {
  if (actual === VALUE.none || actual === expected) return true;
  // A size has the width of the machine that wrote it.
  const isSize = (expected & ~ARRAY) === VALUE.size && (actual & ARRAY) === (expected & ARRAY);
  const type = actual & ~ARRAY;
  return isSize && (type === VALUE.hexInt32 || type === VALUE.hexInt64);
}
