import { type RecordLocation, locationKey } from "../formats/index.ts";
import { type GroupTerm, sha256Hex } from "../scan/index.ts";

/**
 * The value of `kibana.alert.uuid`: the same evidence, record location and rule give the same text on every machine. In
 * Kibana too it is a hash of the source document's id and the rule.
 *
 * @param fileSha256 lower-case hexadecimal
 * @param location where the record begins in the file
 */
export function alertUuid(fileSha256: string, location: LocationInFile, ruleId: string): string {
  return sha256Hex(new TextEncoder().encode(`${fileSha256}\n${locationKey(location)}\n${ruleId}`));
}

type LocationInFile = Pick<RecordLocation, "member" | "offset">;

/**
 * The same for the alert of a sequence.
 *
 * @param events all its events in order, each as its file's SHA-256 and its location in that file
 * @param terms the values by which a rule grouped them: one event can be in several groups
 */
export function sequenceUuid(
  events: readonly (readonly [file: string, place: LocationInFile])[],
  ruleId: string,
  terms: readonly GroupTerm[] = [],
): string {
  const locations = events.map(([file, location]) => `${file}\n${locationKey(location)}`).join("\n");
  const group =
    terms.length === 0 ? "" : `\n${JSON.stringify(terms.map(({ field, value }) => [field, value]))}`;
  return sha256Hex(new TextEncoder().encode(`${locations}\n${ruleId}${group}`));
}
