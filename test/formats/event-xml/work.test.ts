/** The cost of content that opens a lot and closes nothing: linear, whatever it is. */
import { growth, LINEAR } from "../../support/work.ts";
import { expect, it } from "vitest";
import { ENDLESS_DOCTYPES, ENDLESS_MARKUP } from "./endless.ts";
import { eventXml, readXml } from "./read-xml.ts";

const A = eventXml(1);
const repeated = (part: string, n: number) => part.repeat(Math.ceil(n / part.length));

it.each(ENDLESS_DOCTYPES)("linear in document types: %s", (part) => {
  expect(growth(10_000, (n) => readXml(repeated(part, n) + A, 1024))).toBeLessThan(LINEAR);
});

it.each(ENDLESS_MARKUP)("linear in markup: %s", (part) => {
  expect(growth(10_000, (n) => readXml(`${repeated(part, n)} -->${A}`, 1024))).toBeLessThan(LINEAR);
});
