import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * The value of `kibana.alert.uuid`: the same evidence, place and rule give the same text on every machine, as in
 * Kibana, where it is a hash of the source document's id and the rule.
 *
 * @param fileSha256 lower-case hexadecimal
 * @param offset byte offset of the record in the file
 */
export function alertUuid(fileSha256: string, offset: number, ruleId: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${fileSha256}\n${offset}\n${ruleId}`)));
}
