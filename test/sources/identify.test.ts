import { describe, expect, it } from "vitest";
import {
  IDENTIFYING_FIELDS,
  IDENTIFYING_PREFIXES,
  identify,
  isEvent,
  toEcs,
} from "../../src/sources/index.ts";
import { SOURCES } from "../../src/sources/identify.ts";
import { registryDocument, SOURCE_MARKS } from "../support/documents.ts";

describe("identify", () => {
  it("uses only the fields and prefixes that it declares", () => {
    const fields = new Set<PropertyKey>();
    const prefixes = new Set<string>();
    const empty = new Proxy(Object.create(null) as Record<string, string>, {
      get: (_target, field) => void fields.add(field),
    });
    const below = (prefix: string): boolean => {
      prefixes.add(prefix);
      return false;
    };
    expect(identify(empty, "", below)).toBe("ecs");
    expect(isEvent(empty, below)).toBe(false);
    expect([...fields].sort()).toEqual([...IDENTIFYING_FIELDS].sort());
    expect([...prefixes].sort()).toEqual([...IDENTIFYING_PREFIXES].sort());
  });

  it("is tested with a document of each source", () => {
    expect(SOURCE_MARKS.map(([source]) => source).sort()).toEqual(SOURCES.map(({ id }) => id).sort());
  });

  it.each(SOURCE_MARKS)("recognises %s by these fields alone", (source, mark) => {
    const { event } = toEcs({ value: { ...registryDocument(), ...mark } })!;
    const few = Object.fromEntries(IDENTIFYING_FIELDS.map((field) => [field, event[field]]));
    const below = (prefix: string): boolean => Object.keys(event).some((field) => field.startsWith(prefix));
    expect(identify(few, "", below)).toBe(source);
  });
});
