import type { MutableFlatEvent } from "../../ecs/index.ts";
import { own, scalarText } from "../windows/text.ts";

const QUESTION: readonly (readonly [name: string, field: string])[] = [
  ["query", "dns.question.name"],
  ["qclass_name", "dns.question.class"],
  ["qtype_name", "dns.question.type"],
  ["rcode_name", "dns.response_code"],
];
const FLAGS = ["AA", "TC", "RD", "RA", "AD", "CD", "DO"];

/**
 * The query and the answer of an inspected DNS connection, which are in `AdditionalFields`. Elastic keeps answers only
 * together with their times to live.
 */
export function mapDns(additional: object, out: MutableFlatEvent): void {
  for (const [name, field] of QUESTION) {
    const text = scalarText(own(additional, name));
    if (text !== undefined && text !== "") out[field] = text;
  }
  const answers = listOf(own(additional, "answers"));
  const ttls = listOf(own(additional, "TTLs"));
  if (answers.length > 0 && ttls.length > 0) {
    out["dns.answers.data"] = answers;
    const seconds = ttls.map((ttl) => Math.trunc(Number(ttl))).filter((ttl) => Number.isSafeInteger(ttl));
    if (seconds.length > 0) out["dns.answers.ttl"] = seconds;
  }
  const flags = FLAGS.filter((flag) => scalarText(own(additional, flag)) === "true");
  if (flags.length > 0) out["dns.header_flags"] = flags;
}

/** The scalars of a list, or of the JSON text of one. */
function listOf(value: unknown): string[] {
  let list = value;
  if (typeof value === "string" && value.startsWith("[")) {
    try {
      list = JSON.parse(value);
    } catch {
      return [];
    }
  }
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown) => scalarText(value) || []);
}
