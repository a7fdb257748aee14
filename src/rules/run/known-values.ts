/** Remembers the results of a clause for values that come again and again: programs, accounts, libraries. */
import type { FlatEvent } from "../../ecs/index.ts";
import type { Clause, EventTest } from "../../match/index.ts";

/** Fields with few values in a log. Others, such as command lines, would only fill the memory. */
const FEW_VALUES = /^(?:process\.(?:parent\.)?(?:executable|name)|user\.(?:id|name)|dll\.(?:name|path))$/;
/** How many values are kept for one clause, and the longest in UTF-16 units. */
const MOST_VALUES = 256;
const LONGEST_VALUE = 260;

/** The same test as that of a clause. If it looks at one such field alone, each value is tested once. */
export function byKnownValues(clause: Clause, test: EventTest): EventTest {
  const field = onlyField(clause);
  if (field === null || !FEW_VALUES.test(field)) return test;
  let known = new Map<string, boolean>();
  return (event: FlatEvent) => {
    const value = event[field];
    if (typeof value !== "string" || value.length > LONGEST_VALUE) return test(event);
    const before = known.get(value);
    if (before !== undefined) return before;
    const result = test(event);
    if (known.size === MOST_VALUES) known = new Map();
    known.set(value, result);
    return result;
  };
}

/** The field that alone decides a clause; null if there are several, or if they depend on the event. */
function onlyField(clause: Clause): string | null {
  const fields = new Set<string>();
  const add = ({ fields: own, fieldsIn, testedInstead, clauses }: Clause): boolean => {
    for (const field of own) fields.add(field);
    return fieldsIn === undefined && testedInstead === undefined && clauses.every(add);
  };
  const [first = null, ...others] = add(clause) ? fields : [];
  return others.length === 0 ? first : null;
}
