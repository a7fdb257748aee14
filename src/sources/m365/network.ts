import type { MutableFlatEvent } from "../../ecs/index.ts";
import { address } from "../windows/addresses.ts";
import { integer, isObject, own, scalarText } from "../windows/text.ts";
import type { M365Row } from "./read-m365.ts";
import type { Roles } from "./roles.ts";

/**
 * Decides which end is the source and which the destination. A logon comes from the remote end. A connection has the
 * direction that `AdditionalFields` names; by default it goes from the local to the remote end.
 */
export function mapNetwork({ row, action }: M365Row, { categories }: Roles, out: MutableFlatEvent): void {
  const text = (column: string): string | undefined => scalarText(own(row, column)) || undefined;
  const additional = additionalFields(own(row, "AdditionalFields"));
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
  if (!isNetwork) return;
  out["network.direction"] = direction === "In" ? "inbound" : direction === "Out" ? "outbound" : "unknown";
  if (!action.toLowerCase().includes("dns")) return;
  out["network.protocol"] = "dns";
  const query = additional === null ? undefined : scalarText(own(additional, "query"));
  if (query !== undefined && query !== "") out["dns.question.name"] = query;
}

export const NETWORK_COLUMNS = "LocalIP, LocalPort, RemoteIP, RemotePort, AdditionalFields";

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

/** An object, or the JSON text of one. */
function additionalFields(value: unknown): object | null {
  if (isObject(value)) return value;
  if (typeof value !== "string" || !value.startsWith("{")) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
