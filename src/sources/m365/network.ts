import type { MutableFlatEvent } from "../../ecs/index.ts";
import { address } from "../windows/addresses.ts";
import { integer, own, scalarText } from "../windows/text.ts";
import { mapDns } from "./dns.ts";
import type { M365Row } from "./read-m365.ts";
import type { Roles } from "./roles.ts";

/**
 * Decides which end is the source and which the destination. A logon comes from the remote end. A connection has the
 * direction that `AdditionalFields` names; by default it goes from the local to the remote end.
 */
export function mapNetwork(m365: M365Row, { categories }: Roles, out: MutableFlatEvent): void {
  const { row, action, additional } = m365;
  const text = (column: string): string | undefined => scalarText(own(row, column)) || undefined;
  const direction = additional === null ? undefined : scalarText(own(additional, "direction"));
  const isNetwork = categories.includes("network");
  const inward = categories.includes("authentication") || (isNetwork && direction === "In");
  const [source, destination] = inward ? ["Remote", "Local"] : ["Local", "Remote"];
  setEnd(out, "source", text(`${source}IP`), text(`${source}Port`));
  if (!categories.includes("authentication")) {
    setEnd(out, "destination", text(`${destination}IP`), text(`${destination}Port`));
  }
  if (categories.includes("file")) setEnd(out, "source", text("RequestSourceIP"), text("RequestSourcePort"));
  const remoteName = text("RemoteDeviceName");
  if (remoteName !== undefined) out["source.domain"] = remoteName;
  mapProtocol(text("Protocol"), text("RequestProtocol"), action, out);
  if (!isNetwork) return;
  out["network.direction"] = direction === "In" ? "inbound" : direction === "Out" ? "outbound" : "unknown";
  if (out["destination.ip"] !== undefined) out["destination.address"] = out["destination.ip"];
  if (additional !== null && action.toLowerCase().includes("dns")) mapDns(additional, out);
}

export const NETWORK_COLUMNS =
  "LocalIP, LocalPort, RemoteIP, RemotePort, Protocol, RequestProtocol, AdditionalFields";

/** Packages of authentication, which are no transport. */
const NO_TRANSPORT = new Set(["ntlm", "negotiate", "microsoft_authentication_package_v1_0"]);
const NO_PROTOCOL = new Set(["local", "unknown"]);
/** Protocols that an inspected connection's action names. A later one takes the place of an earlier one. */
const INSPECTED = ["dns", "http", "ssl", "ftp"];

/**
 * Since 2.14.2 `Protocol` is the transport (elastic/integrations 10418); until then it was `network.protocol`. The
 * protocol has what either gives, the newest first.
 */
function mapProtocol(
  protocol: string | undefined,
  request: string | undefined,
  action: string,
  out: MutableFlatEvent,
): void {
  const written = protocol?.toLowerCase();
  const requested = request?.toLowerCase();
  if (written !== undefined && !NO_TRANSPORT.has(written)) {
    out["network.transport"] = written === "tcpv4" || written === "tcpv6" ? "tcp" : written;
  }
  const kind = action.toLowerCase();
  const inspected = INSPECTED.findLast((name) => kind.includes(name));
  const newer = inspected ?? requested ?? (written === "ntlm" ? written : undefined);
  const older = kind.includes("dns") ? "dns" : (requested ?? written);
  const values = new Set<string>();
  if (newer !== undefined && !NO_PROTOCOL.has(newer)) values.add(newer);
  if (older !== undefined) values.add(older);
  if (values.size > 0) out["network.protocol"] = values.size === 1 ? [...values][0]! : [...values];
}

function setEnd(
  out: MutableFlatEvent,
  end: "source" | "destination",
  ip: string | undefined,
  port: string | undefined,
): void {
  const known = ip === undefined ? undefined : address(ip);
  if (known !== undefined) out[`${end}.ip`] = known;
  const number = port === undefined ? undefined : integer(port);
  if (number !== undefined) out[`${end}.port`] = number;
}
