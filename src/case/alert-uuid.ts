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
