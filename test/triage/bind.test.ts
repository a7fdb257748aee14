import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { ABSENT, placeholderValue, plainText } from "../../src/triage/index.ts";

const event = flatten({
  "@timestamp": 1777878489123,
  "host.name": "WIN10",
  "registry.data.strings": ["2", "1"],
  "process.pid": 0,
  "user.name": "",
  flag: false,
});

describe("placeholderValue", () => {
  it.each([
    ["host.name", ["WIN10"]],
    ["registry.data.strings", ["2", "1"]],
    ["process.pid", ["0"]],
    ["flag", ["false"]],
    ["@timestamp", ["2026-05-04T07:08:09.123Z"]],
    ["user.name", []],
    ["user.id", []],
    ["constructor", []],
    ["__proto__", []],
  ])("%s is %j", (field, values) => {
    expect(placeholderValue(event, field)).toEqual(values);
    expect(placeholderValue({ ...event }, field)).toEqual(values);
  });
});

describe("plainText", () => {
  const inlines = [
    { kind: "text", text: "Data: " },
    { kind: "strong", inlines: [{ kind: "placeholder", field: "registry.data.strings" }] },
    { kind: "break" },
    { kind: "placeholder", field: "user.id" },
    { kind: "text", text: " " },
    { kind: "link", text: "page", href: "https://x" },
    { kind: "link", text: "https://y", href: "https://y" },
  ] as const;

  it("replaces placeholders by the event's values", () => {
    expect(plainText(inlines, event)).toBe(`Data: 2, 1 ${ABSENT} page (https://x)https://y`);
  });

  it("keeps placeholders without an event", () => {
    expect(plainText(inlines)).toBe("Data: {{registry.data.strings}} {{user.id}} page (https://x)https://y");
  });
});
