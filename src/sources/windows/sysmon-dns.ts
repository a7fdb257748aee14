import { address, unmapped } from "./addresses.ts";
import type { ValueStep } from "./step.ts";

/** Names of record types (IANA, DNS parameters; values above 65,000 are Microsoft's). */
const TYPES = new Map([
  ["1", "A"],
  ["2", "NS"],
  ["5", "CNAME"],
  ["6", "SOA"],
  ["10", "NULL"],
  ["12", "PTR"],
  ["13", "HINFO"],
  ["15", "MX"],
  ["16", "TXT"],
  ["17", "RP"],
  ["25", "KEY"],
  ["28", "AAAA"],
  ["29", "LOC"],
  ["33", "SRV"],
  ["35", "NAPTR"],
  ["39", "DNAME"],
  ["41", "OPT"],
  ["43", "DS"],
  ["46", "RRSIG"],
  ["47", "NSEC"],
  ["48", "DNSKEY"],
  ["255", "ANY"],
  ["65281", "WINS"],
  ["65282", "WINSR"],
]);

/** `QueryStatus` in words (winerror.h); a status not listed here stays a number. */
const STATUS = new Map([
  ["0", "SUCCESS"],
  ["5", "ERROR_ACCESS_DENIED"],
  ["123", "ERROR_INVALID_NAME"],
  ["1214", "ERROR_INVALID_NETNAME"],
  ["1223", "ERROR_CANCELLED"],
  ["1460", "ERROR_TIMEOUT"],
  ["9001", "DNS_ERROR_RCODE_FORMAT_ERROR"],
  ["9002", "DNS_ERROR_RCODE_SERVER_FAILURE"],
  ["9003", "DNS_ERROR_RCODE_NAME_ERROR"],
  ["9004", "DNS_ERROR_RCODE_NOT_IMPLEMENTED"],
  ["9005", "DNS_ERROR_RCODE_REFUSED"],
  ["9501", "DNS_INFO_NO_RECORDS"],
  ["9502", "DNS_ERROR_BAD_PACKET"],
  ["9503", "DNS_ERROR_NO_PACKET"],
  ["9506", "DNS_REQUEST_PENDING"],
  ["9560", "DNS_ERROR_INVALID_NAME_CHAR"],
  ["9701", "DNS_ERROR_RECORD_DOES_NOT_EXIST"],
  ["9702", "DNS_ERROR_RECORD_FORMAT"],
  ["9852", "DNS_ERROR_NO_DNS_SERVERS"],
  ["10054", "WSAECONNRESET"],
  ["10055", "WSAENOBUFS"],
  ["10060", "WSAETIMEDOUT"],
]);

export function dnsStatus(status: string): string {
  return STATUS.get(status) ?? status;
}

/** `type:  5 f2.example.net;::ffff:151.101.66.2;`: names with their record type, and addresses. */
export const queryResults: ValueStep = {
  how: "answers and addresses separated, IPv4 in IPv6 unwrapped",
  apply: (value, { out }) => {
    const types: string[] = [];
    const data: string[] = [];
    const hosts: string[] = [];
    const addresses: string[] = [];
    for (const answer of value.split(";")) {
      if (answer === "") continue;
      if (answer.startsWith("type:")) {
        const [, type, name] = answer.split(/\s+/, 3);
        const known = type === undefined ? undefined : TYPES.get(type);
        if (known !== undefined) types.push(known);
        if (name !== undefined && name !== "") {
          data.push(name);
          hosts.push(name);
        }
      } else {
        const ip = address(unmapped(answer.trim()));
        if (ip !== undefined) addresses.push(ip);
      }
    }
    for (const ip of addresses) {
      types.push(ip.includes(":") ? "AAAA" : "A");
      data.push(ip);
    }
    if (types.length > 0) out["dns.answers.type"] = types;
    if (data.length > 0) out["dns.answers.data"] = data;
    if (addresses.length > 0) out["dns.resolved_ip"] = addresses;
    if (hosts.length > 0) out["related.hosts"] = hosts;
    return true;
  },
};
