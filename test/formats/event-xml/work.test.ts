/** What content costs that begins a great deal and ends nothing: once through, whatever it is. */
import { growth, LINEAR } from "../../support/work.ts";
import { expect, it } from "vitest";
import { eventXml, readXml } from "./read-xml.ts";

const A = eventXml(1);
const repeated = (part: string, n: number) => part.repeat(Math.ceil(n / part.length));

it.each([
  "<!DOCTYPE",
  "<!DOCTYPE x [",
  '<!DOCTYPE x "',
  "<!DOCTYPE x '<!DOCTYPE x \"",
  "<!DOCTYPE x [<!-- -->",
  "<!DOCTYPE x [<!--",
  "<!DOCTYPE x [<a",
  "<!DOCTYPE x ['<",
])("document types: %s", (part) => {
  expect(growth(10_000, (n) => readXml(repeated(part, n) + A, 1024))).toBeLessThan(LINEAR);
});

it.each([
  "<",
  "<!",
  "<!--",
  "<![CDATA[",
  "<?",
  "<Event>",
  "<Event",
  "<Event a='",
  "</",
  "<Event><a><Event>",
  "<Event><System/><a>",
])("elements: %s", (part) => {
  expect(growth(10_000, (n) => readXml(`${repeated(part, n)} -->${A}`, 1024))).toBeLessThan(LINEAR);
});
