/* How exceptions decided before they had Elastic's structure. Exceptions stored then must keep this meaning. */
import type { ExceptionCondition } from "../../src/case/index.ts";
import type { FlatEvent } from "../../src/ecs/index.ts";

export function earlierHolds({ field, operator, value }: ExceptionCondition, event: FlatEvent): boolean {
  const found = event[field];
  const values = found === undefined ? [] : (typeof found === "object" ? found : [found]).map(String);
  switch (operator) {
    case "is":
      return values.includes(value);
    case "is not":
      return !values.includes(value);
    case "is one of":
      return listed(value).some((element) => values.includes(element));
    case "is not one of":
      return !listed(value).some((element) => values.includes(element));
    case "matches":
      return values.some((text) => wildcardMatches(value, text));
    case "does not match":
      return !values.some((text) => wildcardMatches(value, text));
    case "exists":
      return values.length > 0;
    case "does not exist":
      return values.length === 0;
  }
}

function listed(value: string): string[] {
  return value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function wildcardMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t]) && pattern[p] !== "*") {
      p++;
      t++;
    } else if (pattern[p] === "*") {
      star = p++;
      mark = t;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
