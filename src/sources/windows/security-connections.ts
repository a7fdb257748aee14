import { unmapped } from "./addresses.ts";
import { codes } from "./code-set.ts";
import { append, type Context, type FinalStep } from "./step.ts";
import { decoded } from "./text.ts";

const CONNECTIONS = codes("5152 5156-5158");

/** Protocols by their numbers at IANA, as Elastic names them. */
const TRANSPORTS = new Map([
  ["1", "icmp"],
  ["2", "igmp"],
  ["4", "ipv4"],
  ["6", "tcp"],
  ["8", "egp"],
  ["9", "igp"],
  ["12", "pup"],
  ["17", "udp"],
  ["27", "rdp"],
  ["28", "irtp"],
  ["33", "dccp"],
  ["35", "idpr"],
  ["41", "ipv6"],
  ["43", "ipv6-route"],
  ["44", "ipv6-frag"],
  ["46", "rsvp"],
  ["47", "gre"],
  ["50", "esp"],
  ["58", "ipv6-icmp"],
  ["59", "ipv6-nonxt"],
  ["60", "ipv6-opts"],
]);

const DIRECTIONS = new Map([
  ["%%14592", "inbound"],
  ["%%14593", "outbound"],
  ["%%14594", "forward"],
  ["%%14595", "bidirectional"],
]);

function given(context: Context, name: string): string | undefined {
  const value = context.data(name);
  return value === "-" ? undefined : value;
}

function address(context: Context, name: string, side: "source" | "destination"): void {
  const value = given(context, name);
  if (value === undefined) return;
  append(context.out, "related.ip", value);
  context.out[`${side}.ip`] = unmapped(value);
}

function port(context: Context, name: string, side: "source" | "destination"): void {
  const number = decoded(given(context, name) ?? "");
  if (number !== undefined) context.out[`${side}.port`] = number;
}

/**
 * Connections and packets of the filtering platform. Elastic moves the values; here they also stay below
 * `winlog.event_data`, where they were before the pipeline knew these events. `ProcessId` stays there only, as in
 * Elastic.
 */
export const connection: FinalStep = {
  from: "EventData/SourceAddress, DestAddress, Protocol, Application, …",
  how: "addresses, ports, protocol, direction and program to their fields",
  ids: CONNECTIONS,
  apply: (context) => {
    const { out } = context;
    address(context, "DestAddress", "destination");
    address(context, "SourceAddress", "source");
    port(context, "DestPort", "destination");
    port(context, "SourcePort", "source");
    const protocol = given(context, "Protocol");
    if (protocol !== undefined) {
      out["network.iana_number"] = protocol;
      const transport = TRANSPORTS.get(protocol);
      if (transport !== undefined) out["network.transport"] = transport;
    }
    const direction = DIRECTIONS.get(context.data("Direction") ?? "");
    if (direction !== undefined) out["network.direction"] = direction;
    const application = given(context, "Application");
    if (application !== undefined) out["process.executable"] = application;
  },
};
