import { asciiLower, type Clause, anyText, junction, longestSafeSegment } from "../../src/match/index.ts";
import type { QueryLanguage } from "../../src/rules/run/index.ts";

/** An error that the author of a query can correct. */
class ContainsError extends Error {
  readonly line: number;
  readonly column = 1;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

interface Condition {
  readonly field: string;
  readonly text: string;
}

/** A language made up for tests. Each line is `field ~ text`: a value of the field contains the text, ignoring case. */
export const CONTAINS: QueryLanguage = {
  id: "contains",
  name: "Contains",
  label: "Contains: one condition a line",
  example: "process.name ~ powershell",
  ruleTypes: ["query"],
  multiFields: [],
  QueryError: ContainsError,
  compile(query) {
    const conditions = query.split("\n").map(parseLine);
    return {
      kind: "event",
      clause: junction("and", conditions.map(clauseOf), () => query),
      category: null,
      fields: conditions.map(({ field }) => field),
      requiredTexts: conditions.flatMap(({ field, text }) => {
        const part = longestSafeSegment(text);
        return part === "" ? [] : [{ field, anyOf: [{ text: part, ignoreCase: true }] }];
      }),
      warnings: query.includes("*") ? [{ code: "pipes", data: { pipes: "*" } }] : [],
      timestampField: null,
    };
  },
};

function parseLine(line: string, i: number): Condition {
  const found = /^\s*(\S+) ~ (.*\S)\s*$/.exec(line);
  if (found === null) throw new ContainsError("Write a field, a tilde and a text.", i + 1);
  return { field: found[1]!, text: found[2]! };
}

function clauseOf({ field, text }: Condition): Clause {
  const folded = asciiLower(text);
  return {
    kind: "test",
    text: () => `${field} ~ ${folded}`,
    fields: [field],
    clauses: [],
    test: anyText(field, (value) => asciiLower(value).includes(folded)),
    constant: undefined,
  };
}
