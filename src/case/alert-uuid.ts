import { sha256Hex } from "../scan/index.ts";

/**
 * The value of `kibana.alert.uuid`: the same evidence, place and rule give the same text on every machine, as in
 * Kibana, where it is a hash of the source document's id and the rule.
 *
 * @param fileSha256 lower-case hexadecimal
 * @param offset byte offset of the record in the file
 */
export function alertUuid(fileSha256: string, offset: number, ruleId: string): string {
  return sha256Hex(new TextEncoder().encode(`${fileSha256}\n${offset}\n${ruleId}`));
}

/** The same for the alert of a sequence: of all its events, each given as its file and its place there, in their order. */
export function sequenceUuid(
  events: readonly (readonly [file: string, offset: number])[],
  ruleId: string,
): string {
  const places = events.map(([file, offset]) => `${file}\n${offset}`).join("\n");
  return sha256Hex(new TextEncoder().encode(`${places}\n${ruleId}`));
}
