import { alternatives, count } from "./format.ts";

/** The most field names that are listed. */
const MAX_NAMED = 8;

/**
 * Says which fields a rule needs and the evidence lacks.
 *
 * @param fields at least one
 * @param isCertain whether every event was examined for them
 */
export function missingFieldsSentence(fields: readonly string[], isCertain: boolean): string {
  const more = fields.length - MAX_NAMED;
  const named =
    more > 0 ? `${fields.slice(0, MAX_NAMED).join(", ")} or ${count(more)} others` : alternatives(fields);
  return isCertain
    ? `Cannot match this evidence: no event has ${named}, which the rule needs.`
    : `No event examined has ${named}, which the rule needs; not every event was examined.`;
}
